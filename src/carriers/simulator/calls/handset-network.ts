/** Calls, as whoever holds a handset places and answers them. */
import type { HandsetCallDraft, HandsetLeg, NetworkCalls } from '../../network-calls.ts';
import { isSender, normalizeAddress } from '../addresses.ts';
import { refused } from '../refusals.ts';
import type { WorkParts } from '../work.ts';
import { actOn } from './acts.ts';
import type { CallStore } from './call-store.ts';
import type { CallSystem } from './call-system.ts';
import { callbackOfDraft, methodOf } from './callbacks.ts';
import { configure } from './configure.ts';
import { understood } from './hearing.ts';
import { interpret } from './interpreter.ts';
import { newCall } from './new-call.ts';
import { endLeg, statusOf } from './outgoing.ts';

type HandsetSide = Pick<NetworkCalls, 'place' | 'act' | 'listLegs' | 'readLeg'>;

export function handsetNetwork(parts: WorkParts, system: CallSystem, calls: CallStore): HandsetSide {
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
      const known = await understood(system, leg, act);
      if (!known.ok) return known;
      const done = actOn(system, leg, known.value);
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

/** Who can call: a number, a client or a SIP address. */
function isCaller(address: string): boolean {
  return /^(\+?\d|client:|sip:)/.test(address);
}

/** The number that a handset reaches, and where its calls are answered and told. */
function wayIn({ numbers }: WorkParts, accountSid: string, draft: HandsetCallDraft) {
  const from = normalizeAddress(draft.from);
  const to = normalizeAddress(draft.to);
  if (!isSender(from) || !isCaller(from)) return refused(21212);
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
