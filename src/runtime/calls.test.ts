/** Calls on the wire: what each request of a carrier is answered, and what becomes of the run. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { CallCreation, CarrierCalls } from '../carriers/carrier.ts';
import { CarrierUnreachable } from '../carriers/carrier.ts';
import type { JsonObject } from '../engine/json.ts';
import type { InboundAnswer } from './runtime.ts';
import { accountSid, ask, contact, emptyResponse, Fixture, ours, say as text, trigger } from './runtime-fixture.ts';

const callSid = `CA${'1'.repeat(32)}`;
const secondCall = `CA${'2'.repeat(32)}`;

const say = (name: string, words: string, next: string | null = null): JsonObject => ({
  name,
  type: 'say-play',
  properties: { say: words, loop: 1 },
  transitions: [{ event: 'audioComplete', next }],
});
const gather = (name: string, next: string): JsonObject => ({
  name,
  type: 'gather-input-on-call',
  properties: { say: 'Press one.', timeout: 5, number_of_digits: 1 },
  transitions: [{ event: 'keypress', next }, { event: 'speech' }, { event: 'timeout' }],
});
const request = (name: string, next: string): JsonObject => ({
  name,
  type: 'make-http-request',
  properties: { method: 'GET', url: 'https://example.com/' },
  transitions: [
    { event: 'success', next },
    { event: 'failed', next },
  ],
});
const dial = (name: string, next: string): JsonObject => ({
  name,
  type: 'connect-call-to',
  properties: { noun: 'number', to: '+15550000009', caller_id: '{{contact.channel.address}}', timeout: 20 },
  transitions: [{ event: 'callCompleted' }, { event: 'hangup', next }],
});
const makeCall: JsonObject = {
  name: 'call',
  type: 'make-outgoing-call-v2',
  properties: { from: '{{flow.channel.address}}', to: '{{contact.channel.address}}', timeout: 30 },
  transitions: [
    { event: 'answered', next: 'hello' },
    { event: 'busy', next: 'sorry' },
    { event: 'noAnswer' },
    { event: 'failed', next: 'sorry' },
  ],
};

async function open(t: TestContext, calls?: CarrierCalls): Promise<Fixture> {
  const it = await Fixture.open({}, calls ? { calls } : {});
  t.after(() => it.close());
  return it;
}

/** A request of the call, its parameters being Twilio's. */
function ring(it: Fixture, flowSid: string, more: JsonObject = {}): Promise<InboundAnswer> {
  const params = {
    CallSid: callSid,
    CallStatus: 'in-progress',
    Direction: 'inbound',
    From: contact,
    To: ours,
    ...more,
  };
  return it.runtime.receive({ accountSid, flowSid, params });
}

/** Lets everything happen that needs no time. */
async function turns(count = 50): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
}

const ringing = { CallStatus: 'ringing' };

/** Addresses in a document, with the callbacks' step. */
function callbacks(answer: InboundAnswer): { readonly FlowEvent: string; readonly Step: string }[] {
  const found = [...twimlOf(answer).matchAll(/FlowEvent=(\w+)&amp;Step=(FT\w+)/g)];
  return found.map(([, FlowEvent = '', Step = '']) => ({ FlowEvent, Step }));
}

function twimlOf(answer: InboundAnswer): string {
  assert.ok(answer.status === 200, JSON.stringify(answer));
  return answer.twiml;
}

/** Follows the only callback of a document. */
function follow(it: Fixture, flowSid: string, answer: InboundAnswer, more: JsonObject = {}): Promise<InboundAnswer> {
  const [callback] = callbacks(answer);
  assert.ok(callback, twimlOf(answer));
  return ring(it, flowSid, { ...callback, ...more });
}

