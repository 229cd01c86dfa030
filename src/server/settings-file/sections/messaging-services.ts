/** `messaging_services` of atelier.yaml: senders that stand behind one SID. */
import { type Static, Type } from 'typebox';
import { addressPattern } from './numbers.ts';

export const messagingServicesSection = Type.Record(
  Type.String({ pattern: '^MG[0-9a-fA-F]{32}$' }),
  Type.Object(
    {
      carrier: Type.Optional(Type.String({ description: 'Name of a carrier; `default_carrier` unless said' })),
      flow: Type.Optional(
        Type.String({ minLength: 1, description: 'SID or friendly name of the flow that answers its numbers' }),
      ),
      numbers: Type.Optional(
        Type.Array(Type.String({ pattern: addressPattern }), { description: 'Its senders, in quotes' }),
      ),
      messages_per_second: Type.Optional(
        Type.Number({ minimum: 0.001, maximum: 1000, description: 'Messages it may send; more wait their turn' }),
      ),
    },
    { additionalProperties: false },
  ),
  { description: 'Messaging services by their SID (MG…)' },
);

export type MessagingServicesSection = Static<typeof messagingServicesSection>;
