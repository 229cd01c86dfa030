/** What the tests of sending share: a flow that says hello, carriers that fail, time that passes. */
import type { TestContext } from 'node:test';
import { CarrierUnreachable } from '../carriers/carrier.ts';
import type { MessageResult, OutboundMessage } from '../engine/effects.ts';
import type { Limits } from '../engine/limits.ts';
import type { SenderPace } from './deps.ts';
import { Fixture, type FixtureParts, ours, say, trigger } from './runtime-fixture.ts';

export const hello = [
  trigger('hi'),
  {
    ...say('hi', 'hi {{trigger.message.Body}}'),
    transitions: [
      { event: 'sent', next: null },
      { event: 'failed', next: null },
    ],
  },
];
export const down = new CarrierUnreachable('the carrier cannot be reached', { isUnsent: true });
export const cutOff = new CarrierUnreachable('the connection ended', { isUnsent: false });
export const busy = (seconds: number) =>
  new CarrierUnreachable('429', { isUnsent: true, retryAfterMs: seconds * 1000 });

export async function open(t: TestContext, parts: FixtureParts = {}, limits: Partial<Limits> = {}): Promise<Fixture> {
  const it = await Fixture.open(limits, parts);
  t.after(() => it.close());
  return it;
}

/** A carrier that refuses `times` sends with `error`, then takes them. */
export function failing(it: Fixture, error: Error, times = Number.POSITIVE_INFINITY): void {
  const { send } = it.outside;
  let left = times;
  it.outside.send = async (request) => {
    if (left-- > 0) throw error;
    it.outside.send = send;
    return send(request);
  };
}

/** Seconds from now on at which sends are begun, as time passes from timer to timer. */
export async function sendTimes(it: Fixture, seconds: number): Promise<number[]> {
  const startMs = it.clock.now();
  const times: number[] = [];
  let seen = it.sent.length;
  while (it.clock.now() < startMs + seconds * 1000) {
    const next = it.clock.nextTimerMs() ?? Number.POSITIVE_INFINITY;
    await it.elapse((Math.min(next, startMs + seconds * 1000) - it.clock.now()) / 1000);
    for (; seen < it.sent.length; seen++) times.push(Math.round((it.clock.now() - startMs) / 1000));
  }
  return times;
}

/** Lets time pass second by second, without waiting for what is under way. */
export async function pass(it: Fixture, seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second++) {
    it.clock.advance(1_000);
    await turns();
  }
}

/** Lets everything happen that needs no time. */
export async function turns(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
}

export const textFrom = (it: Fixture, flow: string, contact: string, body: string, to = ours) =>
  it.text(flow, body, { From: contact, To: to });

/** One message in two seconds from our number. */
export function slowSender(account: string, { from }: OutboundMessage): SenderPace | undefined {
  return from === ours ? { key: `${account} ${from}`, perSecond: 0.5 } : undefined;
}

export function taken(sid: string): MessageResult {
  return { ok: true, resource: { sid, status: 'queued' } };
}
