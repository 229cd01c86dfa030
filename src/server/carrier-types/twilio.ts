/** `type: twilio`: Twilio, and services with the same REST API. */
import { Type } from 'typebox';
import { presets, twilioCarrier } from '../../carriers/twilio/index.ts';
import { defineCarrierType } from './carrier-type.ts';

const text = (description: string) => Type.Optional(Type.String({ minLength: 1, description }));

export const twilioType = defineCarrierType({
  settings: Type.Object(
    {
      type: Type.Literal('twilio', { description: 'Twilio, or a service with the same API' }),
      preset: Type.Optional(
        Type.Union([Type.Literal('twilio'), Type.Literal('signalwire'), Type.Literal('somleng')], {
          description: 'Whose API it is',
          default: 'twilio',
        }),
      ),
      base_url: Type.Optional(
        Type.String({
          pattern: '^https?://[^?#]+$',
          description: 'Address of the API up to its version, where it is not the usual one',
        }),
      ),
      account_sid: text('Account SID (Twilio, Somleng)'),
      auth_token: text('Auth token (Twilio, Somleng); also the key of its signatures'),
      space: Type.Optional(
        Type.String({
          pattern: '^[A-Za-z0-9-]+$',
          description: 'Name of the space, without .signalwire.com (SignalWire)',
        }),
      ),
      project: text('Project ID (SignalWire)'),
      api_token: text('API token (SignalWire)'),
      signing_key: text('Key of its signatures (SignalWire); at others, where it is not the auth token'),
      messages_per_second: Type.Optional(
        Type.Number({ minimum: 0.001, maximum: 10_000, description: 'Messages of each sender; more wait their turn' }),
      ),
    },
    { additionalProperties: false },
  ),
  urls: ({ base_url: url }) => [url],
  open(settings, { name, http, clock }) {
    const { preset = 'twilio', base_url: baseUrl, space } = settings;
    const user = settings.project ?? settings.account_sid;
    const password = settings.api_token ?? settings.auth_token;
    if (user === undefined || password === undefined) {
      throw new Error(`it needs ${presets[preset].credentials}`);
    }
    if (preset === 'signalwire' && settings.signing_key === undefined) {
      throw new Error('it needs signing_key: SignalWire signs its webhooks with a key of its own');
    }
    return twilioCarrier({
      name,
      preset,
      user,
      password,
      ...(baseUrl === undefined ? {} : { baseUrl }),
      ...(space === undefined ? {} : { space }),
      ...(settings.signing_key === undefined ? {} : { signingKey: settings.signing_key }),
      http,
      clock,
    });
  },
});
