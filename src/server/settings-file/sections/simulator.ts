/** `simulator` of atelier.yaml: how strict the built-in network is. */
import { type Static, Type } from 'typebox';
import { answeredByValues } from '../../../carriers/network-calls.ts';

const handset = Type.Object(
  {
    answer: Type.Union(
      [
        Type.Literal(true),
        Type.Literal('true'),
        Type.Literal('busy'),
        Type.Literal('no-answer'),
        Type.Literal('reject'),
        Type.Literal('failed'),
      ],
      { description: 'Takes the call, or does not' },
    ),
    after_seconds: Type.Optional(Type.Number({ description: 'How long it rings first', minimum: 0, default: 0 })),
    answered_by: Type.Optional(
      Type.Union(
        answeredByValues.map((value) => Type.Literal(value)),
        { description: 'Who takes the call, for flows that want to know' },
      ),
    ),
  },
  { additionalProperties: false },
);

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
    handsets: Type.Optional(
      Type.Record(Type.String(), handset, {
        description: 'What handsets do by themselves when they ring, by their number; `*` for all others',
      }),
    ),
    fetch_media: Type.Optional(
      Type.Boolean({ description: 'Media of messages is fetched first: what cannot be had fails', default: false }),
    ),
  },
  { additionalProperties: false, description: 'The built-in telephone network' },
);

export type SimulatorSection = Static<typeof simulatorSection>;
