/** Messages: sent, and looked for when nobody knows whether they left. Source: carrier page §C2. */
import type { MessageResult, OutboundMessage } from '../../engine/effects.ts';
import type { JsonObject } from '../../engine/json.ts';
import { CarrierUnreachable, type SendRequest } from '../carrier.ts';
import { type FormPairs, resourceResult } from '../twilio-rest.ts';
import { createdAt, isResource, skew, slackMs } from './asking.ts';
import type { TwilioClient } from './client.ts';
import type { TwilioPreset } from './presets.ts';

/** Pages of a list looked at: messages between two addresses are few. */
const maxPages = 20;

export async function sendMessage(
  client: TwilioClient,
  preset: TwilioPreset,
  { message }: SendRequest,
): Promise<MessageResult> {
  const fault = unfit(preset, message);
  if (fault !== undefined) return { ok: false, code: null, message: fault };
  return shown(resourceResult(await client.post('Messages.json', formOf(preset, message))));
}

/** What the service cannot do is said at once: it might ignore the field and send something else. */
function unfit({ title, hasTemplates, hasMedia }: TwilioPreset, message: OutboundMessage): string | undefined {
  if (message.contentSid !== undefined && !hasTemplates)
    return `${title} has no content templates (${message.contentSid})`;
  if (message.mediaUrls !== undefined && message.mediaUrls.length > 0 && !hasMedia) return `${title} sends no media`;
  return undefined;
}

function formOf({ shortensLinks }: TwilioPreset, message: OutboundMessage): FormPairs {
  const { to, from, messagingServiceSid, body, mediaUrls = [], contentSid, contentVariables, statusCallback } = message;
  const fields: readonly (readonly [string, string | undefined])[] = [
    ['To', to],
    ['From', from],
    ['MessagingServiceSid', messagingServiceSid],
    ['Body', body],
    ...mediaUrls.map((url) => ['MediaUrl', url] as const),
    ['ContentSid', contentSid],
    ['ContentVariables', contentVariables],
    ['StatusCallback', statusCallback],
    ['ShortenUrls', message.shortenUrls && shortensLinks ? 'true' : undefined],
  ];
  return fields.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
}

/**
 * Looks through the messages between the two addresses, newest first, back to the time when this one was decided. The
 * oldest that could be it, and that is not another send's, is it: there is no key to ask for.
 */
export async function findMessage(
  client: TwilioClient,
  { message, isClaimed }: SendRequest,
  sinceMs: number,
  nowMs: () => number,
): Promise<MessageResult | undefined> {
  const query = new URLSearchParams({
    To: message.to,
    ...(message.from ? { From: message.from } : {}),
    PageSize: '100',
  });
  let found: JsonObject | undefined;
  let pages = 0;
  for await (const { rows, answer } of client.pages(`Messages.json?${query}`, 'messages')) {
    if (answer.status >= 300) throw unknown(`it does not list its messages (status ${answer.status})`);
    const fromMs = sinceMs - slackMs + skew(answer, nowMs());
    const sent = rows.filter(isResource);
    for (const resource of sent) {
      if (createdAt(resource) < fromMs || !couldBe(resource, message)) continue;
      if (await isClaimed?.(String(resource.sid))) continue;
      found = resource;
    }
    const oldest = sent.at(-1);
    if (oldest === undefined || createdAt(oldest) < fromMs) break;
    if (++pages === maxPages && !found) throw unknown(`it has more than ${maxPages} pages of messages since then`);
    if (pages === maxPages) break;
  }
  return found && shown({ ok: true, resource: found });
}

/** Not asked is not known: the message must not be sent again for that. */
function unknown(why: string): CarrierUnreachable {
  return new CarrierUnreachable(`The carrier cannot say whether the message left: ${why}`, { isUnsent: false });
}

/** Counts are texts at Twilio; SignalWire writes numbers (carrier page §C1). */
function shown(result: MessageResult): MessageResult {
  if (!result.ok) return result;
  const texts = ['num_media', 'num_segments', 'price'].flatMap((key) =>
    typeof result.resource[key] === 'number' ? [[key, String(result.resource[key])] as const] : [],
  );
  return texts.length === 0 ? result : { ok: true, resource: { ...result.resource, ...Object.fromEntries(texts) } };
}

function couldBe(resource: JsonObject, message: OutboundMessage): boolean {
  const { to, direction, body, num_media: media, messaging_service_sid: service, from } = resource;
  if (typeof direction === 'string' && !direction.startsWith('outbound')) return false;
  if (to !== undefined && to !== message.to) return false;
  if (message.from !== undefined && typeof from === 'string' && from !== message.from) return false;
  if (message.messagingServiceSid !== undefined && service !== message.messagingServiceSid) return false;
  // What a template becomes is not known here, nor what links are shortened to.
  if (message.contentSid !== undefined) return true;
  if (Number(media ?? 0) !== (message.mediaUrls?.length ?? 0)) return false;
  if (message.shortenUrls) return true;
  const text = plain(typeof body === 'string' ? body : '');
  const asked = plain(message.body ?? '');
  return text === asked || text === plain(trialPrefix + (message.body ?? ''));
}

/** What a trial account's messages begin with. */
const trialPrefix = 'Sent from your Twilio trial account - ';

/** Services write some characters as plain ones, and leave out space at the ends: neither makes it another message. */
function plain(text: string): string {
  return text
    .replace(/[\u2018\u2019\u201a\u2039\u203a\u2032]/g, "'")
    .replace(/[\u201c\u201d\u201e\u00ab\u00bb\u2033]/g, '"')
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/\u2026/g, '...')
    .replace(/\s+/g, ' ')
    .trim();
}
