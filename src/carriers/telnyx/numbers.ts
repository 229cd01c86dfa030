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
      const id = encodeURIComponent(number.id);
      if (messagingProfileId === undefined)
        throw new CarrierRefused('set messaging_profile_id of the carrier: it holds the address of the webhook');
      await change(client, `/v2/messaging_profiles/${encodeURIComponent(messagingProfileId)}`, {
        webhook_url: targets.messageUrl,
      });
      await change(client, `/v2/phone_numbers/${id}/messaging`, { messaging_profile_id: messagingProfileId });
      if (connectionId !== undefined) {
        await pointCalls(client, connectionId, targets);
        await change(client, `/v2/phone_numbers/${id}`, { connection_id: connectionId });
      }
      const { messageUrl } = targets;
      const calls =
        connectionId === undefined ? { voiceUrl: number.voiceUrl, statusCallback: number.statusCallback } : targets;
      return { ...number, ...calls, messageUrl };
    },
  };
}

/** An application is changed whole: its name is asked for first. */
async function pointCalls(client: TelnyxClient, connectionId: string, { voiceUrl, statusCallback }: NumberTargets) {
  const path = `/v2/texml_applications/${encodeURIComponent(connectionId)}`;
  const answer = await client.request('GET', path);
  refuse(answer);
  await change(client, path, {
    friendly_name: textOf(objectOf(answer.body.data).friendly_name),
    voice_url: voiceUrl,
    voice_method: 'post',
    status_callback: statusCallback,
    status_callback_method: 'post',
  });
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
