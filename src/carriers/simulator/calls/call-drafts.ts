/** What the account asks for, checked. Rules and errors: carrier page §C3, §C6. */

import type { Granted } from '../../network.ts';
import type { CallChanges, CallDraft } from '../../network-calls.ts';
import { isWebUrl } from '../../web-url.ts';
import { isRecipient, isSender, normalizeAddress } from '../addresses.ts';
import { magicCallees, magicCallers } from '../magic-numbers.ts';
import type { NumberStore } from '../numbers.ts';
import { refused } from '../refusals.ts';
import { callbackOfDraft, methodOf } from './callbacks.ts';
import type { DocumentTarget } from './documents.ts';
import type { OutgoingPlan } from './outgoing.ts';

const maxTwimlCharacters = 4_000;
const usualTimeoutSeconds = 60;
const maxSendDigits = 32;

export interface CallEnds {
  readonly from: string;
  readonly to: string;
}

/** From whom to whom a call goes. */
export function checkEnds(
  { numbers, isStrict }: { readonly numbers: NumberStore; readonly isStrict: boolean },
  accountSid: string,
  draft: CallDraft,
): Granted<CallEnds> {
  const to = normalizeAddress(draft.to ?? '');
  const from = normalizeAddress(draft.callerId || draft.from || '');
  if (to === '') return refused(21201);
  if (from === '') return refused(21213);
  const magic = ownEntry(magicCallers, from) ?? ownEntry(magicCallees, to);
  if (magic !== undefined) return refused(magic);
  if (!isRecipient(to)) return refused(21211);
  if (!isSender(from)) return refused(21212);
  if (from === to) return refused(21211, "Invalid 'To' Phone Number: it is the 'From' number");
  const isOwn = numbers.findByNumber(from)?.accountSid === accountSid;
  if (isStrict && !isOwn && /^\+/.test(from)) return refused(21210);
  return { ok: true, value: { from, to } };
}

/** What becomes of the call once it rings. */
export function planOf(draft: CallDraft): Granted<OutgoingPlan> {
  const target = targetOf(draft);
  if (!target.ok) return target;
  const { sendDigits, recording, machineDetection } = draft;
  if (sendDigits !== undefined && !new RegExp(`^[0-9A-D#*wW]{1,${maxSendDigits}}$`).test(sendDigits)) {
    return refused(21206);
  }
  const badUrl = [draft.fallback?.url, draft.statusCallback?.url].find(
    (url) => url !== undefined && url !== '' && !isWebUrl(url),
  );
  if (badUrl !== undefined) return refused(badUrl === draft.statusCallback?.url ? 21209 : 21205);
  return {
    ok: true,
    value: {
      target: target.value,
      timeoutSeconds: draft.timeoutSeconds ?? usualTimeoutSeconds,
      sendDigits,
      recording: recording && {
        source: 'OutboundAPI',
        channels: recording.channels,
        track: recording.track,
        callback: callbackOfDraft(recording.statusCallback, ['completed']),
      },
      detection: machineDetection && {
        mode: machineDetection.mode,
        timeoutSeconds: machineDetection.timeoutSeconds,
        isAsync: machineDetection.isAsync,
        asyncCallback: callbackOfDraft(machineDetection.asyncCallback, []),
      },
    },
  };
}

/** The document that a call is given; `Url` counts before `Twiml`. */
export function targetOf({
  url,
  method,
  twiml,
  applicationSid,
}: Pick<CallDraft, 'url' | 'method' | 'twiml' | 'applicationSid'>): Granted<DocumentTarget> {
  if (url) return isWebUrl(url) ? { ok: true, value: { url, method: methodOf(method) } } : refused(21205);
  if (twiml) {
    if (twiml.length <= maxTwimlCharacters) return { ok: true, value: { twiml } };
    return refused(20001, `Twiml is invalid: it is longer than ${maxTwimlCharacters} characters`);
  }
  if (applicationSid) return refused(21218, `There is no application ${applicationSid} here: give Url or Twiml`);
  return refused(21205, "Url is required: give 'Url' or 'Twiml'");
}

/** The document that a change sends the call to; undefined when it sends it nowhere. */
export function changedTarget({ url, method, twiml }: CallChanges): Granted<DocumentTarget> | undefined {
  if (!url && !twiml) return undefined;
  if (url && twiml) return refused(20001, 'Url and Twiml exclude each other');
  return targetOf({ url, method, twiml, applicationSid: undefined });
}

function ownEntry(table: { readonly [name: string]: number }, name: string): number | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
