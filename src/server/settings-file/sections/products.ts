/** `products` of atelier.yaml: who keeps tasks, conversations and documents. */
import { type Static, Type } from 'typebox';

const adapter = (description: string) =>
  Type.Object(
    {
      adapter: Type.Union([Type.Literal('local'), Type.Literal('twilio')], { description: 'Who carries it out' }),
      carrier: Type.Optional(Type.String({ minLength: 1, description: 'Carrier of type twilio, for its credentials' })),
      workspace: Type.Optional(Type.String({ pattern: '^WS[0-9a-fA-F]{32}$', description: 'TaskRouter workspace' })),
    },
    { additionalProperties: false, description },
  );

export const productsSection = Type.Object(
  {
    tasks: Type.Optional(adapter('Tasks of Flex and TaskRouter')),
    conversations: Type.Optional(adapter('Conversations')),
    documents: Type.Optional(adapter('Documents of Sync')),
  },
  { additionalProperties: false, description: 'Products that flows hand over to; on this machine unless said' },
);

export type ProductsSection = Static<typeof productsSection>;
