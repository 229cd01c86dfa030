/** Calls, as the account asks for them. Source: carrier page §C3. */
import type { NetworkCall, NetworkCalls } from '../../network-calls.ts';
import { normalizeAddress } from '../addresses.ts';
import { refused } from '../refusals.ts';
import type { WorkParts } from '../work.ts';
import { changedTarget, checkEnds, planOf } from './call-drafts.ts';
import type { CallStore } from './call-store.ts';
import type { CallSystem } from './call-system.ts';
import { callbackOfDraft } from './callbacks.ts';
import { configure } from './configure.ts';
import type { Leg } from './leg.ts';
import { newCall } from './new-call.ts';
import { runOutgoing } from './outgoing.ts';

type AccountSide = Pick<NetworkCalls, 'create' | 'find' | 'list' | 'update' | 'remove'>;

export function accountNetwork(parts: WorkParts, system: CallSystem, calls: CallStore): AccountSide {
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

function normalized(address: string | undefined): string | undefined {
  return address === undefined ? undefined : normalizeAddress(address);
}