test('a call is answered in the request that brings it, and each callback with what follows', async (t) => {
  const it = await open(t);
  const flow = await it.publish([
    trigger('hello'),
    say('hello', 'Welcome', 'menu'),
    gather('menu', 'bye'),
    say('bye', 'You pressed {{widgets.menu.Digits}}'),
  ]);
  const hello = await ring(it, flow, ringing);
  assert.match(
    twimlOf(hello),
    /<Say[^>]*>Welcome<\/Say><Redirect method="POST">https:\/\/flows\.example\.com\/v1\/Accounts/,
  );
  const menu = await follow(it, flow, hello);
  assert.match(twimlOf(menu), /<Gather [^>]*numDigits="1"/);
  const bye = await follow(it, flow, menu, { Digits: '7' });
  assert.match(twimlOf(bye), />You pressed 7</);
  assert.deepEqual(await follow(it, flow, bye), emptyResponse);
  assert.deepEqual(await it.path(flow), [
    'incomingCall: Trigger → hello',
    'audioComplete: hello → menu',
    'keypress: menu → bye',
    'audioComplete: bye → Ended',
  ]);
});

test('a carrier that asks again gets what the call was told last; repeated and late callbacks change nothing', async (t) => {
  const it = await open(t);
  const flow = await it.publish([
    trigger('hello'),
    say('hello', 'Welcome', 'menu'),
    gather('menu', 'bye'),
    say('bye', 'Bye'),
  ]);
  const hello = await ring(it, flow, ringing);
  assert.deepEqual(await ring(it, flow, ringing), hello);
  const menu = await follow(it, flow, hello);
  assert.deepEqual(await follow(it, flow, hello), menu, 'the same callback again');
  assert.deepEqual(await ring(it, flow, ringing), hello, 'the first request again');
  await it.restart();
  assert.deepEqual(await follow(it, flow, hello), menu, 'after a restart');
  const bye = await follow(it, flow, menu, { Digits: '1' });
  assert.deepEqual(await follow(it, flow, menu, { Digits: '2' }), bye, 'another key, too late');
  assert.deepEqual((await it.path(flow)).length, 3);
  await follow(it, flow, bye);
  assert.deepEqual(await follow(it, flow, hello), emptyResponse, 'after the end');
  assert.equal((await it.executions(flow)).length, 1);
});

for (const patienceSeconds of [15, 5]) {
  test(`40 seconds of work between two words survive a carrier that waits ${patienceSeconds} seconds`, async (t) => {
    const it = await open(t);
    it.outside.exchange = () =>
      new Promise((resolve) => {
        it.clock.at(it.clock.now() + 8_000, () => resolve({ ok: true, status: 200, body: '{}', headers: {} }));
      });
    const names = ['one', 'two', 'three', 'four', 'five'];
    const work = names.map((name, place) => request(name, names[place + 1] ?? 'done'));
    const flow = await it.publish([trigger('hello'), say('hello', 'One moment', 'one'), ...work, say('done', 'There')]);
    const startMs = it.clock.now();
    let answer = await ring(it, flow, ringing);
    for (let requests = 0; !twimlOf(answer).includes('There'); requests++) {
      assert.ok(requests < 40, 'it comes to an end');
      const sentMs = it.clock.now();
      let answered: InboundAnswer | undefined;
      void follow(it, flow, answer).then((given) => {
        answered = given;
      });
      while (answered === undefined) {
        await turns(20);
        if (answered === undefined) it.clock.advance(100);
      }
      assert.ok(it.clock.now() - sentMs < patienceSeconds * 1_000, 'the call would have been dropped');
      answer = answered;
      const [, seconds] = /<Pause length="(\d+)"\/>/.exec(twimlOf(answer)) ?? [];
      if (seconds !== undefined) it.clock.advance(Number(seconds) * 1_000);
    }
    assert.ok(it.clock.now() - startMs >= 40_000);
    assert.deepEqual((await it.path(flow)).slice(-2), ['success: four → five', 'success: five → done']);
    await follow(it, flow, answer);
    assert.equal((await it.executions(flow))[0]?.status, 'ended');
  });
}

test('a caller who hangs up leaves no active run behind, wherever it waits', async (t) => {
  const it = await open(t);
  let end: () => void = () => undefined;
  it.outside.exchange = () =>
    new Promise((resolve) => {
      end = () => resolve({ ok: false, reason: 'network', message: 'nobody answers' });
    });
  const places: { readonly [where: string]: readonly JsonObject[] } = {
    speaking: [say('at', 'Hello')],
    gathering: [gather('at', 'bye'), say('bye', 'Bye')],
    dialing: [dial('at', 'after'), text('after', 'You hung up')],
    working: [request('at', 'bye'), say('bye', 'Bye')],
  };
  for (const [where, states] of Object.entries(places)) {
    const flow = await it.publish([trigger('at'), ...states]);
    const sid = it.sid('CA');
    void ring(it, flow, { ...ringing, CallSid: sid });
    await turns();
    const status = { CallSid: sid, CallStatus: 'completed', CallbackSource: 'call-progress-events' };
    assert.deepEqual(await ring(it, flow, status), { status: 204 }, where);
    end();
    await it.elapse(10);
    const [run] = await it.executions(flow);
    assert.equal(run?.status, 'ended', where);
    assert.deepEqual(it.bodies(), where === 'dialing' ? ['You hung up'] : it.bodies(), where);
  }
});

