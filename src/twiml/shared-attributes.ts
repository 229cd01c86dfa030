/** Attributes that several verbs have. */

/** Where the SDK's list of attributes is the only description. */
export const sdkSource = 'https://github.com/twilio/twilio-node/blob/main/src/twiml/VoiceResponse.ts';

export const text = { type: 'text' } as const;

export const url = { type: 'url' } as const;

/** A tag of BCP 47. */
export const language = {
  type: 'text',
  form: { pattern: /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, says: 'a language, such as en-US' },
} as const;

/** How an address is requested. */
export const method = { type: 'choice', values: ['GET', 'POST'], default: 'POST' } as const;

export const boolean = { type: 'boolean' } as const;

export const off = { ...boolean, default: 'false' } as const;

export const on = { ...boolean, default: 'true' } as const;

/** Keys to send; `w` waits half a second, `W` a whole one. */
export const tones = {
  type: 'text',
  form: { pattern: /^[0-9A-D#*wW]+$/, says: 'keys of 0-9, A-D, # and *, with w and W to wait' },
} as const;

/** From when on a call is recorded, and whether each side by itself. */
export const callRecording = {
  type: 'choice',
  values: [
    'do-not-record',
    'record-from-answer',
    'record-from-ringing',
    'record-from-answer-dual',
    'record-from-ringing-dual',
  ],
  synonyms: { true: 'record-from-answer', false: 'do-not-record' },
} as const;

/** Whether silence at both ends of a recording goes. */
export const silence = { type: 'choice', values: ['trim-silence', 'do-not-trim'] } as const;

/** Which side of a call goes to a recording. */
export const recordedTrack = { type: 'choice', values: ['both', 'inbound', 'outbound'], default: 'both' } as const;

/** Which side of a call goes to a stream. */
export const streamedTracks = ['inbound_track', 'outbound_track', 'both_tracks'] as const;

/** Where a recording is reported. */
export const recordingCallback = {
  recordingStatusCallback: url,
  recordingStatusCallbackMethod: method,
  recordingStatusCallbackEvent: {
    type: 'list',
    separator: ' ',
    values: ['in-progress', 'completed', 'absent'],
    default: 'completed',
    invalidCode: 13621,
  },
} as const;

/** Where the way of a dialled call is reported. */
export const callProgress = {
  statusCallback: url,
  statusCallbackMethod: method,
  statusCallbackEvent: {
    type: 'list',
    separator: ' ',
    values: ['initiated', 'ringing', 'answered', 'completed'],
    default: 'completed',
  },
} as const;

/**
 * Whether a person or a machine picked up. Defaults are those of the API for calls (carrier page §C2); times but the first
 * in milliseconds, with the ranges of the API's reference (known).
 */
export const machineDetection = {
  machineDetection: { type: 'choice', values: ['Enable', 'DetectMessageEnd'], source: sdkSource },
  machineDetectionTimeout: { type: 'integer', minimum: 3, maximum: 120, default: '30', source: sdkSource },
  machineDetectionSpeechThreshold: {
    type: 'integer',
    minimum: 1000,
    maximum: 6000,
    default: '2400',
    source: sdkSource,
  },
  machineDetectionSpeechEndThreshold: {
    type: 'integer',
    minimum: 500,
    maximum: 5000,
    default: '1200',
    source: sdkSource,
  },
  machineDetectionSilenceTimeout: {
    type: 'integer',
    minimum: 2000,
    maximum: 10_000,
    default: '5000',
    source: sdkSource,
  },
  amdStatusCallback: { ...url, source: sdkSource },
  amdStatusCallbackMethod: { ...method, source: sdkSource },
} as const;
