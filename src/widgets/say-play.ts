/** Say/Play: speaks a text, plays a file or sends tones on the live call. */
import { fields, integer, optional, template } from '../engine/fields.ts';
import { nonNull } from '../engine/json.ts';
import { defineWidget, transition, type WidgetContext, wait } from '../engine/widget.ts';
import { buildTwiml, element, type TwimlElement } from '../twiml/index.ts';
import { callOutputs } from './call-outputs.ts';
import { readerOf, redirectTo } from './call-twiml.ts';
import { spoken } from './spoken.ts';

export const sayPlay = defineWidget({
  type: 'say-play',
  title: 'Say/Play',
  summary: 'Speaks a text, plays an audio file or sends tones on the call, then goes on.',
  source: 'https://www.twilio.com/docs/studio/widget-library/sayplay',
  channels: ['call'],
  // One of say, play and digits; of several, say wins over play, play over digits (inferred, voice page §1).
  properties: fields({
    say: optional(template({ title: 'Text to say', description: 'Text or SSML', lines: 3 })),
    play: optional(template({ title: 'URL of audio file' })),
    digits: optional(template({ title: 'Digits', description: '0-9 A-D # * and w (0.5 s), W (1 s) for pauses' })),
    loop: optional(integer({ title: 'Times to repeat', default: 1, minimum: 1, maximum: 99 })),
    voice: optional(template({ title: 'Voice', description: 'E.g. Polly.Joanna; "default" is the account\'s' })),
    language: optional(template({ title: 'Language', description: 'E.g. en-US; "default" is the account\'s' })),
  }),
  events: { audioComplete: 'The audio has been played to its end' },
  outputs: { language: 'Configured language', voice: 'Configured voice', ...callOutputs },
  example: { say: 'Hello {{contact.channel.address}}', loop: 1, voice: 'Polly.Joanna', language: 'en-US' },
  worked: {
    start: { event: 'incomingCall' },
    inputs: [{ flowEvent: 'audioComplete' }],
    event: 'audioComplete',
  },
  needsCall: true,

  enter(context) {
    const { text } = readerOf(context);
    const configured = { language: text('language') ?? null, voice: text('voice') ?? null };
    const heard = [...spoken(context), ...tones(context)].slice(0, 1);
    return wait({
      twiml: buildTwiml([...heard, redirectTo(context, 'audioComplete')]),
      memory: nonNull(configured, ['language', 'voice']),
    });
  },

  on: {
    flowEvent({ name, params, memory }) {
      return name === 'audioComplete' ? transition('audioComplete', { ...memory, ...params }) : undefined;
    },
  },
});

function tones(context: WidgetContext<'digits'>): TwimlElement[] {
  const digits = readerOf(context).text('digits');
  return digits === undefined ? [] : [element('Play', { digits })];
}