test('a request that was under way when the caller hung up is finished; then the run ends', async (t) => {
  const it = await open(t);
  let answer: () => void = () => undefined;
  it.outside.exchange = () =>
    new Promise((resolve) => {
      answer = () => resolve({ ok: true, status: 200, body: '', headers: {} });
    });
  const flow = await it.publish([trigger('look'), request('look', 'bye'), say('bye', 'Bye')]);
  const answered = ring(it, flow, ringing);
  await turns();
  await ring(it, flow, { CallStatus: 'completed', CallbackSource: 'call-progress-events' });
  answer();
  await it.runtime.settled();
  assert.deepEqual(await answered, emptyResponse);
  assert.deepEqual(await it.path(flow), ['incomingCall: Trigger → look', 'success: look → bye']);
  assert.deepEqual(
    (await it.executions(flow)).map(({ endedReason }) => endedReason),
    ['HANGUP'],
  );
});

const flags = (allow: boolean) => ({
  definition: JSON.stringify({
    description: 'Flow',
    initial_state: 'Trigger',
    flags: { allow_concurrent_calls: allow },
    states: [trigger('hello'), say('hello', 'Welcome')],
  }),
});

test('a second call of the contact has a run of its own, or is refused where the flow allows none', async (t) => {
  const it = await open(t);
  const open2 = await it.publish([], flags(true));
  const closed = await it.publish([], flags(false));
  for (const flow of [open2, closed]) await ring(it, flow, ringing);
  assert.match(twimlOf(await ring(it, open2, { ...ringing, CallSid: secondCall })), /Welcome/);
  assert.equal((await it.executions(open2)).length, 2);
  const refused = await ring(it, closed, { ...ringing, CallSid: secondCall });
  assert.match(twimlOf(refused), /<Response><Reject\/><\/Response>$/);
  const runs = await it.executions(closed);
  assert.equal(runs.length, 1);
  assert.deepEqual(
    (await it.storage.listProblems(runs[0]?.sid ?? '')).map(({ code }) => code),
    [81002],
  );
  const other = await ring(it, closed, { ...ringing, CallSid: secondCall, From: '+15550000003' });
  assert.match(twimlOf(other), /Welcome/, 'somebody else');
  await ring(it, closed, { CallStatus: 'completed', CallbackSource: 'call-progress-events' });
  assert.match(twimlOf(await ring(it, closed, { ...ringing, CallSid: it.sid('CA') })), /Welcome/, 'after the first');
});

test('calls and messages of one contact keep their runs apart', async (t) => {
  const it = await open(t);
  const flow = await it.publish([
    {
      name: 'Trigger',
      type: 'trigger',
      transitions: [
        { event: 'incomingCall', next: 'hello' },
        { event: 'incomingMessage', next: 'name' },
      ],
    },
    say('hello', 'Welcome'),
    ask('name', 'Your name?', 'thanks'),
    text('thanks', 'Thanks {{widgets.name.inbound.Body}}'),
  ]);
  await ring(it, flow, ringing);
  await it.text(flow, 'hi');
  assert.equal((await it.executions(flow)).length, 2);
  await it.text(flow, 'Ana');
  assert.deepEqual(it.bodies(), ['Your name?', 'Thanks Ana']);
  const [message, call] = await it.executions(flow);
  assert.deepEqual([message?.kind, message?.status, call?.kind, call?.status], ['pair', 'ended', 'call', 'active']);
});

