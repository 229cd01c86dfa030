import type { Carrier, CarrierWebhooks, WebhookRequest } from '../carrier.ts';
import type { CarrierHttp } from '../http.ts';
import { validateSignature } from '../signature.ts';
import { twilioCalls } from './calls.ts';
import { TwilioClient } from './client.ts';
import { findMessage, sendMessage } from './messages.ts';
import { twilioNumbers } from './numbers.ts';
import { type PresetName, presets, type TwilioPreset } from './presets.ts';

export { type PresetName, presets } from './presets.ts';

export interface TwilioCarrierOptions {
  /** What the operator calls it. */
  readonly name: string;
  readonly preset?: PresetName;
  /** Without a slash at the end; the preset's own when absent. */
  readonly baseUrl?: string;
  readonly space?: string;
  /** Account SID, or project at SignalWire. */
  readonly user: string;
  /** Auth token, or API token at SignalWire. */
  readonly password: string;
  /** Key of its webhooks' signatures: the password unless it has another. */
  readonly signingKey?: string;
  readonly http: CarrierHttp;
  readonly clock: { now(): number };
}

/** Any service with Twilio's REST API. Throws an `Error` when the settings do not say where it is. */
export function twilioCarrier(options: TwilioCarrierOptions): Carrier {
  const { name, user, password, signingKey = password, http, clock } = options;
  const preset: TwilioPreset = presets[options.preset ?? 'twilio'];
  const baseUrl = options.baseUrl ?? preset.baseUrl(options);
  if (baseUrl === undefined) throw new Error(`${preset.title} needs its space, or a base_url`);
  const client = new TwilioClient({
    name,
    baseUrl: baseUrl.replace(/\/+$/, ''),
    user,
    password,
    credentials: preset.credentials,
    http,
    clock,
  });
  return {
    name,
    send: (request) => sendMessage(client, preset, request),
    // A message shows in the list some time after it was taken.
    actsLate: true,
    findSent: (request, sinceMs) => findMessage(client, request, sinceMs, () => clock.now()),
    calls: twilioCalls(client, () => clock.now()),
    webhooks: signedWebhooks(preset.signatureHeader, signingKey),
    numbers: twilioNumbers(client),
    lacks: preset.lacks,
  };
}

/** Webhooks in Twilio's own parameters, signed in its way under a header of the service's. */
function signedWebhooks(header: string, token: string): CarrierWebhooks {
  return {
    recognizes: ({ headers }) => headers[header] !== undefined,
    isAuthentic: (request) =>
      validateSignature({ token, signature: request.headers[header], urls: request.urls, ...signedPart(request) }),
    takesTwiml: true,
  };
}

function signedPart({ headers, body }: WebhookRequest) {
  const type = headers['content-type'] ?? '';
  if (/json/i.test(type)) return { body };
  return { form: body === '' ? [] : [...new URLSearchParams(body)] };
}
