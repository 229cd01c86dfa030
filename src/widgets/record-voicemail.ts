/** Record Voicemail: records what the caller says. */

import { isFinalCallStatus } from '../engine/call.ts';
import type { WebhookParams } from '../engine/events.ts';
import { booleanText, choiceOrTemplate, fields, flag, integer, optional, template } from '../engine/fields.ts';
import type { JsonObject } from '../engine/json.ts';
import { defineWidget, transition, wait } from '../engine/widget.ts';
import { buildTwiml, element } from '../twiml/index.ts';
import { callOutputs } from './call-outputs.ts';
import { actionOf, readerOf, redirectTo } from './call-twiml.ts';

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
    Sid: 'SID of the recording',
    Uri: 'Its place in the REST API',
    Digits: 'Finish key, or `hangup`',
    ...callOutputs,
  },
  example: { timeout: 5, max_length: 120, play_beep: 'true', trim: 'trim-silence', transcribe: false },
  worked: {
    start: { event: 'incomingCall' },
    inputs: [
      {
        flowEvent: 'record',
        params: {
          RecordingUrl: 'https://example.com/Recordings/RE00000000000000000000000000000001',
          RecordingSid: 'RE00000000000000000000000000000001',
          RecordingDuration: '7',
          Digits: '#',
        },
      },
    ],
    event: 'recordingComplete',
  },
  needsCall: true,

  enter(context) {
    const { text, number, flag } = readerOf(context);
    const isTranscribed = flag('transcribe', false);
    const record = element('Record', {
      ...actionOf(context, 'record'),
      timeout: String(number('timeout', 5)),
      // Always said: TwiML's own default is any key (inferred, voice page §6).
      finishOnKey: text('finish_on_key') ?? '',
      maxLength: String(number('max_length', 3600)),
      trim: text('trim') ?? 'trim-silence',
      playBeep: String(flag('play_beep', true)),
      transcribe: String(isTranscribed),
      transcribeCallback: isTranscribed ? text('transcription_callback_url') : undefined,
      recordingStatusCallback: text('recording_status_callback_url'),
    });
    return wait({ twiml: buildTwiml([record, redirectTo(context, 'noAudio')]) });
  },

  on: {
    flowEvent({ name, params, settings }) {
      if (name !== 'record') return undefined;
      const output = recordingOutput(params);
      if (params.Digits === 'hangup' || isFinalCallStatus(params.CallStatus)) {
        return transition('hangup', output, { endsCall: true });
      }
      if (settings.legacyNoAudio && params.RecordingDuration === '0') return transition('noAudio');
      return transition('recordingComplete', output);
    },
    hangUp: () => transition('hangup'),
  },
});

/** The parameters, and the recording by the names that the vendor's page gives it (voice page §6). */
function recordingOutput(params: WebhookParams): JsonObject {
  const { RecordingSid: sid, AccountSid: account } = params;
  if (typeof sid !== 'string') return params;
  return { ...params, Sid: sid, Uri: `/2010-04-01/Accounts/${account}/Recordings/${sid}.json` };
}
