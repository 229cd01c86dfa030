/** What the cards say in English. Wire names, and what users wrote, are never in here. */

const plurals = new Intl.PluralRules('en');
const numbers = new Intl.NumberFormat('en');

function counted(count: number, one: string, other: string): string {
  return `${numbers.format(count)} ${plurals.select(count) === 'one' ? one : other}`;
}

/** `5 s`, `3 min 04 s`, `1 h`, `1 h 30 min`. */
function duration(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) {
    const rest = seconds % 60;
    return `${Math.floor(seconds / 60)} min${rest === 0 ? '' : ` ${String(rest).padStart(2, '0')} s`}`;
  }
  const minutes = Math.floor((seconds % 3600) / 60);
  return `${numbers.format(Math.floor(seconds / 3600))} h${minutes === 0 ? '' : ` ${minutes} min`}`;
}

/** Outlet labels by widget type and event; an event without one is shown in words of its wire name. */
const outlets: { readonly [type: string]: { readonly [event: string]: string } } = {
  trigger: {
    incomingMessage: 'Message',
    incomingCall: 'Call',
    incomingConversationMessage: 'Conversation',
    incomingRequest: 'REST API',
    incomingParent: 'Subflow',
  },
  'send-message': { sent: 'Sent', failed: 'Failed' },
  'send-and-wait-for-reply': { incomingMessage: 'Reply', timeout: 'No reply', deliveryFailure: 'Not delivered' },
  'split-based-on': { noMatch: 'No match' },
  'set-variables': { next: 'Next' },
  'make-http-request': { success: 'Success', failed: 'Failed' },
  'run-function': { success: 'Success', fail: 'Failed' },
  'run-function-v2': { success: 'Success', fail: 'Failed' },
  'run-subflow': { completed: 'Completed', failed: 'Failed' },
  'send-to-flex': { callComplete: 'Task created', failedToEnqueue: 'Not created', callFailure: 'Call failed' },
  'add-twiml-redirect': { return: 'Return', timeout: 'Timeout', fail: 'Failed' },
  'start-conversation': { created: 'Created', failed: 'Failed' },
  'resume-conversation': { resumed: 'Resumed', failed: 'Failed' },
  'say-play': { audioComplete: 'Done' },
  'gather-input-on-call': { keypress: 'Keys', speech: 'Speech', timeout: 'No input' },
  'connect-call-to': { callCompleted: 'Call ended', hangup: 'Hung up' },
  'make-outgoing-call-v2': { answered: 'Answered', busy: 'Busy', noAnswer: 'No answer', failed: 'Failed' },
  'make-outgoing-call-v1': {
    answered: 'Answered',
    answeredByMachine: 'Machine',
    busy: 'Busy',
    noAnswer: 'No answer',
    failed: 'Failed',
    hangup: 'Hung up',
  },
  'record-voicemail': { recordingComplete: 'Recorded', noAudio: 'No audio', hangup: 'Hung up' },
  'record-call': { success: 'Success', failed: 'Failed' },
  'enqueue-call': { callComplete: 'Call ended', failedToEnqueue: 'Not queued', callFailure: 'Call failed' },
  'capture-payments': {
    success: 'Success',
    maxFailedAttempts: 'Too many tries',
    providerError: 'Provider error',
    payInterrupted: 'Interrupted',
    hangup: 'Hung up',
    validationError: 'Invalid',
  },
  'connect-virtual-agent': { hangup: 'Hung up' },
  'connect-virtual-agent-v2': { hangup: 'Hung up' },
};

/** Short forms of split conditions, by predicate. */
const conditions: { readonly [type: string]: (value: string) => string } = {
  equal_to: (value) => `= ${value}`,
  not_equal_to: (value) => `≠ ${value}`,
  matches_any_of: (value) => `in ${value}`,
  does_not_match_any_of: (value) => `not in ${value}`,
  is_blank: () => 'blank',
  is_not_blank: () => 'not blank',
  regex: (value) => `/${value}/`,
  contains: (value) => `contains ${value}`,
  does_not_contain: (value) => `lacks ${value}`,
  starts_with: (value) => `starts ${value}`,
  does_not_start_with: (value) => `not starts ${value}`,
  less_than: (value) => `< ${value}`,
  greater_than: (value) => `> ${value}`,
  is_before_time: (value) => `before ${value}`,
  is_after_time: (value) => `after ${value}`,
  is_before_date: (value) => `before ${value}`,
  is_after_date: (value) => `after ${value}`,
};

/** What a call is connected to, by the property `noun`. */
const nouns: { readonly [noun: string]: string } = {
  number: 'Number',
  'number-multi': 'Numbers',
  client: 'Client',
  conference: 'Conference',
  sim: 'SIM',
  sip: 'SIP',
};

export const cardTexts = {
  groups: {
    flow: 'Flow Control',
    voice: 'Voice',
    messaging: 'Messaging',
    tools: 'Tools & Code',
    connect: 'Connect',
    other: 'Other',
  },
  outlets,
  conditions,
  nouns,
  match: 'Match',
  allOf: (conditionLabels: readonly string[]) => conditionLabels.join(' and '),
  duration,
  noNumber: 'No number points here',
  numberAndMore: (number: string, more: number) => (more === 0 ? number : `${number} and ${numbers.format(more)} more`),
  conditionCount: (count: number) => counted(count, 'condition', 'conditions'),
  parameterCount: (count: number) => counted(count, 'parameter', 'parameters'),
  variableCount: (count: number) => counted(count, 'variable', 'variables'),
  participantCount: (count: number) => counted(count, 'participant', 'participants'),
  digitCount: (count: number) => counted(count, 'digit', 'digits'),
  attemptCount: (count: number) => counted(count, 'attempt', 'attempts'),
  more: (count: number) => `+${numbers.format(count)}`,
  to: 'to',
  template: 'Template',
  waits: 'Waits',
  times: (count: string) => `×${count}`,
  keyEnds: (key: string) => `${key} ends`,
  rings: (seconds: number) => `rings ${duration(seconds)}`,
  recorded: 'recorded',
  detectsMachines: 'detects machines',
  atMost: (seconds: number) => `at most ${duration(seconds)}`,
  silence: (seconds: number) => `ends after ${duration(seconds)} of silence`,
  beep: 'beep',
  noBeep: 'no beep',
  transcribed: 'transcribed',
  start: 'Start',
  stop: 'Stop',
  queue: 'Queue',
  workflow: 'Workflow',
  priority: (value: string) => `priority ${value}`,
  connector: 'Connector',
  revision: (value: string) => `revision ${value}`,
  /** Revisions that `run-subflow` names by a word. */
  revisions: {
    LatestPublished: 'latest published',
    LatestDraft: 'latest draft',
    LatestRevision: 'latest revision',
  } as { readonly [revision: string]: string },
  channel: 'channel',
  service: 'Service',
  notRunnable: 'Kept as it is. Atelier can not run this type.',
} as const;
