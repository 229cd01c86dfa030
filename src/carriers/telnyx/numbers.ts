/**
 * Numbers of Telnyx. Messages are answered where the number's messaging profile says, calls where its TeXML application
 * does: both may be shared by many numbers. Source: carrier page §E1.
 */
import type { JsonObject } from '../../engine/json.ts';
import { type CarrierNumber, type CarrierNumbers, CarrierRefused, type NumberTargets } from '../carrier.ts';
import type { RestAnswer } from '../rest-answer.ts';
import type { TelnyxClient } from './client.ts';
import { errorOf, refusalCode } from './errors.ts';
import { listOf, objectOf, textOf } from './json.ts';

const pageSize = 100;

export interface TelnyxNumbersOptions {
  readonly client: TelnyxClient;
  /** What numbers are put behind when they are connected. */
  readonly messagingProfileId: string | undefined;
  readonly connectionId: string | undefined;
}

export function telnyxNumbers({ client, messagingProfileId, connectionId }: TelnyxNumbersOptions): CarrierNumbers {
  /** A profile or an application is asked for once in a listing. */
  const targetsOf = async (rows: readonly JsonObject[]): Promise<CarrierNumber[]> => {
    const asked = new Map<string, Promise<JsonObject>>();
    const found = (path: string) => {
      const known = asked.get(path) ?? client.request('GET', path).then(dataOrNothing);
      asked.set(path, known);
      return known;
    };
    return Promise.all(
      rows.map(async (row) => {
        const profile = textOf(row.messaging_profile_id);
        const connection = textOf(row.connection_id);
        const messaging = profile === '' ? {} : await found(`/v2/messaging_profiles/${encodeURIComponent(profile)}`);
        const voice = connection === '' ? {} : await found(`/v2/texml_applications/${encodeURIComponent(connection)}`);
        return {
          id: textOf(row.id),
          phoneNumber: textOf(row.phone_number),
          friendlyName: textOf(row.customer_reference) || textOf(row.phone_number),
          messageUrl: textOf(messaging.webhook_url),
          voiceUrl: textOf(voice.voice_url),
          statusCallback: textOf(voice.status_callback),
        };
      }),
    );
  };

  return {
    async list() {
      const numbers: CarrierNumber[] = [];
      for (let page = 1; ; page++) {
        const answer = await client.request('GET', `/v2/phone_numbers?page[number]=${page}&page[size]=${pageSize}`);
        refuse(answer);
        const rows = listOf(answer.body.data);
        numbers.push(...(await targetsOf(rows)));
        const pages = Number(objectOf(answer.body.meta).total_pages ?? 1);
        if (rows.length === 0 || page >= pages) return numbers;
      }
    },

    async point(number, targets) {
      const path = `/v2/phone_numbers/${encodeURIComponent(number.id)}`;
      const answer = await client.request('GET', path);
      refuse(answer);
      const row = objectOf(answer.body.data);
      const behind = { profile: textOf(row.messaging_profile_id), connection: textOf(row.connection_id) };
      const changesCalls = targets.voiceUrl !== number.voiceUrl || targets.statusCallback !== number.statusCallback;
      // Without an application calls stay as they are: many numbers only text.
      const calls = changesCalls && (targets.voiceUrl === '' ? behind.connection !== '' : connectionId !== undefined);
      if (targets.messageUrl !== number.messageUrl) {
        await pointMessages(client, number, targets.messageUrl, behind.profile, messagingProfileId);
      }
      if (calls) await pointCalls(client, number, targets, behind.connection, connectionId);
      return { ...number, ...(calls ? targets : {}), messageUrl: targets.messageUrl };
    },
  };
}

/** What stands behind several numbers leads all of them: it is not turned away from where it leads the others. */
async function pointMessages(
  client: TelnyxClient,
  number: CarrierNumber,
  url: string,
  behind: string,
  configured: string | undefined,
): Promise<void> {
  const own = `/v2/phone_numbers/${encodeURIComponent(number.id)}/messaging`;
  const pathOf = (id: string) => `/v2/messaging_profiles/${encodeURIComponent(id)}`;
  const listOfProfile = (id: string) =>
    `/v2/phone_numbers/messaging?filter[messaging_profile_id]=${encodeURIComponent(id)}`;
  if (url === '') {
    if (behind === '') return;
    if (await leadsOthers(client, number, listOfProfile(behind)))
      await change(client, own, { messaging_profile_id: '' });
    else await change(client, pathOf(behind), { webhook_url: null });
    return;
  }
  if (configured === undefined) {
    throw new CarrierRefused('set messaging_profile_id of the carrier: it holds the address of the webhook');
  }
  const answer = await client.request('GET', pathOf(configured));
  refuse(answer);
  const before = textOf(objectOf(answer.body.data).webhook_url);
  if (isElsewhere(before, url) && (await leadsOthers(client, number, listOfProfile(configured)))) {
    throw new CarrierRefused(
      `messaging profile ${configured} leads other numbers to ${before}: empty its webhook URL, or use another profile`,
    );
  }
  if (before !== url) await change(client, pathOf(configured), { webhook_url: url });
  if (behind !== configured) await change(client, own, { messaging_profile_id: configured });
}

async function pointCalls(
  client: TelnyxClient,
  number: CarrierNumber,
  { voiceUrl, statusCallback }: NumberTargets,
  behind: string,
  configured: string | undefined,
): Promise<void> {
  const own = `/v2/phone_numbers/${encodeURIComponent(number.id)}`;
  // An application cannot be without an address: the number is taken from it.
  if (voiceUrl === '' || configured === undefined) return change(client, own, { connection_id: '' });
  const path = `/v2/texml_applications/${encodeURIComponent(configured)}`;
  const answer = await client.request('GET', path);
  refuse(answer);
  const application = objectOf(answer.body.data);
  const before = textOf(application.voice_url);
  const others = `/v2/phone_numbers?filter[connection_id]=${encodeURIComponent(configured)}`;
  if (isElsewhere(before, voiceUrl) && (await leadsOthers(client, number, others))) {
    throw new CarrierRefused(
      `TeXML application ${configured} leads other numbers to ${before}: change it in the portal, or use another one`,
    );
  }
  // An application is changed whole, its name included.
  await change(client, path, {
    friendly_name: textOf(application.friendly_name),
    voice_url: voiceUrl,
    voice_method: 'post',
    status_callback: statusCallback,
    status_callback_method: 'post',
  });
  if (behind !== configured) await change(client, own, { connection_id: configured });
}

/** The same path is the same place: a server may have moved to another address. */
function isElsewhere(before: string, after: string): boolean {
  const pathOf = (url: string) => (URL.canParse(url) ? new URL(url).pathname : url);
  return before !== '' && pathOf(before) !== pathOf(after);
}

async function leadsOthers(client: TelnyxClient, number: CarrierNumber, list: string): Promise<boolean> {
  const answer = await client.request('GET', `${list}&page[number]=1&page[size]=2`);
  refuse(answer);
  return listOf(answer.body.data).some((row) => textOf(row.phone_number) !== number.phoneNumber);
}

async function change(client: TelnyxClient, path: string, body: JsonObject): Promise<void> {
  refuse(await client.request('PATCH', path, body));
}

function refuse({ status, body }: RestAnswer): void {
  if (status < 300) return;
  const error = errorOf(body);
  throw new CarrierRefused(error?.text || `status ${status}`, error ? refusalCode(error.code) : null);
}

/** A profile that is gone leads nowhere. */
function dataOrNothing({ status, body }: RestAnswer): JsonObject {
  return status < 300 ? objectOf(body.data) : {};
}
