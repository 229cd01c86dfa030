/** What flows ask of products, and messages into conversations: carried out, tried again, asked for. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { CarrierUnreachable, type SendRequest } from '../carriers/carrier.ts';
import type { ResourceResult } from '../engine/effects.ts';
import type { JsonObject } from '../engine/json.ts';
import type { Product, ProductCall, Products } from '../products/products.ts';
import { contact, Fixture, ours, trigger } from './runtime-fixture.ts';

const conversationSid = `CH${'1'.repeat(32)}`;
const down = new CarrierUnreachable('the product cannot be reached', { isUnsent: true });
const cutOff = new CarrierUnreachable('the connection ended', { isUnsent: false });

const update: JsonObject = {
  name: 'update',
  type: 'update-sync-object',
  properties: { unique_name: 'visits', data: { n: 1 } },
  transitions: [
    { event: 'success', next: null },
    { event: 'failed', next: null },
  ],
};

/** Products of which the one for `kind` does as told, and the others nothing. */
function productsOf(product: Partial<Products['conversations']> & Partial<Product<never>>): Products {
  const idle = { perform: async () => ({ ok: false, code: null, message: 'not here' }) as const };
  const all = { ...idle, send: idle.perform, ...product };
  return { tasks: all, documents: all, conversations: all } as Products;
}

async function open(t: TestContext, products: Products): Promise<Fixture> {
  const it = await Fixture.open({}, { products });
  t.after(() => it.close());
  return it;
}

const done: ResourceResult = { ok: true, resource: { sid: 'XX1' } };

const unknown: { name: string; findDone?: () => Promise<ResourceResult | undefined>; calls: number; ends: string }[] = [
  { name: 'has it done: not repeated', findDone: async () => done, calls: 1, ends: 'success' },
  { name: 'has not done it: repeated', findDone: async () => undefined, calls: 2, ends: 'success' },
  { name: 'cannot be asked: not repeated, failed', calls: 1, ends: 'failed' },
];
for (const { name, findDone, calls, ends } of unknown) {
  test(`the outcome of a call is unknown, and the product ${name}`, async (t) => {
    let count = 0;
    const perform = async () => {
      if (++count === 1) throw cutOff;
      return done;
    };
    const it = await open(t, productsOf({ perform, ...(findDone ? { findDone } : {}) }));
    const flow = await it.publish([trigger('update'), update]);
    await it.text(flow, 'x');
    await it.elapse(1);
    assert.equal(count, calls);
    assert.equal((await it.path(flow)).at(-1), `${ends}: update → Ended`);
  });
}

test('a product that is down is tried again like a carrier, without asking where it surely did not arrive', async (t) => {
  const keys: string[] = [];
  const perform = async ({ key }: ProductCall) => {
    keys.push(key);
    if (keys.length < 4) throw down;
    return done;
  };
  const it = await open(t, productsOf({ perform }));
  const flow = await it.publish([trigger('update'), update]);
  await it.text(flow, 'x');
  for (const seconds of [1, 1, 2]) await it.elapse(seconds);
  assert.deepEqual([keys.length, new Set(keys).size], [4, 1]);
  assert.equal((await it.path(flow)).at(-1), 'success: update → Ended');
});

test('a message into a conversation goes to the conversations, not to the carrier', async (t) => {
  const sent: SendRequest[] = [];
  const send = async (request: SendRequest) => {
    sent.push(request);
    if (sent.length === 1) throw cutOff;
    return done;
  };
  const it = await open(t, productsOf({ send, findSent: async () => undefined }));
  const flow = await it.publish([
    trigger('say'),
    {
      name: 'say',
      type: 'send-message',
      properties: { from: 'bot', body: 'hi', channel: conversationSid },
      transitions: [{ event: 'sent' }, { event: 'failed' }],
    },
  ]);
  await it.text(flow, 'x', { From: contact, To: ours });
  await it.elapse(1);
  assert.deepEqual([it.sent.length, sent.length, sent[0]?.message.conversation?.sid], [0, 2, conversationSid]);
  assert.equal((await it.path(flow)).at(-1), 'sent: say → Ended');
});

test('without products, what is asked of them fails and the run goes on', async (t) => {
  const it = await Fixture.open();
  t.after(() => it.close());
  const flow = await it.publish([trigger('update'), update]);
  await it.text(flow, 'x');
  assert.equal((await it.path(flow)).at(-1), 'failed: update → Ended');
});
