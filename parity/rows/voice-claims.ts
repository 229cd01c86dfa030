/** Which tests show what of the widgets of calls: entries of `claimsOfWidgets`, in a file of their own. */
import { callOutputs } from '../../src/widgets/call-outputs.ts';
import { by, type Claim, type Evidence, inferred, notYet, shown } from '../row.ts';
import type { WidgetClaims } from './widget-claims.ts';

const inFile =
  (type: string) =>
  (name: RegExp): Evidence =>
    by(`src/widgets/${type}.test.ts`, name);

const say = inFile('say-play');
const gather = inFile('gather-input-on-call');
const dial = inFile('connect-call-to');
const call = inFile('make-outgoing-call-v2');
const oldCall = inFile('make-outgoing-call-v1');
const voicemail = inFile('record-voicemail');
const recording = inFile('record-call');
const queue = inFile('enqueue-call');
const pay = inFile('capture-payments');
const fork = inFile('fork-stream');
const oldAgent = inFile('connect-virtual-agent');
const agent = inFile('connect-virtual-agent-v2');
const relay = inFile('run-conversation-relay');
export const flexInCall = inFile('send-to-flex-call');

/** Each of these names is shown by the same tests. */
function each(names: readonly string[], claim: Claim): { readonly [name: string]: Claim } {
  return Object.fromEntries(names.map((name) => [name, claim]));
}

/** The parameters of every callback, kept as they came. */
const ofCall = (...tests: Evidence[]) => each(Object.keys(callOutputs), shown(...tests));

