import { method, sdkSource, streamedTracks, text, url } from '../../shared-attributes.ts';
import { defineVerb } from '../../verb.ts';
import { parameter } from '../parameter.ts';

const attributes = {
  /** Of a WebSocket, wss. */
  url,
  name: text,
  statusCallback: url,
  statusCallbackMethod: method,
  connectorName: { ...text, source: sdkSource },
  audioFormat: { ...text, source: sdkSource },
  sampleRate: { ...text, source: sdkSource },
} as const;

const source = 'https://www.twilio.com/docs/voice/twiml/stream';

export const stream = defineVerb({
  name: 'Stream',
  summary: 'The sound of the call, sent to a WebSocket while the call goes on.',
  attributes: {
    ...attributes,
    track: { type: 'choice', values: streamedTracks, default: 'inbound_track', invalidCode: 31941 },
  },
  children: [parameter],
  source,
});

export const twoWayStream = defineVerb({
  name: 'Stream',
  summary: 'The sound of the caller, sent to a WebSocket that answers with sound.',
  attributes: {
    ...attributes,
    track: {
      type: 'choice',
      values: ['inbound_track', 'outbound_track'],
      default: 'inbound_track',
      invalidCode: 31941,
    },
  },
  children: [parameter],
  source,
});
