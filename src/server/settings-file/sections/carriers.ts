/** `carriers` of atelier.yaml: the ways to the telephone network. */
import { type Static, Type } from 'typebox';

const closed = { additionalProperties: false };

const twilio = Type.Object(
  {
    type: Type.Literal('twilio', { description: 'Twilio, or a service with the same API' }),
    preset: Type.Optional(
      Type.Union([Type.Literal('twilio'), Type.Literal('signalwire'), Type.Literal('somleng')], {
        description: 'Whose API it is',
        default: 'twilio',
      }),
    ),
    base_url: Type.Optional(Type.String({ pattern: '^https?://', description: 'Address of the API' })),
    account_sid: Type.Optional(Type.String({ minLength: 1, description: 'Account SID' })),
    auth_token: Type.Optional(Type.String({ minLength: 1, description: 'Auth token' })),
    space: Type.Optional(Type.String({ minLength: 1, description: 'Space at SignalWire' })),
    project: Type.Optional(Type.String({ minLength: 1, description: 'Project at SignalWire' })),
    api_token: Type.Optional(Type.String({ minLength: 1, description: 'API token at SignalWire' })),
    signing_key: Type.Optional(Type.String({ minLength: 1, description: 'Signing key at SignalWire' })),
  },
  closed,
);

const telnyx = Type.Object(
  {
    type: Type.Literal('telnyx', { description: 'Telnyx' }),
    api_key: Type.String({ minLength: 1, description: 'API key' }),
    public_key: Type.Optional(Type.String({ minLength: 1, description: 'Key that webhooks are checked with' })),
    messaging_profile_id: Type.Optional(Type.String({ minLength: 1, description: 'Messaging profile' })),
    connection_id: Type.Optional(Type.String({ minLength: 1, description: 'TeXML application' })),
  },
  closed,
);

const http = Type.Object({
  type: Type.Literal('http', { description: 'Any gateway with an HTTP API' }),
  send: Type.Object({ url: Type.String({ pattern: '^https?://', description: 'Where a message is posted to' }) }),
});

export const carriersSection = Type.Record(Type.String({ minLength: 1 }), Type.Union([twilio, telnyx, http]), {
  description: 'Carriers by a name of your own',
});

export type CarriersSection = Static<typeof carriersSection>;