export const voiceClaims: { readonly [type: string]: WidgetClaims } = {
  'say-play': {
    property: {
      say: shown(say(/^the documented form/), say(/^Liquid is rendered/), say(/^SSML in `say`/)),
      play: shown(say(/^`play` is the URL/)),
      digits: shown(say(/^`digits` are tones/)),
    },
    event: { audioComplete: shown(say(/^`audioComplete` once/)) },
    output: {
      ...ofCall(say(/^`audioComplete` once/)),
      ...each(['language', 'voice'], shown(say(/^`audioComplete` once/))),
    },
  },

  'gather-input-on-call': {
    property: {
      ...each(
        ['say', 'play', 'voice', 'language', 'loop'],
        shown(gather(/^the documented form/), gather(/^what is heard/)),
      ),
      timeout: shown(gather(/^by default 5 seconds/), gather(/`timeout`/)),
      speech_timeout: inferred(gather(/^`gather_language`/), gather(/^another `speech_model`/)),
      save_response_as: inferred(gather(/^`save_response_as` has no effect/)),
    },
    event: {
      keypress: shown(gather(/^keys: /)),
      speech: inferred(gather(/^speech: /), gather(/^where `speech` is connected/)),
      timeout: shown(gather(/^`timeout` when the verb/), gather(/^(nothing|the finish key alone): /)),
    },
    output: { ...ofCall(gather(/: `(keypress|speech|timeout)`, with/)) },
  },

  'connect-call-to': {
    property: {
      to: shown(dial(/^the documented form/), dial(/^`to` and `caller_id`/), dial(/^`noun`/)),
      timeout: shown(dial(/^the documented form/), dial(/^`timeout` as text/)),
      record: inferred(dial(/^`record` /)),
    },
    event: {
      callCompleted: shown(dial(/: `callCompleted`, with all/)),
      hangup: inferred(dial(/: `hangup`, with all/), dial(/^a hang-up that only the status/)),
    },
    output: { ...ofCall(dial(/: `(callCompleted|hangup)`, with all/)) },
  },

  'make-outgoing-call-v2': {
    property: {
      ...each(['from', 'to'], shown(call(/^an exported widget/), call(/^blank `from` and `to`/))),
      timeout: shown(call(/^`timeout`/)),
      record: shown(call(/^`record`/)),
      trim: shown(call(/^`trim`/), call(/^`recording_channels`/)),
      ...each(
        [
          'machine_detection',
          'machine_detection_speech_threshold',
          'machine_detection_speech_end_threshold',
          'machine_detection_silence_timeout',
        ],
        shown(call(/^`detect_answering_machine` asks/), call(/^`machine_detection_timeout` and/)),
      ),
    },
    event: {
      answered: shown(call(/^`answered`: /), call(/^an answer before/)),
      busy: shown(call(/^the status busy is/)),
      noAnswer: shown(call(/^the status no-answer is/)),
      failed: shown(call(/^the status (failed|canceled) is/), call(/^a call that the carrier refuses/)),
    },
    output: {
      ...ofCall(call(/^`answered`: /), call(/, with what the callback says$/)),
      ...each(['AnsweredBy', 'MachineDetectionDuration'], shown(call(/^`answered`: /))),
    },
  },

  'make-outgoing-call-v1': {
    event: {
      answered: shown(oldCall(/is `answered`, and/)),
      answeredByMachine: inferred(oldCall(/is `answeredByMachine`, and/), oldCall(/^the detection is asked for/)),
      busy: shown(oldCall(/^the status busy is/)),
      noAnswer: shown(oldCall(/^the status no-answer is/)),
      failed: shown(oldCall(/^the status failed is/), oldCall(/^a call that the carrier refuses/)),
      hangup: inferred(oldCall(/^the status completed is/)),
    },
    output: { ...ofCall(oldCall(/, and the run holds the call$/)) },
  },

  'record-voicemail': {
    property: {
      finish_on_key: inferred(voicemail(/^`timeout`, `finish_on_key`/), voicemail(/^by default until 5 seconds/)),
    },
    event: {
      recordingComplete: shown(voicemail(/: `recordingComplete`$/)),
      noAudio: shown(voicemail(/: `noAudio`$/)),
      hangup: shown(voicemail(/: `hangup`$/), voicemail(/is `hangup`$/)),
    },
    output: {
      ...ofCall(voicemail(/^`RecordingUrl`, /)),
      Uri: inferred(voicemail(/^`RecordingUrl`, /)),
    },
  },

  'record-call': {
    output: each(
      ['Sid', 'AccountSid', 'CallSid', 'Status', 'Channels', 'Source', 'StartTime', 'Duration', 'Uri'],
      shown(recording(/^`success`: /)),
    ),
  },

  'enqueue-call': {
    property: {
      priority: shown(queue(/^the documented form with a workflow/), queue(/^of both the workflow counts/)),
      timeout: shown(queue(/^the documented form with a workflow/)),
    },
    event: {
      callComplete: shown(queue(/ is `callComplete`, /), queue(/^a hang-up that only the status/)),
      failedToEnqueue: shown(queue(/ is `failedToEnqueue`, /), queue(/: failedToEnqueue with /)),
      callFailure: shown(queue(/ is `callFailure`, /)),
    },
    output: { ...ofCall(queue(/, with all parameters$/)) },
  },

  'capture-payments': {
    property: {
      ...each(
        [
          ...['payment_connector', 'payment_token_type', 'payment_amount', 'currency', 'description', 'language'],
          ...['parameters', 'min_postal_code_length'],
        ],
        shown(pay(/^the documented form/), pay(/^by default a reusable/), pay(/^what is blank/)),
      ),
      ...each(
        ['payment_method', 'bank_account_type', 'valid_card_types'],
        inferred(pay(/^the documented form/), pay(/^by default a reusable/)),
      ),
    },
    event: each(
      ['success', 'maxFailedAttempts', 'providerError', 'payInterrupted', 'hangup', 'validationError'],
      inferred(pay(/^the result /), pay(/^a hang-up that only the status/)),
    ),
    output: {
      ...ofCall(pay(/^everything that the verb says/)),
      ...each(
        [
          ...['Result', 'PaymentToken', 'PaymentConfirmationCode', 'PaymentCardNumber', 'PaymentCardType'],
          ...['PaymentCardPostalCode', 'ExpirationDate', 'SecurityCode', 'PaymentMethod', 'PaymentError'],
          ...['PayErrorCode', 'ConnectorError', 'ProfileId'],
        ],
        shown(pay(/^everything that the verb says/)),
      ),
    },
  },

  'fork-stream': {
    property: {
      stream_action: inferred(fork(/^the documented form/), fork(/^`stream_action` stop/)),
      stream_transport_type: inferred(fork(/^`stream_transport_type` siprec/), fork(/^stop of siprec/)),
      stream_connector: inferred(fork(/^`stream_transport_type` siprec/)),
    },
    event: { next: shown(fork(/^`next` comes at once/)) },
  },

  'connect-virtual-agent': {
    event: {
      return: shown(oldAgent(/is `return`, with all/)),
      hangup: shown(oldAgent(/is `hangup`, with all/), oldAgent(/^a hang-up that only the status/)),
    },
    output: ofCall(oldAgent(/, with all parameters$/)),
  },

  'connect-virtual-agent-v2': {
    property: {
      parameters: shown(agent(/^the documented form/)),
      connector_details: notYet('It is for conversations, which have no virtual agent here: the widget takes failed.'),
      session_behavior: inferred(agent(/^`session_behavior` resume/), agent(/^what says how to resume/)),
      resume_session_identification_method: inferred(agent(/^`resume_session_identification_method`/)),
      resume_session_identification_value: inferred(agent(/^`session_behavior` resume/)),
      timeout: notYet('It is for conversations, which have no virtual agent here: the widget takes failed.'),
    },
    event: {
      completed: shown(agent(/ is `completed`, /)),
      'live-agent-handoff': shown(agent(/ is `live-agent-handoff`, /)),
      hangup: shown(agent(/is `hangup`/)),
      failed: shown(agent(/ is `failed`, /), agent(/: `failed` with 81020$/)),
      paused: inferred(agent(/ is `paused`, /)),
      timeout: notYet('It is for conversations, which have no virtual agent here.'),
    },
  },

  'run-conversation-relay': {
    property: {
      ...each(
        ['url', 'voice', 'language', 'parameters'],
        shown(relay(/^the documented form/), relay(/^what is not said/)),
      ),
    },
    event: {
      success: inferred(relay(/ is `success`, with/), relay(/: `success`$/)),
      failed: inferred(relay(/ is `failed`, with/), relay(/`failed` with 81020$/)),
    },
    output: ofCall(relay(/, with `HandoffData`/)),
  },
};
