import type { Granted, MessageDraft, Network, NetworkMessage } from '../network.ts';
import { normalizeAddress } from './addresses.ts';
import type { Calls } from './calls/index.ts';
import { unfinishedStatuses } from './lifecycle.ts';
import { type StoredMessage, visible } from './messages.ts';
import { networkEvents } from './network-events.ts';
import { refused } from './refusals.ts';
import { takeMessage } from './sending.ts';
import { serviceNetwork } from './service-network.ts';
import { noteShortening } from './shortening.ts';
import { templateNetwork } from './template-network.ts';
import { takeText } from './texting.ts';
import type { Work, WorkParts } from './work.ts';

/** Takes a message for sending. */
export async function createMessage(
  parts: WorkParts,
  work: Work,
  accountSid: string,
  draft: MessageDraft,
): Promise<Granted<NetworkMessage>> {
  const { database, options } = parts;
  const taken = await database.submit(() =>
    takeMessage(parts, accountSid, draft, { direction: 'outbound-api', nowMs: options.clock.now() }),
  );
  noteShortening(options.log, draft, taken);
  return told(parts, work, taken);
}

/** What was written, shown as the port has it, to all who wait for it. */
function told({ changes, options }: WorkParts, work: Work, taken: Granted<StoredMessage>): Granted<NetworkMessage> {
  if (!taken.ok) return taken;
  changes.notify();
  work.wake(taken.value.nextAtMs ?? options.clock.now());
  return { ok: true, value: visible(taken.value) };
}

/** The port over the stores. */
export function simulatedNetwork(parts: WorkParts, work: Work, calls: Calls): Network {
  const { database, messages, numbers, services, templates, deliveries, changes, options } = parts;
  const { clock, ids } = options;

  /** A change to a message, told to whoever listens. */
  const alter = async (
    accountSid: string,
    sid: string,
    change: (message: StoredMessage, nowMs: number) => Granted<unknown>,
  ): Promise<Granted<NetworkMessage> | undefined> => {
    const outcome = await database.submit((): Granted<NetworkMessage> | undefined => {
      const message = messages.find(accountSid, sid);
      if (!message) return undefined;
      const changed = change(message, clock.now());
      return changed.ok ? { ok: true, value: visible(messages.find(accountSid, sid) ?? message) } : changed;
    });
    changes.notify();
    work.wake(clock.now());
    return outcome;
  };

  return {
    calls: calls.network,
    templates: templateNetwork(parts),
    services: serviceNetwork(parts),
    provide: (accountSid, provision) =>
      database.submit(() => {
        const nowMs = clock.now();
        const senderSid = (address: string) =>
          numbers.findByNumber(address)?.sid ?? ids.sid(/[A-Za-z]/.test(address) ? 'AI' : 'PN');
        templates.provide(accountSid, provision.templates, nowMs);
        services.provide(accountSid, provision.services, senderSid, nowMs);
      }),

    createMessage: (accountSid, draft) => createMessage(parts, work, accountSid, draft),
    findMessage: async (accountSid, sid) => {
      const message = messages.find(accountSid, sid);
      return message && visible(message);
    },
    listMessages: async (accountSid, filter, page) =>
      messages.list(accountSid, { ...filter, to: normalized(filter.to), from: normalized(filter.from) }, page),
    redactMessage: (accountSid, sid) =>
      alter(accountSid, sid, (message, nowMs) => {
        if (unfinishedStatuses.includes(message.status)) return refused(20009, updateTooEarly);
        messages.redact(message, nowMs);
        return done;
      }),
    cancelMessage: (accountSid, sid) =>
      alter(accountSid, sid, (message, nowMs) => {
        if (message.status !== 'scheduled') return refused(30409);
        messages.move(message, { status: 'canceled', errorCode: null, sentAtMs: null, nextAtMs: null }, nowMs);
        if (message.statusCallback !== null) {
          const status = { messageSeq: message.seq, kind: 'status', status: 'canceled' } as const;
          deliveries.add({ ...status, errorCode: null, createdAtMs: nowMs });
        }
        return done;
      }),
    deleteMessage: (accountSid, sid) =>
      alter(accountSid, sid, (message) => {
        if (unfinishedStatuses.includes(message.status)) return refused(20009);
        messages.remove(message);
        return done;
      }),

    createNumber: (accountSid, wish, settings) =>
      database.submit(() => numbers.create({ sid: ids.sid('PN'), accountSid, nowMs: clock.now() }, wish, settings)),
    findNumber: async (accountSid, sid) => numbers.find(accountSid, sid),
    listNumbers: async (accountSid, filter, page) => numbers.list(accountSid, filter, page),
    updateNumber: (accountSid, sid, settings) =>
      database.submit(() => numbers.update(accountSid, sid, settings, clock.now())),
    deleteNumber: (accountSid, sid) =>
      database.submit(() => {
        const number = numbers.find(accountSid, sid);
        const sender = number && services.findSender(accountSid, number.phoneNumber);
        if (sender) services.dropSender(sender);
        return numbers.remove(accountSid, sid);
      }),
    async findMediaFile(accountSid, messageSid, mediaSid) {
      const message = messages.find(accountSid, messageSid);
      return message && messages.findFile(message, mediaSid);
    },

    text: async (accountSid, draft) =>
      told(parts, work, await database.submit(() => takeText(parts, accountSid, draft, clock.now()))),
    listConversations: async (accountSid, contact) => messages.conversations(accountSid, normalized(contact)),
    async readThread(accountSid, { contact, number, afterSid, limit }, signal) {
      const afterSeq = afterSid === undefined ? undefined : (messages.find(accountSid, afterSid)?.seq ?? 0);
      for (;;) {
        const found = messages.thread(accountSid, normalizeAddress(contact), normalized(number), afterSeq, limit);
        if (found.length > 0 || !signal || signal.aborted) return found;
        await changes.next(signal);
      }
    },
    events: (accountSid, afterId, signal) =>
      networkEvents({ ...parts, switchboard: calls.switchboard }, accountSid, afterId, signal),
  };
}

const done: Granted<undefined> = { ok: true, value: undefined };
const updateTooEarly = 'Cannot update this resource before it is complete';

function normalized(address: string | undefined): string | undefined {
  return address === undefined ? undefined : normalizeAddress(address);
}
