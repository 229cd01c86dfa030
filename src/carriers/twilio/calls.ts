/** Calls: made, looked for when nobody knows whether they were, and recorded. Source: carrier page §C3, §C4. */
import type { ResourceResult } from '../../engine/effects.ts';
import type { JsonObject } from '../../engine/json.ts';
import { callForm, recordingForm } from '../call-form.ts';
import { type CallCreation, type CarrierCalls, CarrierUnreachable } from '../carrier.ts';
import { resourceResult } from '../twilio-rest.ts';
import { createdAt, isResource, skew, slackMs } from './asking.ts';
import type { TwilioClient } from './client.ts';

export function twilioCalls(client: TwilioClient, nowMs: () => number): CarrierCalls {
  return {
    create: async ({ call }) => resourceResult(await client.post('Calls.json', callForm(call))),
    findCreated: (request, sinceMs) => findCall(client, request, sinceMs, nowMs),
    async statusOf({ callSid }) {
      const { status, body } = await client.get(`Calls/${encodeURIComponent(callSid)}.json`);
      return status < 300 && typeof body.status === 'string' ? body.status : undefined;
    },
    async record({ recording }) {
      const { path, form } = recordingForm(recording);
      return resourceResult(await client.post(`Calls/${encodeURIComponent(recording.callSid)}/${path}`, form));
    },
  };
}

/** The oldest call of ours between the two addresses since then that is nobody else's: one request at a time calls a contact. */
async function findCall(
  client: TwilioClient,
  { call, isClaimed }: CallCreation,
  sinceMs: number,
  nowMs: () => number,
): Promise<ResourceResult | undefined> {
  const query = new URLSearchParams({ To: call.to, From: call.from, PageSize: '100' });
  for await (const { rows, answer } of client.pages(`Calls.json?${query}`, 'calls')) {
    if (answer.status >= 300) {
      const why = `The carrier cannot say whether the call was made: it does not list its calls (status ${answer.status})`;
      throw new CarrierUnreachable(why, { isUnsent: false });
    }
    const fromMs = sinceMs - slackMs + skew(answer, nowMs());
    const candidates = rows.filter(isResource).filter((row) => createdAt(row) >= fromMs && isMade(row));
    const found = candidates.findLast(({ sid }) => !isClaimed(String(sid)));
    return found && { ok: true, resource: found };
  }
  return undefined;
}

function isMade({ direction }: JsonObject): boolean {
  return typeof direction !== 'string' || direction === 'outbound-api';
}
