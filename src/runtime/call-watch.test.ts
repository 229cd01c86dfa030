/** A call whose end the carrier did not report, or whose carrier never says what became of it. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { CarrierCalls } from '../carriers/carrier.ts';
import { CarrierUnreachable } from '../carriers/carrier.ts';
import { accountSid, contact, Fixture, ours, trigger } from './runtime-fixture.ts';

const callSid = `CA${'1'.repeat(32)}`;

const gather = {
  name: 'menu',
  type: 'gather-input-on-call',
  properties: { say: 'Press one.', timeout: 5 },
  transitions: [{ event: 'keypress' }, { event: 'speech' }, { event: 'timeout' }],
};
const makeCall = (name: string) => ({
  name,
  type: 'make-outgoing-call-v2',
  properties: { timeout: 30, detect_answering_machine: true, machine_detection_timeout: '20' },
  transitions: [{ event: 'answered' }, { event: 'busy' }, { event: 'noAnswer' }, { event: 'failed' }],
});

async function open(t: TestContext, calls: Partial<CarrierCalls>): Promise<Fixture> {
  const made = { ok: true, resource: { sid: callSid, status: 'queued' } } as const;
  const usual: CarrierCalls = { create: async () => made, record: async () => made };
  const it = await Fixture.open({}, { calls: { ...usual, ...calls } });
  t.after(() => it.close());
  return it;
}

function start(it: Fixture, flowSid: string) {
  const request = { accountSid, flowSid, requestSid: it.sid('RQ'), from: ours, to: contact, parameters: {} };
  return it.runtime.startByRequest(request);
}

async function statusOf(it: Fixture, flowSid: string): Promise<string | undefined> {
  const [run] = await it.executions(flowSid);
  return run?.status;
}

const ring = { CallSid: callSid, CallStatus: 'ringing', From: contact, To: ours };

const answers: { readonly says: string; readonly status: () => Promise<string | undefined>; readonly ends: boolean }[] =
  [
    { says: 'completed', status: async () => 'completed', ends: true },
    { says: 'no-answer', status: async () => 'no-answer', ends: true },
    { says: 'in-progress', status: async () => 'in-progress', ends: false },
    { says: 'nothing', status: async () => undefined, ends: false },
    {
      says: 'that it is down',
      status: async () => {
        throw new CarrierUnreachable('down', { isUnsent: true });
      },
      ends: false,
    },
  ];

for (const { says, status, ends } of answers) {
  test(`a call whose end was not reported: the carrier says ${says}`, async (t) => {
    const asked: string[] = [];
    const it = await open(t, {
      statusOf: (call) => {
        asked.push(`${call.accountSid} ${call.callSid}`);
        return status();
      },
    });
    const flow = await it.publish([trigger('menu'), gather]);
    await it.runtime.receive({ accountSid, flowSid: flow, params: ring });
    await it.elapse(301);
    assert.deepEqual(asked, [], 'not before it was quiet that long');
    await it.elapse(300);
    assert.deepEqual(asked, [`${accountSid} ${callSid}`]);
    assert.equal(await statusOf(it, flow), ends ? 'ended' : 'active');
    await it.elapse(301);
    assert.equal(asked.length, ends ? 1 : 2);
  });
}

test('a call that was made, and of which nothing more is heard, has failed', async (t) => {
  const it = await open(t, {});
  const flow = await it.publish([trigger('call'), makeCall('call')]);
  await start(it, flow);
  await it.runtime.settled();
  // 30 seconds of ringing, 20 of detection, 60 of silence.
  await it.elapse(109);
  assert.equal(await statusOf(it, flow), 'active');
  await it.elapse(2);
  assert.deepEqual((await it.path(flow)).at(-1), 'failed: call → Ended');
});

test('calls to one contact are made one after another, and none is taken for another', async (t) => {
  let made = 0;
  let atOnce = 0;
  let most = 0;
  const claims: boolean[] = [];
  const sid = (number: number) => `CA${String(number).repeat(32)}`;
  const it = await open(t, {
    async create({ isClaimed }) {
      most = Math.max(most, ++atOnce);
      claims.push(isClaimed(sid(1)));
      await new Promise((resolve) => setImmediate(resolve));
      atOnce--;
      return { ok: true, resource: { sid: sid(++made), status: 'queued' } };
    },
  });
  for (const _ of [1, 2]) {
    const flow = await it.publish([trigger('call'), makeCall('call')]);
    await start(it, flow);
  }
  await it.runtime.settled();
  assert.deepEqual([made, most, claims], [2, 1, [false, true]]);
});
