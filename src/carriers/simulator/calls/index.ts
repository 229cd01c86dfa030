/** Calls of the simulated network: the port over switchboard, stores and interpreter. */

import type { Granted, MessageDraft, NetworkMessage } from '../../network.ts';
import type { CallDraft, HandsetCallDraft, HandsetLeg, NetworkCall, NetworkCalls } from '../../network-calls.ts';
import type { OpenSocket } from '../../socket.ts';
import { isSender, normalizeAddress } from '../addresses.ts';
import { refused } from '../refusals.ts';
import type { WorkParts } from '../work.ts';
import { actOn } from './acts.ts';
import { changedTarget, checkEnds, planOf } from './call-drafts.ts';
import { type CallStore, callStore } from './call-store.ts';
import type { CallSystem } from './call-system.ts';
import { callbackOfDraft, methodOf } from './callbacks.ts';
import { conferenceNetwork } from './conference-network.ts';
import { Conferences } from './conferences.ts';
import { interpret } from './interpreter.ts';
import type { Leg } from './leg.ts';
import { endLostCalls } from './lost-calls.ts';
import { newCall } from './new-call.ts';
import { endLeg, runOutgoing, statusOf } from './outgoing.ts';
import { queueNetwork } from './queue-network.ts';
import { queueStore } from './queue-store.ts';
import { Queues } from './queues.ts';
import { Recorder } from './recorder.ts';
import { recordingNetwork } from './recording-network.ts';
import { recordingStore } from './recording-store.ts';
import { Switchboard } from './switchboard.ts';

export interface CallsParts extends WorkParts {
  readonly wake: () => void;
  readonly text: (accountSid: string, draft: MessageDraft) => Promise<Granted<NetworkMessage>>;
}

export interface Calls {
  readonly network: NetworkCalls;
  readonly switchboard: Switchboard;
  /** Ends what a process that is gone left behind. */
  recover(): Promise<void>;
  close(): void;
}

export function openCalls(parts: CallsParts): Calls {
  const { database, deliveries, options, numbers } = parts;
  const calls = callStore(database);
  const recordings = recordingStore(database);
  const switchboard = new Switchboard({
    database,
    calls,
    deliveries,
    options,
    wake: parts.wake,
    onChange: () => parts.callChanges.notify(),
  });
  const queues = queueStore(database);
  const waiting = new Queues({ database, queues, ids: options.ids, clock: options.clock });
  const conferences = new Conferences({ switchboard, ids: options.ids, clock: options.clock });
  const baseUrl = options.mediaBase ?? (() => '');
  const recorder = new Recorder({ switchboard, recordings, ids: options.ids, baseUrl });
  const habits = options.handsets ?? {};
  const system: CallSystem = {
    clock: options.clock,
    http: options.http,
    openSocket: options.openSocket ?? noSockets,
    tokenOf: options.tokenOf,
    ids: options.ids,
    numbers,
    switchboard,
    recorder,
    queues: waiting,
    conferences,
    habitOf: (contact) => (Object.hasOwn(habits, contact) ? habits[contact] : habits['*']),
    text: parts.text,
    answer(leg) {
      const { direction, status } = leg.call;
      if (direction === 'inbound' && status === 'ringing') switchboard.move(leg, 'in-progress');
    },
    hangUp: (leg) => switchboard.hangUp(leg),
  };

  return {
    switchboard,
    network: {
      ...accountSide(parts, system, calls),
      ...recordingNetwork({
        database,
        recordings,
        recorder,
        system,
        hasCall: (accountSid, sid) => (switchboard.find(accountSid, sid) ?? calls.find(accountSid, sid)) !== undefined,
      }),
      ...queueNetwork({ database, queues, waiting, ids: options.ids, clock: options.clock }),
      ...conferenceNetwork(conferences, () => database.submit(() => {})),
      ...handsetSide(parts, system, calls),
    },
    recover: () => database.submit(() => endLostCalls({ calls, recordings, deliveries }, options.clock.now())),
    close: () => switchboard.close(),
  };
}

const noSockets: OpenSocket = (_url, _headers, { onClose }) => {
  queueMicrotask(() => onClose('This network opens no sockets'));
  return { send: () => {}, close: () => {} };
};

type AccountSide = Pick<NetworkCalls, 'create' | 'find' | 'list' | 'update' | 'remove'>;

