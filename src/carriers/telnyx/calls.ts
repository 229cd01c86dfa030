/** Calls by TeXML, which has Twilio's resources under names of its own. Source: carrier page §E1. */
import type { ResourceResult } from '../../engine/effects.ts';
import type { JsonObject } from '../../engine/json.ts';
import { callForm, recordingForm } from '../call-form.ts';
import type { CarrierCalls } from '../carrier.ts';
import type { RestAnswer } from '../rest-answer.ts';
import type { FormPairs } from '../twilio-rest.ts';
import type { TelnyxClient } from './client.ts';
import { errorOf, refusalCode } from './errors.ts';

export interface TelnyxCaller {
  readonly client: TelnyxClient;
  /** TeXML application. */
  readonly connectionId: string | undefined;
  readonly accountId: string | undefined;
}

/** Where TeXML names a field otherwise, or counts in milliseconds. */
const otherNames: { readonly [name: string]: string } = { Method: 'UrlMethod' };
const inMilliseconds = ['MachineDetectionTimeout'];

/** It has no list of calls to look for one in: an unknown outcome shows by the call's own callbacks, or not at all. */
export function telnyxCalls({ client, connectionId, accountId }: TelnyxCaller): CarrierCalls {
  const post = async (application: string | undefined, path: string, form: FormPairs): Promise<ResourceResult> => {
    if (accountId === undefined) return missing('account_id');
    const all: FormPairs = application === undefined ? form : [...form, ['ApplicationSid', application]];
    const account = `/v2/texml/Accounts/${encodeURIComponent(accountId)}`;
    return resultOf(await client.request('POST', `${account}/${path}`, bodyOf(all)));
  };
  return {
    async create({ call }) {
      if (connectionId === undefined) return missing('connection_id');
      return post(connectionId, 'Calls', callForm(call));
    },
    async statusOf({ callSid }) {
      if (accountId === undefined) return undefined;
      const path = `/v2/texml/Accounts/${encodeURIComponent(accountId)}/Calls/${encodeURIComponent(callSid)}`;
      const { status, body } = await client.request('GET', path);
      return status < 300 && typeof body.status === 'string' ? body.status : undefined;
    },
    async record({ recording }) {
      const { path, form } = recordingForm(recording);
      return post(undefined, `Calls/${encodeURIComponent(recording.callSid)}/${path}`, form);
    },
  };
}

/** A field that comes several times is a list. */
function bodyOf(form: FormPairs): JsonObject {
  const fields = new Map<string, string[]>();
  for (const [name, value] of form) {
    const texts = fields.get(otherNames[name] ?? name) ?? [];
    texts.push(inMilliseconds.includes(name) ? String(Number(value) * 1000) : value);
    fields.set(otherNames[name] ?? name, texts);
  }
  // Its events are one text.
  return Object.fromEntries([...fields].map(([name, values]) => [name, values.join(' ')]));
}

function resultOf({ status, body }: RestAnswer): ResourceResult {
  if (status < 300) return { ok: true, resource: body };
  const error = errorOf(body);
  return { ok: false, code: error ? refusalCode(error.code) : null, message: error?.text || `status ${status}` };
}

function missing(setting: string): ResourceResult {
  return { ok: false, code: null, message: `Calls at Telnyx need ${setting} in the settings of the carrier` };
}
