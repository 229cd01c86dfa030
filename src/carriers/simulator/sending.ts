/** What leaves: an account's messages to handsets. Rules and errors: carrier page §C2, §C6. */

import { mediaTypeOf } from '../media-type.ts';
import type { Granted, MessageDirection, MessageDraft, NetworkMedia } from '../network.ts';
import { channelOf } from './addresses.ts';
import type { DeliveryStore } from './deliveries.ts';
import { checkDraft, contentOf, type DraftContent, defaultBodyCharacters } from './drafts.ts';
import { type Delays, dueAt } from './lifecycle.ts';
import type { StoredMessage } from './messages.ts';
import type { SimulatorOptions } from './ports.ts';
import { refused } from './refusals.ts';
import { findRoute, type Route, type RouteParts } from './routes.ts';
import { segmentsOf } from './segments.ts';
import { smartlyEncoded } from './smart-encoding.ts';
import type { TemplateStore } from './templates.ts';

/** Messages may be scheduled this far ahead. Any nearer time will do here, where Twilio asks for five minutes. */
const maxAheadMs = 35 * 24 * 3_600_000;
/** How long after a contact's message a WhatsApp sender may say what it likes. Source: carrier page §C6, 63016. */
const windowMs = 24 * 3_600_000;
const outsideWindow = 63016;
/** They cannot be approved, so they too need the window. Source: Twilio, twilio/list-picker. */
const unapprovable = ['twilio/list-picker'];

export interface SendingParts extends RouteParts {
  readonly templates: TemplateStore;
  readonly deliveries: DeliveryStore;
  readonly options: Pick<
    SimulatorOptions,
    'ids' | 'isStrict' | 'maxBodyCharacters' | 'hasWhatsAppWindow' | 'fetchesMedia' | 'fateOfNext'
  >;
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
  options: SendOptions,
): Granted<StoredMessage> {
  const maxCharacters = parts.options.maxBodyCharacters ?? defaultBodyCharacters;
  const checked = checkDraft(draft, maxCharacters);
  if (!checked.ok) return checked;
  const route = findRoute(parts, accountSid, draft);
  if (!route.ok) return route;
  const { to, from, serviceSid, service } = route.value;
  const content = contentOf(parts.templates, accountSid, draft, channelOf(to), maxCharacters);
  if (!content.ok) return content;
  const sendAt = checkSchedule(draft, serviceSid, options.nowMs);
  if (!sendAt.ok) return sendAt;

  if (service) parts.services.stick(service.sid, to, from);
  const isSmart = channelOf(to) === '' && (draft.smartEncoded ?? service?.settings.smartEncoding ?? false);
  const body = isSmart ? smartlyEncoded(content.value.body) : content.value.body;
  const taken = { ...content.value, body };
  return { ok: true, value: put(parts, accountSid, draft, route.value, taken, sendAt.value, options) };
}

/** Writes a message that nothing speaks against. */
function put(
  parts: SendingParts,
  accountSid: string,
  draft: MessageDraft,
  { from, to, serviceSid, service }: Route,
  { body, mediaUrls, content }: DraftContent,
  sendAtMs: number | null,
  { direction, nowMs, sendKey, statusCallbackMethod = 'POST' }: SendOptions,
): StoredMessage {
  const { ids } = parts.options;
  const fate = fitsWindow(parts, accountSid, { from, to, type: content?.type }, sendAtMs ?? nowMs)
    ? (parts.options.fateOfNext?.() ?? null)
    : outsideWindow;
  const isScheduled = sendAtMs !== null;
  // What is scheduled leaves unseen: its media may not be there yet.
  const waitsForMedia = parts.options.fetchesMedia === true && mediaUrls.length > 0 && !isScheduled;
  const message = parts.messages.add({
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
    content,
    params: {},
    messagingServiceSid: serviceSid,
    statusCallback: draft.statusCallback || service?.settings.statusCallback || null,
    statusCallbackMethod,
    status: isScheduled ? 'scheduled' : serviceSid === null ? 'queued' : 'accepted',
    errorCode: null,
    createdAtMs: nowMs,
    sentAtMs: null,
    fate,
    nextAtMs: waitsForMedia
      ? null
      : (sendAtMs ?? dueAt(nowMs, serviceSid === null ? parts.delays.queued : parts.delays.accepted)),
  });
  if (waitsForMedia) {
    const delivery = { messageSeq: message.seq, kind: 'media', status: message.status } as const;
    parts.deliveries.add({ ...delivery, errorCode: null, createdAtMs: nowMs });
  }
  return message;
}

/** Only text messages are split; a message with media, or of another channel, is one. */
export function segmentsFor(address: string, body: string, mediaCount: number): number {
  return mediaCount > 0 || channelOf(address) !== '' ? 1 : segmentsOf(body).count;
}

/** On WhatsApp what is no template needs a contact who has written of late. */
function fitsWindow(
  { messages, options }: SendingParts,
  accountSid: string,
  { from, to, type }: { readonly from: string; readonly to: string; readonly type: string | undefined },
  atMs: number,
): boolean {
  if (channelOf(to) !== 'whatsapp' || options.hasWhatsAppWindow === false) return true;
  if (type !== undefined && !unapprovable.includes(type)) return true;
  const lastMs = messages.lastInboundMs(accountSid, to, from);
  return lastMs !== null && atMs - lastMs < windowMs;
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
