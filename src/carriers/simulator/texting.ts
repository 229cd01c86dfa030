/** What comes in: texts from handsets to the account's numbers. Source: carrier page §B1. */
import { channelFields } from '../channel-fields.ts';
import type { NetworkService } from '../messaging-service.ts';
import type { Granted, TextDraft } from '../network.ts';
import { bareAddress, channelOf, isRecipient, normalizeAddress } from './addresses.ts';
import { type Answer, answerOf } from './answers.ts';
import type { DeliveryStore } from './deliveries.ts';
import { defaultBodyCharacters } from './drafts.ts';
import { type HandsetMedia, readMedia, shownMedia } from './handset-media.ts';
import { inboundTarget } from './inbound-target.ts';
import { type Delays, dueAt } from './lifecycle.ts';
import type { MessageStore, StoredMessage } from './messages.ts';
import type { NumberStore } from './numbers.ts';
import type { OptOuts } from './opt-outs.ts';
import type { SimulatorOptions } from './ports.ts';
import { refused } from './refusals.ts';
import { segmentsFor } from './sending.ts';
import type { ServiceStore } from './services.ts';

export interface TextingParts {
  readonly messages: MessageStore;
  readonly numbers: NumberStore;
  readonly services: ServiceStore;
  readonly optOuts: OptOuts;
  readonly deliveries: DeliveryStore;
  readonly options: Pick<SimulatorOptions, 'ids' | 'maxBodyCharacters' | 'mediaBase'>;
  readonly delays: Delays;
}

/** Takes a text, with its delivery to the number's webhook. Runs inside a transaction. */
export function takeText(
  parts: TextingParts,
  accountSid: string,
  draft: TextDraft,
  nowMs: number,
): Granted<StoredMessage> {
  const { messages, numbers, services, optOuts, deliveries } = parts;
  const from = normalizeAddress(draft.from);
  const to = normalizeAddress(draft.to);
  if (!isRecipient(from)) return refused(21212);
  if (to === '') return refused(21604);
  const number = numbers.findByNumber(to);
  if (number?.accountSid !== accountSid) {
    return refused(20404, `The account has no number ${to}: create it with POST …/IncomingPhoneNumbers.json`);
  }
  if (channelOf(from) !== channelOf(to)) return refused(21910);
  const answer = answerOf(draft, messages.lastWithContent(accountSid, from, to));
  if (answer && !answer.ok) return answer;
  const media = readMedia(draft.mediaUrls, from);
  if (!media.ok) return media;
  const said = answer?.value ?? { body: draft.body, params: {} };
  if (said.body === '' && media.value.length === 0) return refused(21602);
  if (said.body.length > (parts.options.maxBodyCharacters ?? defaultBodyCharacters)) return refused(21617);

  // A number stands behind its service on every channel that it is used on.
  const service = services.findByAddress(accountSid, to) ?? services.findByAddress(accountSid, bareAddress(to));
  const { optOutType, reply } = optOuts.heed(accountSid, to, from, said.body, service);
  const params = {
    ...channelFields(from, media.value[0]?.contentType),
    ...draft.params,
    ...said.params,
    ...(optOutType === undefined ? {} : { OptOutType: optOutType }),
  };
  const message = put(parts, accountSid, { from, to, service, nowMs }, { ...said, params }, media.value);
  if (inboundTarget(parts, message)) {
    const delivery = { messageSeq: message.seq, kind: 'inbound', status: 'received' } as const;
    deliveries.add({ ...delivery, errorCode: null, createdAtMs: nowMs });
  }
  if (reply !== undefined) putReply(parts, message, reply, nowMs);
  return { ok: true, value: message };
}

function put(
  { messages, options }: TextingParts,
  accountSid: string,
  ends: {
    readonly from: string;
    readonly to: string;
    readonly service: NetworkService | undefined;
    readonly nowMs: number;
  },
  { body, params }: Answer,
  media: readonly HandsetMedia[],
): StoredMessage {
  const { from, to, service, nowMs } = ends;
  const sid = options.ids.sid(media.length > 0 ? 'MM' : 'SM');
  const attached = media.map((each) => ({ each, sid: options.ids.sid('ME') }));
  const base = `${options.mediaBase?.() ?? ''}/2010-04-01/Accounts/${accountSid}/Messages/${sid}/Media`;
  const message = messages.add({
    ...inboundState,
    sid,
    accountSid,
    from,
    to,
    contact: from,
    number: to,
    body,
    numSegments: segmentsFor(from, body, media.length),
    media: attached.map(({ each, sid: mediaSid }) => shownMedia(each, mediaSid, `${base}/${mediaSid}`)),
    params,
    messagingServiceSid: service?.sid ?? null,
    createdAtMs: nowMs,
    sentAtMs: nowMs,
  });
  for (const { each, sid: mediaSid } of attached) {
    if (each.file) messages.addFile(message, mediaSid, each.file);
  }
  return message;
}

/** The network's own answer to a word such as STOP: it leaves whatever the contact has said. */
function putReply({ messages, options, delays }: TextingParts, to: StoredMessage, body: string, nowMs: number): void {
  messages.add({
    ...inboundState,
    sid: options.ids.sid('SM'),
    accountSid: to.accountSid,
    direction: 'outbound-reply',
    from: to.to,
    to: to.from,
    contact: to.contact,
    number: to.number,
    body,
    numSegments: segmentsFor(to.from, body, 0),
    media: [],
    params: {},
    messagingServiceSid: null,
    status: 'queued',
    createdAtMs: nowMs,
    sentAtMs: null,
    nextAtMs: dueAt(nowMs, delays.queued),
  });
}

const inboundState = {
  sendKey: null,
  direction: 'inbound',
  content: null,
  statusCallback: null,
  statusCallbackMethod: 'POST',
  status: 'received',
  errorCode: null,
  fate: null,
  nextAtMs: null,
} as const;
