/** `type: telnyx`: Telnyx's messaging API, and TeXML for calls. */
import { Type } from 'typebox';
import { telnyxCarrier } from '../../carriers/telnyx/index.ts';
import { defineCarrierType, messagesPerSecond } from './carrier-type.ts';

export const telnyxType = defineCarrierType({
  settings: Type.Object(
    {
      type: Type.Literal('telnyx', { description: 'Telnyx' }),
      base_url: Type.Optional(
        Type.String({
          pattern: '^https?://[^?#]+$',
          description: 'Address of the API without its version, where it is not the usual one',
        }),
      ),
      api_key: Type.String({ minLength: 1, description: 'API key of the account' }),
      public_key: Type.String({
        minLength: 1,
        description: 'Public key of the account, by which its webhooks are known (base64)',
      }),
      messaging_profile_id: Type.Optional(
        Type.String({
          minLength: 1,
          description:
            'Messaging profile: sends for messaging services and names, and holds the address of the webhook',
        }),
      ),
      connection_id: Type.Optional(
        Type.String({ minLength: 1, description: 'TeXML application that answers calls; its digits in quotes' }),
      ),
      account_id: Type.Optional(
        Type.String({ minLength: 1, description: 'Account that calls are made in, as TeXML names it in `AccountSid`' }),
      ),
      messages_per_second: messagesPerSecond,
    },
    { additionalProperties: false },
  ),
  urls: ({ base_url: url }) => [url],
  open(settings, ports) {
    const { base_url: baseUrl, messaging_profile_id: messagingProfileId, connection_id: connectionId } = settings;
    const { account_id: accountId } = settings;
    return telnyxCarrier({
      ...ports,
      apiKey: settings.api_key,
      publicKey: settings.public_key,
      ...(baseUrl === undefined ? {} : { baseUrl }),
      ...(messagingProfileId === undefined ? {} : { messagingProfileId }),
      ...(connectionId === undefined ? {} : { connectionId }),
      ...(accountId === undefined ? {} : { accountId }),
    });
  },
});