test('a call whose flow asks for a text gets it, and waits on the line meanwhile', async (t) => {
  const it = await open(t);
  const flow = await it.publish([
    trigger('name'),
    ask('name', 'Text me your name', 'hello'),
    say('hello', 'Hello {{widgets.name.inbound.Body}}'),
  ]);
  const held = ring(it, flow, ringing);
  await turns();
  it.clock.advance(4_000);
  const wait = await held;
  assert.match(twimlOf(wait), /<Pause length="1"\/><Redirect method="POST">[^<]*FlowEvent=poll/);
  assert.deepEqual(await it.text(flow, 'Ana'), emptyResponse, 'the message is answered with nothing');
  assert.equal((await it.executions(flow)).length, 1);
  assert.match(twimlOf(await follow(it, flow, wait)), />Hello Ana</);
});

const created = (made: CallCreation[]): CarrierCalls => ({
  async create(request) {
    made.push(request);
    return { ok: true, resource: { sid: callSid, status: 'queued' } };
  },
  record: async () => ({ ok: false, code: null, message: 'no' }),
});

test('a run calls the contact, and says in the call what follows', async (t) => {
  const made: CallCreation[] = [];
  const it = await open(t, created(made));
  const flow = await it.publish([trigger('call'), makeCall, say('hello', 'Hello'), text('sorry', 'Sorry')]);
  await it.runtime.startByRequest({
    accountSid,
    flowSid: flow,
    to: contact,
    from: ours,
    parameters: {},
    requestSid: it.sid('RQ'),
  });
  await it.runtime.settled();
  const [{ call } = { call: undefined }] = made;
  assert.deepEqual([call?.to, call?.from, call?.timeoutSeconds], [contact, ours, 30]);
  const url = new URL(call?.answeredUrl ?? '');
  const outgoing = { Direction: 'outbound-api', From: ours, To: contact };
  const answered = await ring(it, flow, { ...Object.fromEntries(url.searchParams), ...outgoing });
  assert.match(twimlOf(answered), />Hello</);
  // A final status ends it, however old the step it names.
  const status = Object.fromEntries(new URL(call?.statusCallback ?? '').searchParams);
  assert.deepEqual(await ring(it, flow, { ...status, ...outgoing, CallStatus: 'completed' }), { status: 204 });
  assert.deepEqual(
    (await it.executions(flow)).map(({ endedReason }) => endedReason),
    ['HANGUP'],
  );
});

test('a status that comes before the carrier has answered counts', async (t) => {
  let answer: () => void = () => undefined;
  const it = await open(t, {
    create: () =>
      new Promise((_resolve, reject) => {
        answer = () => reject(new CarrierUnreachable('cut off', { isUnsent: false }));
      }),
    record: async () => ({ ok: false, code: null, message: 'no' }),
  });
  const flow = await it.publish([trigger('call'), makeCall, say('hello', 'Hello'), text('sorry', 'Sorry')]);
  await it.runtime.startByRequest({
    accountSid,
    flowSid: flow,
    to: contact,
    from: ours,
    parameters: {},
    requestSid: it.sid('RQ'),
  });
  await turns();
  const [run] = await it.executions(flow);
  const stored = await it.storage.findStoredExecution(run?.sid ?? '');
  const step = { Step: stored?.runningStepSid ?? '', Direction: 'outbound-api', From: ours, To: contact };
  await ring(it, flow, { ...step, FlowEvent: 'callStatus', CallStatus: 'ringing' });
  answer();
  await it.elapse(60);
  assert.match(twimlOf(await ring(it, flow, { ...step, FlowEvent: 'answered' })), />Hello</);
});

for (const [status, event] of [
  ['busy', 'busy'],
  ['no-answer', 'noAnswer'],
  ['failed', 'failed'],
  ['canceled', 'failed'],
] as const) {
  test(`a call that ends ${status} takes ${event}`, async (t) => {
    const it = await open(t, created([]));
    const flow = await it.publish([trigger('call'), makeCall, say('hello', 'Hello'), text('sorry', 'Sorry')]);
    await it.text(flow, 'call me');
    const [run] = await it.executions(flow);
    const stored = await it.storage.findStoredExecution(run?.sid ?? '');
    const callback = { FlowEvent: 'callStatus', Step: stored?.runningStepSid ?? '', CallStatus: status };
    assert.deepEqual(await ring(it, flow, callback), { status: 204 });
    assert.match((await it.path(flow))[1] ?? '', new RegExp(`^${event}: call`));
  });
}
