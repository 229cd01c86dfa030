/** `streams` of atelier.yaml: where events go (docs/event-streams.md). */
import { type Static, Type } from 'typebox';
import { debuggerType, eventTypes } from '../../../streams/events.ts';

const common = {
  name: Type.String({ minLength: 1, description: 'Unique; its place in the log is kept under it' }),
  types: Type.Optional(
    Type.Array(Type.Union([...eventTypes, debuggerType].map((type) => Type.Literal(type))), {
      minItems: 1,
      description: 'Events it wants; all of its kind unless said',
    }),
  ),
  flows: Type.Optional(
    Type.Array(Type.String({ pattern: '^FW[0-9a-fA-F]{32}$' }), { description: 'Only these flows' }),
  ),
  account: Type.Optional(Type.String({ description: 'Only this account' })),
  batch_events: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 1000, description: 'Events of one delivery', default: 100 }),
  ),
  batch_ms: Type.Optional(
    Type.Integer({ minimum: 0, maximum: 60_000, description: 'How long a delivery may wait to grow', default: 200 }),
  ),
};

const url = Type.String({ pattern: '^https?://', description: 'Where events are posted to' });
const secret = Type.Optional(
  Type.String({ description: "Key of the signature; the main account's token unless said" }),
);

const closed = { additionalProperties: false };
const kind = { description: 'Kind of sink' };

export const streamsSection = Type.Array(
  Type.Union([
    Type.Object({ ...common, type: Type.Literal('webhook', kind), url, secret }, closed),
    Type.Object({ ...common, type: Type.Literal('debugger', kind), url, secret }, closed),
    Type.Object(
      {
        ...common,
        type: Type.Literal('nats', kind),
        servers: Type.Array(Type.String(), { minItems: 1, description: 'Addresses of NATS servers' }),
        subject: Type.String({ minLength: 1, description: 'Subject of a JetStream stream' }),
        token: Type.Optional(Type.String({ description: 'Token of the connection' })),
      },
      closed,
    ),
    Type.Object(
      {
        ...common,
        type: Type.Literal('kafka', kind),
        brokers: Type.Array(Type.String(), { minItems: 1, description: 'host:port of brokers' }),
        topic: Type.String({ minLength: 1, description: 'Topic' }),
        ssl: Type.Optional(Type.Boolean({ description: 'Use TLS' })),
        username: Type.Optional(Type.String({ description: 'User of SASL' })),
        password: Type.Optional(Type.String({ description: 'Password of SASL' })),
        mechanism: Type.Optional(
          Type.Union([Type.Literal('plain'), Type.Literal('scram-sha-256'), Type.Literal('scram-sha-512')], {
            description: 'SASL mechanism',
            default: 'plain',
          }),
        ),
      },
      closed,
    ),
  ]),
  { description: 'Where events of runs are sent to' },
);

export type StreamsSection = Static<typeof streamsSection>;
