/** Why a step failed, or timed out, as it goes on in a sentence. */
import type { HttpResult } from '../../engine/effects.ts';
import { duration } from '../texts/format.ts';
import { reasons } from '../texts/outcome.ts';
import type { RunFacts, StepFacts, Surroundings } from './outcome.ts';

type Facts = Pick<RunFacts, 'problems' | 'messages'>;
type Known = Pick<Surroundings, 'answer' | 'limits'>;

export function failureReason({ problems, messages }: Facts, step: StepFacts, { answer, limits }: Known): string {
  const own = problems.filter(({ stepSid }) => stepSid === step.sid);
  const template = own.find(({ code }) => code === 81018);
  if (template) return templateReason(template.message);
  const isFunction = step.type.startsWith('run-function');
  const result = answer(step.sid);
  if (result) return answerReason(result, isFunction, limits.httpSeconds);
  const errorCode = messages.findLast(({ stepSid }) => stepSid === step.sid)?.errorCode;
  const code = errorCode === undefined ? '' : ` (${errorCode})`;
  if (step.event === 'deliveryFailure') return reasons.undelivered(code);
  if (step.type === 'send-message') return reasons.refused(code);
  const problem = own.at(-1);
  return eventReasons[step.event] ?? (problem ? lowerFirst(problem.message.replace(/\.$/, '')) : reasons.failed);
}

const eventReasons: { readonly [event: string]: string } = {
  failedToEnqueue: reasons.notQueued,
  callFailure: reasons.callFailed,
  providerError: reasons.provider,
  maxFailedAttempts: reasons.tries,
  validationError: reasons.invalid,
};

function templateReason(message: string): string {
  const [, kind, name = ''] = /Unknown (?:or misplaced )?(filter|tag) "([^"]*)"/.exec(message) ?? [];
  if (kind === 'filter') return reasons.noFilter(name);
  if (kind === 'tag') return reasons.noTag(name);
  return `${lowerFirst(message.replace(/\.$/, ''))} (81018)`;
}

function answerReason(result: HttpResult, isFunction: boolean, seconds: number): string {
  if (result.ok) return reasons.answered(isFunction ? reasons.function : reasons.server, result.status);
  const what = isFunction ? reasons.function : reasons.httpRequest;
  switch (result.reason) {
    case 'timeout':
      return reasons.noAnswer(what, duration(seconds * 1_000));
    case 'network':
      return reasons.unreachable(what);
    case 'too-large':
      return reasons.tooLarge(what);
    case 'refused':
      return reasons.notAllowed(what);
    case 'redirects':
      return reasons.redirects(what);
    default:
      return result.reason satisfies never;
  }
}

export function timeOutReason({ type, event, enteredAtMs, endedAtMs }: StepFacts): string {
  // Deadlines are carried out some milliseconds late.
  const time = duration(Math.floor((endedAtMs - enteredAtMs) / 1_000) * 1_000);
  if (type === 'send-and-wait-for-reply') return reasons.noReply(time);
  if (type === 'gather-input-on-call') return reasons.noInput(time);
  if (event === 'noAnswer') return reasons.noAnswerToCall(time);
  return event === 'noAudio' ? reasons.noAudio : reasons.nothing(time);
}

export function lowerFirst(text: string): string {
  return /^[A-Z][a-z ]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
