/** Fork Stream: copies the audio of the call to a stream, or stops that. */
import { choice, fields, keyValues, optional, template } from '../engine/fields.ts';
import { defineWidget } from '../engine/widget.ts';
import { notYet } from './not-yet.ts';

export const forkStream = defineWidget({
  type: 'fork-stream',
  title: 'Fork Stream',
  summary: 'Starts or stops copying the audio of the call to a WebSocket or a SIPREC recorder.',
  source: 'https://www.twilio.com/docs/studio/widget-library/fork-stream',
  channels: ['call'],
  properties: fields({
    stream_action: choice(['start', 'stop'], { title: 'Action', default: 'start' }),
    stream_transport_type: optional(choice(['websocket', 'siprec'], { title: 'Transport', default: 'websocket' })),
    stream_name: optional(template({ title: 'Name', description: 'Needed to stop the stream' })),
    stream_url: optional(template({ title: 'URL', description: 'wss:// only; for websocket' })),
    stream_connector: optional(template({ title: 'Connector', description: 'For siprec' })),
    stream_track: optional(
      choice(['inbound_track', 'outbound_track', 'both_tracks'], { title: 'Track', default: 'inbound_track' }),
    ),
    stream_parameters: optional(keyValues({ title: 'Parameters' })),
  }),
  events: { next: 'The stream was started or stopped' },
  example: {
    stream_action: 'start',
    stream_transport_type: 'websocket',
    stream_name: 's1',
    stream_url: 'wss://audio.example.com/in',
    stream_track: 'both_tracks',
  },
  ...notYet('Fork Stream needs a live call, which no carrier connects so far.'),
});
