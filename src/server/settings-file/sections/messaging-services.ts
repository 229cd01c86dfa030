/** `messaging_services` of atelier.yaml: senders that stand behind one SID. */
import { type Static, Type } from 'typebox';

/** Numbers and channel addresses, and names such as `ACME` (alphanumeric senders, at most 11 characters). */
const senderPattern = '^(?:(?:[a-z]+:)?\\+?[0-9]{3,15}|(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11})$';

const rule = (description: string) =>
  Type.Optional(
    Type.Object(
      {
        words: Type.Optional(Type.Array(Type.String({ minLength: 1 }), { description: 'Instead of the usual words' })),
        reply: Type.Optional(Type.String({ description: 'Instead of the usual answer; empty: none' })),
      },
      { additionalProperties: false, description },
    ),
  );

export const messagingServicesSection = Type.Record(
  Type.String({ pattern: '^MG[0-9a-fA-F]{32}$' }),
  Type.Object(
    {
      carrier: Type.Optional(Type.String({ description: 'Name of a carrier; `default_carrier` unless said' })),
      flow: Type.Optional(
        Type.String({ minLength: 1, description: 'SID or friendly name of the flow that answers its numbers' }),
      ),
      numbers: Type.Optional(
        Type.Array(Type.String({ pattern: senderPattern }), { description: 'Its senders, in quotes' }),
      ),
      messages_per_second: Type.Optional(
        Type.Number({ minimum: 0.001, maximum: 1000, description: 'Messages it may send; more wait their turn' }),
      ),
      friendly_name: Type.Optional(Type.String({ description: 'Built-in network: what people call it' })),
      inbound_request_url: Type.Optional(
        Type.String({
          pattern: '^https?://\\S+$',
          description: 'Built-in network: where its messages are answered; each number says so itself unless given',
        }),
      ),
      fallback_url: Type.Optional(
        Type.String({ pattern: '^https?://\\S+$', description: 'Built-in network: asked when that one fails' }),
      ),
      status_callback: Type.Optional(
        Type.String({
          pattern: '^https?://\\S+$',
          description: 'Built-in network: told how messages fare that name no other address',
        }),
      ),
      sticky_sender: Type.Optional(
        Type.Boolean({ description: 'Built-in network: a contact keeps hearing from one sender', default: true }),
      ),
      area_code_geomatch: Type.Optional(
        Type.Boolean({ description: 'Built-in network: a sender of the same area code is preferred', default: true }),
      ),
      smart_encoding: Type.Optional(
        Type.Boolean({
          description: 'Built-in network: plain characters instead of those that cost more',
          default: true,
        }),
      ),
      opt_out: Type.Optional(
        Type.Object(
          {
            stop: rule('Who says one of the words hears no more'),
            start: rule('Who says one of the words hears again'),
            help: rule('Who says one of the words is told what to do'),
          },
          {
            additionalProperties: false,
            description: 'Built-in network: advanced opt-out; an empty one has the usual words',
          },
        ),
      ),
    },
    { additionalProperties: false },
  ),
  { description: 'Messaging services by their SID (MG…)' },
);

export type MessagingServicesSection = Static<typeof messagingServicesSection>;
