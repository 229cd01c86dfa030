/** How an execution stands, in one sentence (console §9, Banner). */
import { counted, duration, timeLeft } from './format.ts';

/** Why a failure event was taken, as it goes on behind a colon. */
export const reasons = {
  noAnswer: (what: string, seconds: string) => `${what} got no answer in ${seconds}`,
  unreachable: (what: string) => `${what} could not reach the server`,
  tooLarge: (what: string) => `${what} got an answer that is too large`,
  notAllowed: (what: string) => `${what} was not allowed to leave`,
  redirects: (what: string) => `${what} was redirected too often`,
  answered: (who: string, status: number) => `${who} answered ${status}`,
  refused: (code: string) => `the message was refused${code}`,
  undelivered: (code: string) => `the message could not be delivered${code}`,
  notQueued: 'the call could not be queued',
  callFailed: 'the call failed',
  provider: 'the provider of payments failed',
  tries: 'there were too many tries',
  invalid: 'the answers were not valid',
  failed: 'it failed',
  noFilter: (name: string) => `the template uses “${name}”, which is not a filter (81018)`,
  noTag: (name: string) => `the template uses “${name}”, which is not a tag (81018)`,
  httpRequest: 'the HTTP request',
  function: 'the function',
  server: 'the server',
  noReply: (time: string) => `no reply within ${time}`,
  noInput: (time: string) => `no input within ${time}`,
  noAnswerToCall: (time: string) => `nobody answered within ${time}`,
  noAudio: 'nothing was recorded',
  nothing: (time: string) => `nothing happened within ${time}`,
} as const;

/** What a widget waits for, by its type. */
export const waits: { readonly [type: string]: string } = {
  'send-and-wait-for-reply': 'for a reply',
  'send-message': 'for the message to leave',
  'make-http-request': 'for an answer of the server',
  'run-function': 'for the function',
  'run-function-v2': 'for the function',
  'send-to-flex': 'for the task to end',
  'enqueue-call': 'for the call to leave the queue',
  'gather-input-on-call': 'for keys or speech',
  'say-play': 'for the end of what is played',
  'connect-call-to': 'for the end of the connected call',
  'make-outgoing-call-v1': 'for the call to be answered',
  'make-outgoing-call-v2': 'for the call to be answered',
  'record-voicemail': 'for the recording',
  'capture-payments': 'for the payment',
  'add-twiml-redirect': 'for the call to come back',
  'connect-virtual-agent': 'for the agent to finish',
  'connect-virtual-agent-v2': 'for the agent to finish',
  'run-conversation-relay': 'for the relay to finish',
  'start-conversation': 'for the conversation',
  'resume-conversation': 'for the conversation',
};

export const outcomeTexts = {
  waitingFor: 'for an event',
  limit: (leftMs: number, until: string) => `, ${timeLeft(leftMs)} left (until ${until})`,
  late: ', past its time limit',
  noLimit: '. No time limit',
  afterwards: (label: string, target: string | undefined) =>
    target === undefined ? ` Then ${label} ends it.` : ` Then ${label} leads to ${target}.`,
  waiting: (widget: string, what: string, limit: string, afterwards: string) =>
    `Waiting at ${widget} ${what}${limit}.${afterwards}`,
  waitingInSubflow: (flow: string) => ` It is in the subflow ${flow}.`,
  working: (widget: string) => `Working at ${widget}.`,
  started: 'It has just begun.',
  endedAfter: (widget: string, label: string) => `Ended after ${widget}: ${label} leads nowhere, so the flow is done.`,
  ended: 'Ended.',
  noMatch: (widget: string, input: string | undefined, label: string) =>
    input === undefined
      ? `Ended at ${widget}: nothing matched and ${label} leads nowhere (81005).`
      : `Ended at ${widget}: “${input}” matched no condition and ${label} leads nowhere (81005).`,
  failedBranch: (widget: string, why: string, label: string) =>
    `Failed at ${widget}: ${why} and ${label} leads nowhere.`,
  timedOut: (widget: string, why: string, label: string) => `Ended at ${widget}: ${why}, and ${label} leads nowhere.`,
  failed: (widget: string, why: string) => `Failed at ${widget}: ${why}.`,
  failedInSubflow: (flow: string, widget: string, why: string) => `Failed in subflow ${flow} at ${widget}: ${why}.`,
  fault: 'the server could not go on here',
  hungUp: (widget: string, afterMs: number) => `Ended at ${widget}: the caller hung up after ${duration(afterMs)}.`,
  callOver: (widget: string) => `Stopped at ${widget}: the call was already over.`,
  notRunnable: (widget: string) => `Ended at ${widget}: this type can not be run.`,
  stoppedByKey: (name: string, time: string) => `Stopped by API key ${name} at ${time}.`,
  stoppedByToken: (time: string) => `Stopped by the API at ${time}.`,
  stoppedHere: (time: string) => `Stopped in the console at ${time}.`,
  stopReason: (reason: string) => ` Reason: ${reason}`,
  stepLimit: (steps: number) => `Stopped after ${counted(steps, 'step', 'steps')} (81000).`,
  loop: (times: number, widgets: string) => ` It went ${counted(times, 'time', 'times')} through ${widgets}.`,
  inARow: (widget: string, times: number) => `Stopped: ${widget} was entered ${times} times in a row (81001).`,
  tooMuchWork: (widget: string) => `Stopped at ${widget}: its templates took too much work (89002).`,
  expired: (days: string, widget: string) => `Stopped after ${days} at ${widget}.`,
  flowDeleted: 'Ended because the flow was deleted.',
} as const;

/** The short form of lists: where it is, or why it ended. */
export const shortOutcomeTexts = {
  waiting: (widget: string, left: string | undefined) => (left === undefined ? widget : `${widget}, ${left} left`),
  late: (widget: string) => `${widget}, past its time limit`,
  starting: 'Starting',
  ended: (widget: string) => `Ended after ${widget}`,
  endedAt: (widget: string) => `Ended at ${widget}`,
  endedNow: 'Ended',
  failed: (widget: string, why: string) => `${widget}: ${why}`,
  stopped: (widget: string | undefined) => (widget === undefined ? 'Stopped' : `Stopped at ${widget}`),
  hungUp: (widget: string) => `Hung up at ${widget}`,
} as const;
