/** `products` of atelier.yaml: who keeps tasks, conversations and documents. */
import { type Static, Type } from 'typebox';

const closed = { additionalProperties: false };

const carrier = Type.String({ minLength: 1, description: 'Carrier of type twilio whose account is used' });

const url = (what: string, usual: string) =>
  Type.Optional(Type.String({ pattern: '^https?://', description: `Address of ${what}`, default: usual }));

const local = (what: string) =>
  Type.Object({ adapter: Type.Literal('local', { description: `${what} on this machine` }) }, closed);

const atTwilio = Type.Literal('twilio', { description: 'At Twilio, in the account of a carrier' });

const tasks = Type.Object(
  {
    adapter: atTwilio,
    carrier,
    workspace: Type.String({ pattern: '^WS[0-9a-fA-F]{32}$', description: 'TaskRouter workspace, WS…' }),
    taskrouter_url: url('TaskRouter', 'https://taskrouter.twilio.com/v1'),
    flex_url: url('the Interactions API', 'https://flex-api.twilio.com/v1'),
  },
  closed,
);

const conversations = Type.Object(
  { adapter: atTwilio, carrier, url: url('Conversations', 'https://conversations.twilio.com/v1') },
  closed,
);

const documents = Type.Object({ adapter: atTwilio, carrier, url: url('Sync', 'https://sync.twilio.com/v1') }, closed);

export const productsSection = Type.Object(
  {
    tasks: Type.Optional(Type.Union([local('A task inbox'), tasks], { description: 'Tasks of Flex and TaskRouter' })),
    conversations: Type.Optional(
      Type.Union([local('Conversations'), conversations], { description: 'Conversations and chat channels' }),
    ),
    documents: Type.Optional(Type.Union([local('Documents'), documents], { description: 'Documents of Sync' })),
  },
  { additionalProperties: false, description: 'Products that flows hand over to; on this machine unless said' },
);

export type ProductsSection = Static<typeof productsSection>;
