/** Record Voicemail: records what the caller says. */
import { booleanText, choiceOrTemplate, fields, flag, integer, optional, template } from '../engine/fields.ts';
import { defineWidget } from '../engine/widget.ts';
import { callOutputs } from './call-outputs.ts';
import { notYet } from './not-yet.ts';

export const recordVoicemail = defineWidget({
  type: 'record-voicemail',
  title: 'Record Voicemail',
  summary: 'Records what the caller says; a greeting is a Say/Play before it.',
  source: 'https://www.twilio.com/docs/studio/widget-library/record-voicemail',
  channels: ['call'],
  properties: fields({
    timeout: optional(integer({ title: 'Stop after silence', description: 'Seconds', default: 5 })),
    finish_on_key: optional(template({ title: 'Finish key', description: 'One of 0-9 # *; empty: none' })),
    max_length: optional(
      integer({ title: 'Maximum length', description: 'Seconds', default: 3600, minimum: 1, maximum: 14400 }),
    ),
    transcribe: optional(flag({ title: 'Transcribe', default: false })),
    transcription_callback_url: optional(template({ title: 'Transcription callback URL' })),
    trim: optional(
      choiceOrTemplate(['trim-silence', 'do-not-trim'], { title: 'Trim silence', default: 'trim-silence' }),
    ),
    play_beep: optional(booleanText({ title: 'Play a beep', default: 'true' })),
    recording_status_callback_url: optional(template({ title: 'Recording status callback URL' })),
  }),
  events: {
    recordingComplete: 'Something was recorded',
    noAudio: 'Nothing was recorded; fires in older accounts only',
    hangup: 'The caller hung up',
  },
  outputs: {
    RecordingUrl: 'Address of the recording',
    RecordingSid: 'SID of the recording',
    RecordingDuration: 'Seconds recorded',
    Digits: 'Finish key, or `hangup`',
    ...callOutputs,
  },
  example: { timeout: 5, max_length: 120, play_beep: 'true', trim: 'trim-silence', transcribe: false },
  ...notYet('Record Voicemail needs a live call, which no carrier connects so far.'),
});
