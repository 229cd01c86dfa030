/** What comes in: texts from handsets to the account's numbers. Source: carrier page §B1. */
import type { Granted, NetworkMedia, TextDraft } from '../network.ts';
import { bareAddress, channelOf, isRecipient, normalizeAddress } from './addresses.ts';
import type { DeliveryStore } from './deliveries.ts';
import { mediaTypeOf } from './media-type.ts';
import type { MessageStore, StoredMessage } from './messages.ts';
import type { NumberStore } from './numbers.ts';
import type { OptOuts } from './opt-outs.ts';
import type { SimulatorOptions } from './ports.ts';
import { refused } from './refusals.ts';
import { defaultBodyCharacters, segmentsFor } from './sending.ts';

export interface TextingParts {
  readonly messages: MessageStore;
  readonly numbers: NumberStore;
  readonly optOuts: OptOuts;
  readonly deliveries: DeliveryStore;
  readonly options: Pick<SimulatorOptions, 'ids' | 'maxBodyCharacters'>;
}

/** Takes a text, with its delivery to the number's webhook. Runs inside a transaction. */
export function takeText(
  { messages, numbers, optOuts, deliveries, options }: TextingParts,
  accountSid: string,
  draft: TextDraft,
  nowMs: number,
): Granted<StoredMessage> {
  const from = normalizeAddress(draft.from);
  const to = normalizeAddress(draft.to);
  if (!isRecipient(from)) return refused(21212);
  if (to === '') return refused(21604);
  const number = numbers.findByNumber(bareAddress(to));
  if (number?.accountSid !== accountSid) {
    return refused(20404, `The account has no number ${to}: create it with POST …/IncomingPhoneNumbers.json`);
  }
  if (channelOf(from) !== channelOf(to)) return refused(21910);
  const problem = contentProblem(draft, options.maxBodyCharacters ?? defaultBodyCharacters);
  if (problem !== undefined) return refused(problem);

  optOuts.heed(accountSid, to, from, draft.body);
  const message = messages.add({
    sid: options.ids.sid(draft.mediaUrls.length > 0 ? 'MM' : 'SM'),
    accountSid,
    sendKey: null,
    direction: 'inbound',
    from,
    to,
    contact: from,
    number: to,
    body: draft.body,
    numSegments: segmentsFor(from, draft.body, draft.mediaUrls.length),
    media: draft.mediaUrls.map(
      (url): NetworkMedia => ({ sid: options.ids.sid('ME'), url, contentType: mediaTypeOf(url) }),
    ),
    content: null,
    params: draft.params,
    messagingServiceSid: null,
    statusCallback: null,
    statusCallbackMethod: 'POST',
    status: 'received',
    errorCode: null,
    createdAtMs: nowMs,
    sentAtMs: nowMs,
    nextAtMs: null,
  });
  if (number.settings.smsUrl !== '') {
    deliveries.add({
      messageSeq: message.seq,
      kind: 'inbound',
      status: 'received',
      errorCode: null,
      createdAtMs: nowMs,
    });
  }
  return { ok: true, value: message };
}

function contentProblem({ body, mediaUrls }: TextDraft, maxBodyCharacters: number): number | undefined {
  if (body === '' && mediaUrls.length === 0) return 21602;
  if (body.length > maxBodyCharacters) return 21617;
  if (mediaUrls.length > 10) return 21623;
  return mediaUrls.every((url) => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) ? undefined : 21620;
}
