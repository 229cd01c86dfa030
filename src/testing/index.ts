/** Plays flows and single widgets in virtual time: for tests of flows and of widgets. */
export type {
  Answers,
  Asking,
  HttpAnswer,
  HttpAnswers,
  HttpFailure,
  HttpReply,
  MessageAnswer,
  MessageAnswers,
  MessageReport,
} from './answers.ts';
export { Line, type LineOptions } from './line/line.ts';
export type { LineExchange, LineRequestKind, PendingRequest } from './line/outside.ts';
export { RefusedError } from './line/refused.ts';
export type { Play } from './play.ts';
export { playFlow } from './play-flow.ts';
export type { MadeRequest, PlayedRun, PlayOptions, SentMessage } from './play-options.ts';
export { type PlayWidgetOptions, playWidget, type WidgetPlay } from './play-widget.ts';
export type { Subflows } from './program.ts';
export type { Ends, Start } from './webhooks.ts';
