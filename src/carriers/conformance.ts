/** What every carrier must do, run by each on its own network. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { OutboundMessage } from '../engine/effects.ts';
import type { Carrier } from './carrier.ts';

export interface CarrierUnderTest {
  readonly carrier: Carrier;
  readonly accountSid: string;
  /** A message that the carrier takes. */
  readonly accepted: OutboundMessage;
  /** A message that it refuses, and the code it refuses it with. */
  readonly refused: OutboundMessage;
  readonly refusedCode: number;
  /** Messages that left so far. */
  sentCount(): Promise<number>;
}

/** Registers the suite; `open` gives a carrier on an empty network and sees to its end by `t.after`. */
export function carrierConformance(name: string, open: (t: TestContext) => Promise<CarrierUnderTest>): void {
  test(`${name}: a message that is taken shows as a resource`, async (t) => {
    const { carrier, accountSid, accepted } = await open(t);
    const result = await carrier.send({ accountSid, key: 'one', message: accepted });
    assert.ok(result.ok);
    const { resource } = result;
    assert.match(String(resource.sid), /^.+$/);
    assert.equal(resource.account_sid, accountSid);
    assert.equal(resource.to, accepted.to);
    assert.equal(resource.body, accepted.body);
    assert.equal(resource.direction, 'outbound-api');
    assert.ok(['queued', 'accepted', 'sending', 'sent'].includes(String(resource.status)));
  });

  test(`${name}: a refusal is a result with its code`, async (t) => {
    const { carrier, accountSid, refused, refusedCode, sentCount } = await open(t);
    const result = await carrier.send({ accountSid, key: 'one', message: refused });
    assert.ok(!result.ok);
    assert.equal(result.code, refusedCode);
    assert.notEqual(result.message, '');
    assert.equal(await sentCount(), 0);
  });

  test(`${name}: other keys make other messages`, async (t) => {
    const { carrier, accountSid, accepted, sentCount } = await open(t);
    const results = await Promise.all(
      ['one', 'two', 'three'].map((key) => carrier.send({ accountSid, key, message: accepted })),
    );
    assert.equal(new Set(results.map((result) => result.ok && result.resource.sid)).size, 3);
    assert.equal(await sentCount(), 3);
  });

  test(`${name}: what was sent is found by its key, or cannot be asked for`, async (t) => {
    const { carrier, accountSid, accepted, sentCount } = await open(t);
    if (!carrier.findSent) return;
    const request = { accountSid, key: 'one', message: accepted };
    assert.equal(await carrier.findSent(request, 0), undefined);
    const sent = await carrier.send(request);
    const found = await carrier.findSent(request, 0);
    assert.ok(sent.ok && found?.ok);
    assert.equal(found.resource.sid, sent.resource.sid);
    assert.equal(await carrier.findSent({ ...request, key: 'two' }, 0), undefined);
    assert.equal(await sentCount(), 1);
  });

  test(`${name}: a repeated send after asking makes no second message`, async (t) => {
    const { carrier, accountSid, accepted, sentCount } = await open(t);
    const request = { accountSid, key: 'one', message: accepted };
    // What the runtime does after a crash.
    const attempt = async () => (await carrier.findSent?.(request, 0)) ?? (await carrier.send(request));
    await attempt();
    if (carrier.findSent) await attempt();
    assert.equal(await sentCount(), 1);
  });
}
