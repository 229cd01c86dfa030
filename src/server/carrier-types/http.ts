/** `type: http`: any SMS gateway, described request by request. See docs/carrier-http.md. */
import { Type } from 'typebox';
import { baseOf, gatewayCarrier, reportedStatuses } from '../../carriers/http/index.ts';
import type { JsonObject } from '../../engine/json.ts';
import { defineCarrierType, messagesPerSecond } from './carrier-type.ts';

const text = (description: string) => Type.String({ minLength: 1, description });
const optional = (description: string) => Type.Optional(text(description));
const closed = { additionalProperties: false };

const url = (description: string) => Type.String({ pattern: '^https?://\\S+$', description });
const headers = (description: string) =>
  Type.Optional(Type.Record(Type.String({ pattern: '^[A-Za-z0-9-]+$' }), Type.String(), { description }));
const format = Type.Optional(
  Type.Union([Type.Literal('json'), Type.Literal('form')], {
    description: 'A JSON body, or a form or query',
    default: 'json',
  }),
);
const field = 'JSON pointer (/data/from), or name of the parameter in a form';

const send = Type.Object(
  {
    url: url('Where messages are sent to; may hold placeholders behind the host'),
    method: Type.Optional(
      Type.Union([Type.Literal('POST'), Type.Literal('PUT'), Type.Literal('GET')], {
        description: 'Method of the request',
        default: 'POST',
      }),
    ),
    headers: headers('Headers, with placeholders; credentials stand here'),
    body: Type.Optional(
      Type.Unsafe<string | JsonObject>({
        anyOf: [{ type: 'string' }, { type: 'object', additionalProperties: true }],
        description: 'Fields with placeholders, sent as JSON or as a form; or a text with placeholders',
      }),
    ),
    content_type: Type.Optional(
      Type.String({ minLength: 1, description: 'Media type of the body', default: 'application/json' }),
    ),
    answer: Type.Optional(
      Type.Object(
        {
          success: Type.Optional(
            Type.Array(Type.Integer({ minimum: 200, maximum: 299 }), {
              description: 'Statuses of a message that was taken; 200 to 299 unless said',
            }),
          ),
          id: optional('Where the id of the message stands: JSON pointer, or regular expression with a group'),
          error: optional('Where a refusal says why: JSON pointer, or regular expression with a group'),
          code: optional('Where a refusal has its code: JSON pointer, or regular expression with a group'),
        },
        { ...closed, description: 'How an answer is read' },
      ),
    ),
  },
  { ...closed, description: 'How a message is sent' },
);

const find = Type.Object(
  {
    url: url('Where a message is asked for, with {{key}} or {{sid}} in it'),
    headers: headers('Headers, with placeholders'),
    id: text('Where its id stands: JSON pointer, or regular expression with a group; nothing there: it was not sent'),
  },
  { ...closed, description: 'How the gateway is asked what became of a message, where it can be' },
);

const inbound = Type.Object(
  {
    secret: Type.String({
      minLength: 12,
      description: 'What the requests of the gateway carry, twelve characters or more',
    }),
    header: optional('Header that holds the secret; else it is the parameter token of the URL'),
    format,
    fields: Type.Object(
      {
        from: text(`Number of the contact: ${field}`),
        to: optional('Own number; the number of the carrier unless said'),
        body: text('Text of the message'),
        id: optional('Id of the message: by it, one that comes twice is taken once'),
        media: optional('Address of a file, or a list of them'),
      },
      { ...closed, description: 'Where a message says what' },
    ),
  },
  { ...closed, description: 'What the gateway posts to /carriers/<name>' },
);

const status = Type.Object(
  {
    format,
    fields: Type.Object(
      {
        id: text(`Id of the message, as its answer gave it: ${field}`),
        status: text('Word for how it fares'),
        error: optional('Code of a failure'),
      },
      { ...closed, description: 'Where a report says what' },
    ),
    map: Type.Optional(
      Type.Record(Type.String(), Type.Union(reportedStatuses.map((each) => Type.Literal(each))), {
        description: "The gateway's words → Twilio's statuses; other words are passed over",
      }),
    ),
  },
  { ...closed, description: 'How the gateway reports what became of a message' },
);

export const httpType = defineCarrierType({
  settings: Type.Object(
    {
      type: Type.Literal('http', { description: 'Any SMS gateway' }),
      number: optional('Own number, in quotes: where a message names no sender, and a webhook no recipient'),
      send,
      find: Type.Optional(find),
      inbound: Type.Optional(inbound),
      status: Type.Optional(status),
      codes: Type.Optional(
        Type.Record(Type.String(), Type.Integer({ minimum: 10_000, maximum: 99_999 }), {
          description: "The gateway's error codes → Twilio's",
        }),
      ),
      messages_per_second: messagesPerSecond,
    },
    closed,
  ),
  urls: (settings) => [baseOf(settings.send.url), settings.find && baseOf(settings.find.url)],
  open: (settings, ports) => gatewayCarrier(settings, ports),
});
