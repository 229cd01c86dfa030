/** `numbers` of atelier.yaml: what answers on each number, and by which carrier. */
import { type Static, Type } from 'typebox';

/** Numbers and channel addresses, such as `whatsapp:+15551234567` or a short code. */
export const addressPattern = '^(?:[a-z]+:)?\\+?[0-9]{3,15}$';

export const numbersSection = Type.Record(
  Type.String({ pattern: addressPattern }),
  Type.Object(
    {
      carrier: Type.Optional(Type.String({ description: 'Name of a carrier; `default_carrier` unless said' })),
      flow: Type.Optional(Type.String({ minLength: 1, description: 'SID or friendly name of the flow that answers' })),
      account: Type.Optional(
        Type.String({ pattern: '^AC[0-9a-fA-F]{32}$', description: 'SID of the account; the main one unless said' }),
      ),
      messages_per_second: Type.Optional(
        Type.Number({ minimum: 0.001, maximum: 1000, description: 'Messages it may send; more wait their turn' }),
      ),
    },
    { additionalProperties: false },
  ),
  { description: 'Own numbers in quotes, each with the flow that answers and its carrier' },
);

export type NumbersSection = Static<typeof numbersSection>;
