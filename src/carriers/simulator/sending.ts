/** What leaves: an account's messages to handsets. Rules and errors: carrier page §C2, §C6. */
import type { Granted, MessageDirection, MessageDraft, NetworkMedia } from '../network.ts';
import { bareAddress, channelOf, isRecipient, isSender, normalizeAddress } from './addresses.ts';
import { type Delays, dueAt } from './lifecycle.ts';
import { magicRecipients, magicSenders } from './magic-numbers.ts';
import { mediaTypeOf } from './media-type.ts';
import type { MessageStore, StoredMessage } from './messages.ts';
import type { NumberStore } from './numbers.ts';
import type { OptOuts } from './opt-outs.ts';
import type { SimulatorOptions } from './ports.ts';
import { refused } from './refusals.ts';
import { segmentsOf } from './segments.ts';

/** Source: carrier page §C2. */
export const defaultBodyCharacters = 1600;
const maxMedia = 10;
/** Messages may be scheduled this far ahead. Any nearer time will do here, where Twilio asks for five minutes. */
const maxAheadMs = 35 * 24 * 3_600_000;

export interface SendingParts {
  readonly messages: MessageStore;
  readonly numbers: NumberStore;
  readonly optOuts: OptOuts;
  readonly options: Pick<SimulatorOptions, 'ids' | 'isStrict' | 'maxBodyCharacters'>;
  readonly delays: Delays;
}

export interface SendOptions {
  readonly direction: Exclude<MessageDirection, 'inbound'>;
  readonly nowMs: number;
  readonly sendKey?: string;
  readonly statusCallbackMethod?: 'GET' | 'POST';
}

/** Checks a draft and takes the message, or says why not. Runs inside a transaction. */
export function takeMessage(
  parts: SendingParts,
  accountSid: string,
  draft: MessageDraft,
  { direction, nowMs, sendKey, statusCallbackMethod = 'POST' }: SendOptions,
): Granted<StoredMessage> {
  const content = checkContent(draft, parts.options.maxBodyCharacters ?? defaultBodyCharacters);
  if (!content.ok) return content;
  const route = findRoute(parts, accountSid, draft);
  if (!route.ok) return route;
  const sendAt = checkSchedule(draft, route.value.serviceSid, nowMs);
  if (!sendAt.ok) return sendAt;

  const { body, mediaUrls } = content.value;
  const { from, to, serviceSid } = route.value;
  const isScheduled = sendAt.value !== null;
  const status = isScheduled ? 'scheduled' : serviceSid === null ? 'queued' : 'accepted';
  const { ids } = parts.options;
  return {
    ok: true,
    value: parts.messages.add({
      sid: ids.sid(mediaUrls.length > 0 ? 'MM' : 'SM'),
      accountSid,
      sendKey: sendKey ?? null,
      direction,
      from,
      to,
      contact: to,
      number: from,
      body,
      numSegments: segmentsFor(to, body, mediaUrls.length),
      media: mediaUrls.map((url): NetworkMedia => ({ sid: ids.sid('ME'), url, contentType: mediaTypeOf(url) })),
      content:
        draft.contentSid === undefined ? null : { sid: draft.contentSid, variables: draft.contentVariables ?? null },
      params: {},
      messagingServiceSid: serviceSid,
      statusCallback: draft.statusCallback || null,
      statusCallbackMethod,
      status,
      errorCode: null,
      createdAtMs: nowMs,
      sentAtMs: null,
      nextAtMs: sendAt.value ?? dueAt(nowMs, serviceSid === null ? parts.delays.queued : parts.delays.accepted),
    }),
  };
}

/** Only text messages are split; a message with media, or of another channel, is one. */
export function segmentsFor(address: string, body: string, mediaCount: number): number {
  return mediaCount > 0 || channelOf(address) !== '' ? 1 : segmentsOf(body).count;
}

