/** `simulator` of atelier.yaml: how strict the built-in network is. */
import { type Static, Type } from 'typebox';

export const simulatorSection = Type.Object(
  {
    own_senders_only: Type.Optional(
      Type.Boolean({ description: 'Only own numbers and senders of services may send', default: false }),
    ),
    whatsapp_window: Type.Optional(
      Type.Boolean({
        description: 'On WhatsApp, free words fail (63016) a day after the last message of the contact',
        default: true,
      }),
    ),
    fetch_media: Type.Optional(
      Type.Boolean({ description: 'Media of messages is fetched first: what cannot be had fails', default: false }),
    ),
  },
  { additionalProperties: false, description: 'The built-in telephone network' },
);

export type SimulatorSection = Static<typeof simulatorSection>;
