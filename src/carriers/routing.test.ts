import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OutboundMessage } from '../engine/effects.ts';
import type { Carrier } from './carrier.ts';
import { type Routes, routedCarrier } from './routing.ts';

const log: string[] = [];
const carrier = (name: string, canAsk = true): Carrier => ({
  name,
  send: async ({ key }) => {
    log.push(`${name} ${key}`);
    return { ok: true, resource: { sid: name } };
  },
  ...(canAsk ? { findSent: async () => ({ ok: true, resource: { sid: name } }) } : {}),
});

const routes: Routes = {
  carriers: new Map([
    ['main', carrier('main')],
    ['tx', carrier('tx', false)],
    ['simulator', carrier('simulator')],
  ]),
  senders: new Map([
    ['+15550000001', 'main'],
    ['whatsapp:+15550000001', 'tx'],
    [`MG${'1'.repeat(32)}`, 'tx'],
    ['+15550000009', 'gone'],
  ]),
  fallback: 'simulator',
};

const to = '+15559999999';
const cases: { message: OutboundMessage; goesBy: string }[] = [
  { message: { to, from: '+15550000001' }, goesBy: 'main' },
  { message: { to, from: 'whatsapp:+15550000001' }, goesBy: 'tx' },
  { message: { to, messagingServiceSid: `MG${'1'.repeat(32)}` }, goesBy: 'tx' },
  { message: { to, messagingServiceSid: `MG${'1'.repeat(32)}`, from: '+15550000001' }, goesBy: 'main' },
  { message: { to, messagingServiceSid: `MG${'1'.repeat(32)}`, from: '+15551234567' }, goesBy: 'tx' },
  { message: { to, from: '+15551234567' }, goesBy: 'simulator' },
  { message: { to }, goesBy: 'simulator' },
];
for (const { message, goesBy } of cases) {
  test(`a message ${JSON.stringify({ ...message, to: undefined })} goes by ${goesBy}`, async () => {
    const routed = routedCarrier(routes);
    const result = await routed.send({ accountSid: 'AC1', key: 'k', message });
    assert.ok(result.ok);
    assert.equal(result.resource.sid, goesBy);
    const route = routed.route?.(message);
    assert.equal(route?.name, goesBy);
    // What can be asked of it, and what not, is its own.
    assert.equal(route.findSent !== undefined, goesBy !== 'tx');
  });
}

test('a sender whose carrier is not there is refused, with the way out', async () => {
  const result = await routedCarrier(routes).send({
    accountSid: 'AC1',
    key: 'k',
    message: { to, from: '+15550000009' },
  });
  assert.ok(!result.ok);
  assert.match(result.message, /no carrier "gone"; add it to atelier.yaml/);
});
