/** Fork Stream: copies the audio of the call to a stream, or stops that. */
import { choice, fields, keyValues, optional, template } from '../engine/fields.ts';
import { defineWidget, transition, type WidgetContext, wait } from '../engine/widget.ts';
import { buildTwiml, element, type TwimlElement } from '../twiml/index.ts';
import { namedValues, readerOf, redirectTo } from './call-twiml.ts';

const properties = fields({
  stream_action: choice(['start', 'stop'], { title: 'Action', default: 'start' }),
  stream_transport_type: optional(choice(['websocket', 'siprec'], { title: 'Transport', default: 'websocket' })),
  stream_name: optional(template({ title: 'Name', description: 'Needed to stop the stream' })),
  stream_url: optional(template({ title: 'URL', description: 'wss:// only; for websocket' })),
  stream_connector: optional(template({ title: 'Connector', description: 'For siprec' })),
  stream_track: optional(
    choice(['inbound_track', 'outbound_track', 'both_tracks'], { title: 'Track', default: 'inbound_track' }),
  ),
  stream_parameters: optional(keyValues({ title: 'Parameters' })),
});

type ForkContext = WidgetContext<Extract<keyof (typeof properties)['properties'], string>>;

export const forkStream = defineWidget({
  type: 'fork-stream',
  title: 'Fork Stream',
  summary: 'Starts or stops copying the audio of the call to a WebSocket or a SIPREC recorder.',
  source: 'https://www.twilio.com/docs/studio/widget-library/fork-stream',
  channels: ['call'],
  properties,
  events: { next: 'The stream was started or stopped' },
  example: {
    stream_action: 'start',
    stream_transport_type: 'websocket',
    stream_name: 's1',
    stream_url: 'wss://audio.example.com/in',
    stream_track: 'both_tracks',
  },
  worked: { start: { event: 'incomingCall' }, inputs: [{ flowEvent: 'next' }], event: 'next' },
  needsCall: true,

  enter: (context) => wait({ twiml: buildTwiml([verbOf(context), redirectTo(context, 'next')]) }),

  on: {
    // It shows nothing of the call (voice page §10).
    flowEvent: ({ name }) => (name === 'next' ? transition('next') : undefined),
  },
});

/** The form of SIPREC and that of stopping are inferred (voice page §10). */
function verbOf(context: ForkContext): TwimlElement {
  const { text } = readerOf(context);
  const isSiprec = text('stream_transport_type') === 'siprec';
  const noun = isSiprec ? 'Siprec' : 'Stream';
  const name = text('stream_name');
  if (text('stream_action') === 'stop') return element('Stop', {}, element(noun, { name }));
  const to = isSiprec ? { connectorName: text('stream_connector') } : { url: text('stream_url') };
  const track = text('stream_track') ?? 'inbound_track';
  const { properties: given, render } = context;
  const parameters = namedValues('Parameter', given.stream_parameters, render);
  return element('Start', {}, element(noun, { name, ...to, track }, ...parameters));
}