function checkContent(
  { body, mediaUrls = [], contentSid, contentVariables }: MessageDraft,
  maxBodyCharacters: number,
): Granted<{ readonly body: string; readonly mediaUrls: readonly string[] }> {
  if (contentSid === undefined && contentVariables !== undefined) return refused(21654);
  if (contentVariables !== undefined && !isJsonObject(contentVariables)) return refused(21656);
  if (mediaUrls.length > maxMedia) return refused(21623);
  if (!mediaUrls.every(isWebUrl)) return refused(21620);
  if ((body ?? '').length > maxBodyCharacters) return refused(21617);
  const hasContent = Boolean(body) || mediaUrls.length > 0 || contentSid !== undefined;
  if (!hasContent) return refused(body === undefined ? 21602 : 21619);
  return { ok: true, value: { body: body ?? '', mediaUrls } };
}

interface Route {
  readonly from: string;
  readonly to: string;
  readonly serviceSid: string | null;
}

function findRoute(parts: SendingParts, accountSid: string, draft: MessageDraft): Granted<Route> {
  const to = normalizeAddress(draft.to ?? '');
  if (to === '') return refused(21604);
  if (!isRecipient(to)) return refused(21211);
  const serviceSid = draft.messagingServiceSid || (draft.from?.startsWith('MG') ? draft.from : '');
  const givenFrom = serviceSid === draft.from ? '' : normalizeAddress(draft.from ?? '');
  if (serviceSid === '' && givenFrom === '') return refused(21603);
  if (serviceSid !== '' && !/^MG[0-9a-fA-F]{32}$/.test(serviceSid)) return refused(21705);
  const from = givenFrom || senderOf(parts, accountSid, serviceSid, to);
  if (from === undefined) return refused(21703);
  // What a service sends from where there is no number, is its own SID.
  if (from !== serviceSid && !isSender(from)) return refused(21212);
  if (from === to) return refused(21211, "Invalid 'To' Phone Number: it is the 'From' number");
  const magic = ownEntry(magicSenders, bareAddress(from)) ?? ownEntry(magicRecipients, bareAddress(to));
  if (magic !== undefined) return refused(magic);
  if (from !== serviceSid && channelOf(from) !== channelOf(to)) return refused(21910);
  if (parts.options.isStrict && parts.numbers.findByNumber(bareAddress(from))?.accountSid !== accountSid) {
    return refused(21606);
  }
  if (parts.optOuts.has(accountSid, from, to)) return refused(21610);
  return { ok: true, value: { from, to, serviceSid: serviceSid || null } };
}

/**
 * The number a messaging service sends from: the one this contact last wrote with, else the account's oldest. Without
 * any number the service itself stands as the sender; where numbers are strict there is none.
 */
function senderOf(parts: SendingParts, accountSid: string, serviceSid: string, to: string): string | undefined {
  const known = parts.messages.lastNumberOf(accountSid, to);
  if (known !== undefined && parts.numbers.findByNumber(bareAddress(known))?.accountSid === accountSid) return known;
  const oldest = parts.numbers.oldestOf(accountSid);
  if (!oldest) return parts.options.isStrict ? undefined : serviceSid;
  const channel = channelOf(to);
  return channel === '' ? oldest.phoneNumber : `${channel}:${oldest.phoneNumber}`;
}

/** When a scheduled message leaves; null: at once. */
function checkSchedule(
  { scheduleType, sendAt }: MessageDraft,
  serviceSid: string | null,
  nowMs: number,
): Granted<number | null> {
  if (scheduleType === undefined) return { ok: true, value: null };
  if (serviceSid === null) return refused(35118);
  if (sendAt === undefined) return refused(35111);
  const atMs = /^\d{4}-\d\d-\d\dT/.test(sendAt) ? Date.parse(sendAt) : Number.NaN;
  const isUsable = scheduleType === 'fixed' && atMs > nowMs && atMs <= nowMs + maxAheadMs;
  return isUsable ? { ok: true, value: atMs } : refused(35114);
}

function isWebUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

function ownEntry(table: { readonly [name: string]: number }, name: string): number | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
