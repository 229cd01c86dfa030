/** What only the form of a property needs to know, beside its schema (console §5). */

/** `duration`: seconds written as text. `json`: text that must be JSON once it is rendered. */
export type HintedKind = 'duration' | 'json' | 'media' | 'flow' | 'variables';

export interface Hint {
  readonly kind?: HintedKind;
  /** Folded away until it holds a value. */
  readonly isAdvanced?: boolean;
}

type Hints = { readonly [key: string]: Hint };

const duration: Hint = { kind: 'duration' };
const json: Hint = { kind: 'json' };
const media: Hint = { kind: 'media' };
const advanced: Hint = { isAdvanced: true };

const message: Hints = {
  media_url: media,
  service: advanced,
  channel: advanced,
  attributes: { ...json, ...advanced },
  shorten_urls: advanced,
  save_response_as: advanced,
};

const byType: { readonly [type: string]: Hints } = {
  'send-message': message,
  'send-and-wait-for-reply': { ...message, timeout: duration },
  'send-to-flex': { attributes: json, timeout: duration, waitUrl: advanced, waitUrlMethod: advanced },
  'add-twiml-redirect': { timeout: duration },
  'set-variables': { variables: { kind: 'variables' } },
  'run-subflow': { flow_sid: { kind: 'flow' }, parameters: { kind: 'variables' } },
  'run-function': { service_sid: advanced, environment_sid: advanced, function_sid: advanced },
  'run-function-v2': { service_sid: advanced, environment_sid: advanced, function_sid: advanced },
  'say-play': { play: media },
  'gather-input-on-call': {
    play: media,
    gather_language: advanced,
    hints: advanced,
    profanity_filter: advanced,
    speech_model: advanced,
    speech_timeout: advanced,
    save_response_as: advanced,
  },
  'connect-call-to': {
    time_limit: { ...duration, ...advanced },
    sip_endpoint: advanced,
    sip_username: advanced,
    sip_password: advanced,
  },
  'enqueue-call': { task_attributes: json, wait_url: advanced, wait_url_method: advanced },
  'make-outgoing-call-v2': {
    recording_channels: advanced,
    recording_status_callback: advanced,
    trim: advanced,
    detect_answering_machine: advanced,
    machine_detection: advanced,
    machine_detection_timeout: { ...duration, ...advanced },
    machine_detection_speech_threshold: advanced,
    machine_detection_speech_end_threshold: advanced,
    machine_detection_silence_timeout: advanced,
    send_digits: advanced,
    sip_auth_username: advanced,
    sip_auth_password: advanced,
  },
  'record-voicemail': { transcription_callback_url: advanced, recording_status_callback_url: advanced },
  'record-call': {
    recording_status_callback: advanced,
    recording_status_callback_method: advanced,
    recording_status_callback_events: advanced,
  },
  'start-conversation': { attributes: { ...json, ...advanced } },
  'send-to-auto-pilot': { chat_attributes: json },
};

const none: Hint = {};

export function hintOf(type: string, key: string): Hint {
  const hints = Object.hasOwn(byType, type) ? byType[type] : undefined;
  return (hints && Object.hasOwn(hints, key) ? hints[key] : undefined) ?? none;
}

/** Properties of which one is used, each with what belongs to it alone. */
export interface Alternatives {
  /** Under which texts its names stand. */
  readonly name: 'say-play' | 'gather-input-on-call' | 'enqueue-call' | 'message';
  readonly options: readonly { readonly key: string; readonly keys: readonly string[]; readonly value?: string }[];
  /** Property that says which one it is; where there is none, the first that holds a value is. */
  readonly chosenBy?: string;
}

const messageAlternatives: Alternatives = {
  name: 'message',
  chosenBy: 'message_type',
  options: [
    { key: 'body', keys: ['body', 'media_url'], value: 'custom' },
    { key: 'content_sid', keys: ['content_sid', 'content_variables'], value: 'content_template' },
  ],
};

const alternatives: { readonly [type: string]: Alternatives } = {
  'send-message': messageAlternatives,
  'send-and-wait-for-reply': messageAlternatives,
  'say-play': {
    name: 'say-play',
    options: [
      { key: 'say', keys: ['say'] },
      { key: 'play', keys: ['play'] },
      { key: 'digits', keys: ['digits'] },
    ],
  },
  'gather-input-on-call': {
    name: 'gather-input-on-call',
    options: [
      { key: 'say', keys: ['say'] },
      { key: 'play', keys: ['play'] },
    ],
  },
  'enqueue-call': {
    name: 'enqueue-call',
    options: [
      { key: 'queue_name', keys: ['queue_name'] },
      { key: 'workflow_sid', keys: ['workflow_sid', 'task_attributes', 'priority', 'timeout'] },
    ],
  },
};

export function alternativesOf(type: string): Alternatives | undefined {
  return Object.hasOwn(alternatives, type) ? alternatives[type] : undefined;
}
