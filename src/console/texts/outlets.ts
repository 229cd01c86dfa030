/** What the outlets of a card are called, by event; console.md §3.3. A type comes before the rest where it differs. */
const byEvent: { readonly [event: string]: string } = {
  incomingMessage: 'Reply',
  incomingCall: 'Call',
  incomingConversationMessage: 'Conversation',
  incomingRequest: 'REST API',
  incomingParent: 'Subflow',
  noMatch: 'No match',
  match: 'Match',
  next: 'Next',
  sent: 'Sent',
  failed: 'Failed',
  fail: 'Failed',
  timeout: 'Timeout',
  deliveryFailure: 'Not delivered',
  audioComplete: 'Done',
  keypress: 'Keys',
  speech: 'Speech',
  callCompleted: 'Call ended',
  hangup: 'Hung up',
  answered: 'Answered',
  answeredByMachine: 'Machine',
  busy: 'Busy',
  noAnswer: 'No answer',
  recordingComplete: 'Recorded',
  noAudio: 'No audio',
  success: 'Success',
  callComplete: 'Call ended',
  failedToEnqueue: 'Not queued',
  callFailure: 'Call failed',
  maxFailedAttempts: 'Too many tries',
  providerError: 'Provider error',
  payInterrupted: 'Interrupted',
  validationError: 'Invalid',
  return: 'Return',
  completed: 'Completed',
  created: 'Created',
  resumed: 'Resumed',
};

const byType: { readonly [type: string]: { readonly [event: string]: string } } = {
  trigger: { incomingMessage: 'Message' },
  'send-and-wait-for-reply': { timeout: 'No reply' },
  'gather-input-on-call': { timeout: 'No input' },
  'send-to-flex': { callComplete: 'Task created', failedToEnqueue: 'Not created' },
};

/** The label of an outlet; an event without one by its name, in sentence case. */
export function outletLabel(type: string, event: string): string {
  const ofType = Object.hasOwn(byType, type) ? byType[type] : undefined;
  if (ofType && Object.hasOwn(ofType, event)) return ofType[event] ?? event;
  return (Object.hasOwn(byEvent, event) ? byEvent[event] : undefined) ?? sentenceCase(event);
}

function sentenceCase(event: string): string {
  const words = event
    .replaceAll('-', ' ')
    .replace(/([a-z])([A-Z])/g, (_, end: string, start: string) => `${end} ${start.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const signs: { readonly [predicate: string]: string } = {
  equal_to: '=',
  not_equal_to: '≠',
  matches_any_of: 'in',
  does_not_match_any_of: 'not in',
  contains: 'contains',
  does_not_contain: 'lacks',
  starts_with: 'starts',
  does_not_start_with: 'not starts',
  less_than: '<',
  greater_than: '>',
  is_before_time: 'before',
  is_after_time: 'after',
  is_before_date: 'before',
  is_after_date: 'after',
};

/** A condition as its outlet shows it: `= 1`, `in yes, y`, `blank`, `/[1-5]/`. */
export function conditionLabel(predicate: string, value: string): string {
  if (predicate === 'is_blank') return 'blank';
  if (predicate === 'is_not_blank') return 'not blank';
  if (predicate === 'regex') return `/${value}/`;
  const sign = Object.hasOwn(signs, predicate) ? signs[predicate] : predicate;
  return `${sign} ${value}`;
}
