/** Gather Input On Call: asks the caller and waits for keys or speech. */
import { booleanText, fields, flag, integer, optional, template, text } from '../engine/fields.ts';
import { defineWidget } from '../engine/widget.ts';
import { callOutputs } from './call-outputs.ts';
import { notYet } from './not-yet.ts';

export const gatherInputOnCall = defineWidget({
  type: 'gather-input-on-call',
  title: 'Gather Input On Call',
  summary: 'Plays a prompt and waits for keys; for speech too, if `speech` is connected.',
  source: 'https://www.twilio.com/docs/studio/widget-library/gather-input-call',
  channels: ['call'],
  properties: fields({
    say: optional(template({ title: 'Text to say', description: 'Text or SSML', lines: 3 })),
    play: optional(template({ title: 'URL of audio file' })),
    voice: optional(template({ title: 'Voice', default: 'alice' })),
    language: optional(template({ title: 'Language', default: 'en-US' })),
    loop: optional(integer({ title: 'Times to repeat', default: 1, minimum: 1, maximum: 99 })),
    timeout: optional(
      integer({ title: 'Stop gathering after', description: 'Seconds', default: 5, minimum: 0, maximum: 30 }),
    ),
    stop_gather: optional(flag({ title: 'Stop gathering on a key', default: true })),
    finish_on_key: optional(template({ title: 'Finish key', description: 'One of 0-9 # *', default: '#' })),
    number_of_digits: optional(
      integer({ title: 'Stop gathering after digits', description: 'Absent: no limit', minimum: 0, maximum: 30 }),
    ),
    gather_language: optional(template({ title: 'Speech recognition language', default: 'en-US' })),
    hints: optional(template({ title: 'Speech recognition hints', description: 'Phrases, comma separated' })),
    profanity_filter: optional(booleanText({ title: 'Profanity filter', default: 'true' })),
    speech_model: optional(
      template({ title: 'Speech model', description: 'E.g. default, numbers_and_commands, phone_call' }),
    ),
    speech_timeout: optional(template({ title: 'Speech timeout', description: 'auto or seconds', default: 'auto' })),
    save_response_as: optional(text({ title: 'Save response as', description: 'Old; has no effect' })),
  }),
  events: {
    keypress: 'Keys were pressed',
    speech: 'Something was said; recognised only if this is connected',
    timeout: 'Neither came in time',
  },
  outputs: {
    Digits: 'Keys pressed, without the finish key',
    SpeechResult: 'What was said',
    Confidence: 'How sure the recognition is, 0.0 to 1.0',
    ...callOutputs,
  },
  example: { say: 'Press 1 for sales.', timeout: 5, stop_gather: true, finish_on_key: '#', number_of_digits: 1 },
  ...notYet('Gather Input On Call needs a live call, which no carrier connects so far.'),
});
