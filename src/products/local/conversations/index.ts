/** Conversations on this machine: bridges between flows, people with an identity, and addresses of the carrier. */
import { CarrierUnreachable } from '../../../carriers/carrier.ts';
import type { ResourceResult } from '../../../engine/effects.ts';
import { channelOf } from '../../conversation-shape.ts';
import type { ConversationStore } from '../../conversation-store.ts';
import type { Conversations, MessageFate } from '../../products.ts';
import type { ProductDatabase } from '../database.ts';
import type { LocalOptions } from '../ports.ts';
import { requestLog } from '../requests.ts';
import { ConversationTable } from './conversations.ts';
import { inboundMessageOf } from './inbound.ts';
import { MessageTable } from './messages.ts';
import { join, perform, sendInto } from './performing.ts';
import { closed, type Parts, participantOf, post } from './posting.ts';
import { ConversationWork, type WorkParts, type WorkPorts } from './work.ts';

export type { WorkPorts } from './work.ts';

export interface LocalConversationOptions extends Pick<LocalOptions, 'ids' | 'baseUrl'> {
  readonly clock: WorkParts['clock'];
}

export interface LocalConversations extends Conversations, ConversationStore {
  /** Flow webhooks that hear of its messages. */
  followers(accountSid: string, sid: string): readonly string[];
  /** Passes on what is to be passed on, from now on. */
  start(ports: WorkPorts): void;
  /** Hears what became of a text that it posted, by its key; keys that are none of its texts pass by. */
  hear(key: string, fate: MessageFate): Promise<void>;
  /** Resolves when nothing is under way but texts that the outbox has. */
  settled(): Promise<void>;
  /** Begins nothing more. */
  stop(): Promise<void>;
}

export function localConversations(database: ProductDatabase, options: LocalConversationOptions): LocalConversations {
  const conversations = new ConversationTable(database, options);
  const messages = new MessageTable(database, options, conversations);
  const { clock } = options;
  const work = new ConversationWork({ database, conversations, messages, clock });
  const parts: Parts = { database, conversations, messages, work };
  return {
    ...forFlows(parts, options),
    ...forPeople(parts),
    followers: (accountSid, sid) =>
      conversations.find(accountSid, sid) ? conversations.webhooks(sid).map(({ url }) => url) : [],
    start: (ports) => work.start(ports),
    hear: async (key, fate) => work.hear(key, fate),
    settled: () => work.settled(),
    stop: () => work.stop(),
  };
}

function forFlows(parts: Parts, { clock }: LocalConversationOptions): Conversations {
  const { database, conversations, messages } = parts;
  const requests = requestLog(database);

  /** Does what `key` asks for once; an answer that says no is not kept. */
  const once = (key: string, act: () => ResourceResult) =>
    guarded(() =>
      database.transaction((): ResourceResult => {
        const done = requests.find(key);
        if (done) return { ok: true, resource: done };
        const result = act();
        if (result.ok) requests.once(key, clock.now(), () => result.resource);
        return result;
      }),
    );

  const find = async ({ key }: { readonly key: string }): Promise<ResourceResult | undefined> => {
    const resource = requests.find(key);
    return resource && { ok: true, resource };
  };

  return {
    perform: (call) => once(call.key, () => perform(parts, call)),
    findDone: find,
    send: (request) => once(request.key, () => sendInto(parts, request)),
    findSent: find,

    async absorbMessage(accountSid, params, isAnswered) {
      const inbound = inboundMessageOf(params);
      if (inbound === undefined) return false;
      const { sid: inboundSid, from, proxies, body, media } = inbound;
      const isRepeat = () => messages.hasInbound(accountSid, inboundSid);
      if (await guarded(isRepeat)) return true;
      // Most webhooks are for flows alone: they write nothing.
      if (!(await guarded(() => conversations.findBinding(accountSid, from, proxies)))) return false;
      if (await isAnswered?.()) return false;
      return guarded(() =>
        database.transaction(() => {
          if (isRepeat()) return true;
          conversations.letExpire();
          const participant = conversations.findBinding(accountSid, from, proxies);
          const row = participant && conversations.find(accountSid, participant.conversation_sid);
          if (!row) return false;
          const source = channelOf(from).toUpperCase();
          const message = { author: from, participantSid: participant.sid, source, body, media, inboundSid };
          post(parts, row, message, { isFlows: false });
          return true;
        }),
      );
    },
  };
}

function forPeople(parts: Parts): ConversationStore {
  const { database, conversations, messages } = parts;
  return {
    create: (accountSid, draft) =>
      database.transaction(() => {
        const fault = conversations.faultOf(accountSid, draft);
        return fault ?? { ok: true, resource: conversations.present(conversations.add(accountSid, draft)) };
      }),
    list(accountSid, query) {
      const { rows, hasMore } = conversations.list(accountSid, query);
      return { rows: rows.map((row) => ({ number: row.number, resource: conversations.present(row) })), hasMore };
    },
    find(accountSid, sid) {
      const row = conversations.find(accountSid, sid);
      return row && conversations.present(row);
    },
    close(accountSid, sid) {
      if (!conversations.find(accountSid, sid)) return undefined;
      return { ok: true, resource: conversations.present(conversations.close(accountSid, sid)) };
    },
    participants(accountSid, sid) {
      const row = conversations.find(accountSid, sid);
      return (
        row && conversations.participants(sid).map((one) => conversations.presentParticipant(one, row.service_sid))
      );
    },
    addParticipant: (accountSid, sid, draft) => database.transaction(() => join(parts, accountSid, sid, draft)),
    messages(accountSid, sid, page) {
      const row = conversations.find(accountSid, sid);
      if (!row) return undefined;
      const { rows, hasMore } = messages.list(sid, page);
      const shown = rows.map((one) => ({ number: one.place, resource: messages.present(one, row.service_sid) }));
      return { rows: shown, hasMore };
    },
    addMessage: (accountSid, sid, { author, body, mediaUrls, attributes }) =>
      database.transaction(() => {
        const row = conversations.find(accountSid, sid);
        if (!row) return undefined;
        if (row.state === 'closed') return closed;
        const participant =
          participantOf(parts, sid, author) ?? conversations.addParticipant(accountSid, sid, { identity: author });
        const media = mediaUrls.map((url) => ({ url, contentType: null }));
        const message = {
          author,
          participantSid: participant.sid,
          source: 'API',
          body: body ?? null,
          media,
          attributes,
        };
        return { ok: true, resource: post(parts, row, message, { isFlows: false }) };
      }),
  };
}

async function guarded<T>(act: () => T): Promise<T> {
  try {
    return act();
  } catch (cause) {
    throw new CarrierUnreachable('the conversations of this machine cannot be written', { isUnsent: true, cause });
  }
}
