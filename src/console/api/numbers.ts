/** Own numbers, by the carrier's REST API. */
import { ask, askAll, askJson } from './client.ts';
import { resource } from './record.ts';

export interface PhoneNumber {
  readonly sid: string;
  readonly number: string;
  readonly name: string;
  /** Webhooks; empty: nothing is set. */
  readonly smsUrl: string;
  readonly voiceUrl: string;
  readonly statusCallback: string;
}

const listPath = (accountSid: string) => `/2010-04-01/Accounts/${accountSid}/IncomingPhoneNumbers`;

export async function listNumbers(accountSid: string, signal?: AbortSignal): Promise<readonly PhoneNumber[]> {
  const path = `${listPath(accountSid)}.json?PageSize=500`;
  return (await askAll(path, 'incoming_phone_numbers', signal)).map(present);
}

/** Adds a number to the network that runs here. */
export async function addNumber(accountSid: string, number: string): Promise<PhoneNumber> {
  return present(await askJson(`${listPath(accountSid)}.json`, { form: { PhoneNumber: number } }));
}

/** Where messages or calls go; an empty URL clears it. */
export async function pointNumber(
  accountSid: string,
  sid: string,
  changes: { readonly smsUrl?: string; readonly voiceUrl?: string; readonly statusCallback?: string },
): Promise<PhoneNumber> {
  const form = { SmsUrl: changes.smsUrl, VoiceUrl: changes.voiceUrl, StatusCallback: changes.statusCallback };
  return present(await askJson(`${listPath(accountSid)}/${sid}.json`, { form }));
}

export async function releaseNumber(accountSid: string, sid: string): Promise<void> {
  await ask(`${listPath(accountSid)}/${sid}.json`, { method: 'DELETE' });
}

function present(value: unknown): PhoneNumber {
  const number = resource(value, 'number');
  return {
    sid: number.text('sid'),
    number: number.text('phone_number'),
    name: number.text('friendly_name'),
    smsUrl: number.maybe('sms_url') ?? '',
    voiceUrl: number.maybe('voice_url') ?? '',
    statusCallback: number.maybe('status_callback') ?? '',
  };
}