function accountSide(parts: CallsParts, system: CallSystem, calls: CallStore): AccountSide {
  const { database, numbers, options } = parts;
  const { switchboard } = system;
  const find = (accountSid: string, sid: string): NetworkCall | undefined =>
    switchboard.find(accountSid, sid)?.call ?? calls.find(accountSid, sid);
  return {
    async create(accountSid, draft) {
      const ends = checkEnds({ numbers, isStrict: options.isStrict === true }, accountSid, draft);
      if (!ends.ok) return ends;
      const plan = planOf(draft);
      if (!plan.ok) return plan;
      if (!switchboard.hasRoom(accountSid)) return refused(20429);
      const statusCallback = callbackOfDraft(draft.statusCallback, ['completed']);
      const call = newCall(system, {
        accountSid,
        ...ends.value,
        direction: 'outbound-api',
        status: 'queued',
        statusCallback,
      });
      const leg = await switchboard.open({ ...call, phoneNumberSid: numbers.findByNumber(call.from)?.sid ?? null });
      configure(leg, draft);
      switchboard.run(leg, () => runOutgoing(system, leg, plan.value));
      return { ok: true, value: call };
    },
    find: async (accountSid, sid) => find(accountSid, sid),
    // In a transaction of its own, so that what was written before is in it.
    list: (accountSid, filter, page) =>
      database.submit(() =>
        calls.list(accountSid, { ...filter, to: normalized(filter.to), from: normalized(filter.from) }, page),
      ),
    async update(accountSid, sid, changes) {
      const known = find(accountSid, sid);
      if (!known) return undefined;
      const leg = switchboard.find(accountSid, sid);
      const target = changedTarget(changes);
      if (target && !target.ok) return target;
      if (!leg || leg.isOver) return refused(21220);
      const isTalking = leg.call.status === 'in-progress';
      if ((target && !isTalking) || (changes.status === 'canceled' && isTalking)) return refused(21220);
      configure(leg, changes);
      if (changes.statusCallback?.url !== undefined) {
        leg.amend({ statusCallback: callbackOfDraft(changes.statusCallback, ['completed']) });
        switchboard.save(leg);
      }
      if (changes.status !== undefined) end(system, leg);
      else if (target) leg.post({ kind: 'redirect', target: target.value });
      // A turn later, so that the answer tells what came of it.
      await database.submit(() => {});
      return { ok: true, value: leg.call };
    },
    remove: (accountSid, sid) => {
      const leg = switchboard.find(accountSid, sid);
      if (leg && !leg.isOver) return Promise.resolve(refused(20009));
      return database.submit(() => {
        const call = calls.find(accountSid, sid);
        if (!call) return undefined;
        if (!calls.remove(accountSid, sid)) return refused(20009);
        if (leg) switchboard.forget(leg);
        return { ok: true, value: call } as const;
      });
    },
  };
}

function end(system: CallSystem, leg: Leg): void {
  const { status, direction } = leg.call;
  if (status === 'in-progress' || direction === 'inbound') system.hangUp(leg);
  else leg.post({ kind: 'answer', answer: 'canceled', answeredBy: undefined });
}

type HandsetSide = Pick<NetworkCalls, 'place' | 'act' | 'listLegs' | 'readLeg'>;

function handsetSide(parts: CallsParts, system: CallSystem, calls: CallStore): HandsetSide {
  const { database } = parts;
  const { switchboard } = system;
  const stored = (accountSid: string, sid: string): HandsetLeg | undefined => {
    const call = calls.find(accountSid, sid);
    return call && { call, doing: null, isListening: false, transcript: [] };
  };
  return {
    async place(accountSid, draft) {
      const way = wayIn(parts, accountSid, draft);
      if (!way.ok) return way;
      if (!switchboard.hasRoom(accountSid)) return refused(20429);
      const { from, to, number, statusCallback } = way.value;
      const { voiceUrl: url, voiceMethod, voiceFallbackUrl, voiceFallbackMethod } = number.settings;
      const params = { ...draft.params };
      const call = newCall(system, {
        accountSid,
        from,
        to,
        direction: 'inbound',
        status: 'ringing',
        statusCallback,
        params,
      });
      const nowMs = system.clock.now();
      const forwardedFrom = params.ForwardedFrom ?? null;
      const leg = await switchboard.open({ ...call, phoneNumberSid: number.sid, startedAtMs: nowMs, forwardedFrom });
      configure(leg, { fallback: { url: voiceFallbackUrl, method: voiceFallbackMethod } });
      switchboard.run(leg, async () => {
        const ending = await interpret(system, leg, { url, method: methodOf(voiceMethod) });
        endLeg(system, leg, statusOf(ending));
      });
      return { ok: true, value: leg.view() };
    },
    async act(accountSid, sid, act) {
      const leg = switchboard.find(accountSid, sid);
      if (!leg) return calls.find(accountSid, sid) && refused(21220, 'The call is over');
      const done = actOn(system, leg, act);
      if (!done.ok) return done;
      // A turn later, so that the answer tells what came of it.
      await database.submit(() => {});
      return { ok: true, value: leg.view() };
    },
    listLegs: async (accountSid, limit) => switchboard.list(accountSid, limit).map((leg) => leg.view()),
    async readLeg(accountSid, sid, afterId = 0, signal) {
      const leg = switchboard.find(accountSid, sid);
      if (!leg) return stored(accountSid, sid);
      for (;;) {
        const view = leg.view(afterId);
        if (view.transcript.length > 0 || leg.isOver || !signal || signal.aborted) return view;
        await leg.changes.next(signal);
      }
    },
  };
}

/** The number that a handset reaches, and where its calls are answered and told. */
function wayIn({ numbers }: CallsParts, accountSid: string, draft: HandsetCallDraft) {
  const from = normalizeAddress(draft.from);
  const to = normalizeAddress(draft.to);
  if (!isSender(from)) return refused(21212);
  if (to === '') return refused(21201);
  const number = numbers.findByNumber(to);
  if (number?.accountSid !== accountSid) {
    return refused(20404, `The account has no number ${to}: create it with POST …/IncomingPhoneNumbers.json`);
  }
  const { voiceUrl, statusCallback: url, statusCallbackMethod: method } = number.settings;
  if (voiceUrl === '') {
    return refused(
      20001,
      `Nobody answers at ${to}: set its VoiceUrl with POST …/IncomingPhoneNumbers/${number.sid}.json`,
    );
  }
  return {
    ok: true,
    value: { from, to, number, statusCallback: callbackOfDraft({ url, method }, ['completed']) },
  } as const;
}

/** What may be said of a call when it begins, and changed while it lasts. */
function configure(leg: Leg, { fallback, timeLimitSeconds }: Pick<CallDraft, 'fallback' | 'timeLimitSeconds'>): void {
  const source = callbackOfDraft(fallback, []);
  if (source) leg.fallback = { url: source.url, method: source.method };
  if (timeLimitSeconds !== undefined) leg.limit(timeLimitSeconds);
}

function normalized(address: string | undefined): string | undefined {
  return address === undefined ? undefined : normalizeAddress(address);
}
