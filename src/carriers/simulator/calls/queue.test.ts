import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accountSid, granted, number } from '../simulator-fixture.ts';
import { codes, openCallTest, told } from './calls-fixture.ts';

const waiting = '<Enqueue action="/left" waitUrl="/wait">support</Enqueue><Say>After it.</Say>';

test('enqueue: a caller hears documents, without end, and knows the place', async (t) => {
  const { call, leg, sent, pass } = await openCallTest(t, { '/voice': waiting, '/wait': '<Pause length="10"/>' });
  const first = await call();
  await pass(4);
  await call();
  await pass(6);
  const asked = sent('/wait').map(
    ({ CallSid, QueuePosition, QueueTime, AvgQueueTime, CurrentQueueSize, MaxQueueSize }) => [
      CallSid === first,
      QueuePosition,
      QueueTime,
      AvgQueueTime,
      CurrentQueueSize,
      MaxQueueSize,
    ],
  );
  assert.deepEqual(asked, [
    [true, '1', '0', '0', '1', '1000'],
    [false, '2', '0', '2', '2', '1000'],
    [true, '1', '10', '8', '2', '1000'],
  ]);
  assert.equal((await leg(first)).doing?.queue, 'support');
});

test('enqueue: an agent takes the first, hears of it, and the two talk', async (t) => {
  const { call, act, leg, sent, pass } = await openCallTest(t, {
    '/voice': ({ params }) =>
      params.FromCity === 'AGENT'
        ? '<Dial action="/agent"><Queue url="/whisper">support</Queue></Dial>'
        : '<Enqueue action="/left">support</Enqueue>',
    '/whisper': '<Say>You are next.</Say>',
    '/left': '<Hangup/>',
    '/agent': '<Hangup/>',
  });
  const caller = await call();
  await pass(7);
  const agent = await call({ FromCity: 'AGENT' });
  const [whispered] = sent('/whisper');
  assert.deepEqual(
    [whispered?.CallSid, whispered?.DequeingCallSid, whispered?.QueueTime, whispered?.QueueResult],
    [caller, agent, '7', undefined],
  );
  await pass(2);
  await act(agent, { speech: { text: 'How can I help?', confidence: undefined } });
  assert.deepEqual(told(await leg(caller)), ['< You are next.', '< How can I help?']);
  await pass(5);
  await act(caller, { hangsUp: true });
  const [left] = sent('/left');
  assert.deepEqual([left?.QueueResult, left?.QueueTime, left?.CallStatus], ['bridged', '7', 'completed']);
  const [ended] = sent('/agent');
  assert.deepEqual([ended?.DialCallStatus, ended?.DialCallSid, ended?.DialCallDuration], ['completed', caller, '7']);
});

test('enqueue: an agent waits for the next who comes, for so long', async (t) => {
  const { call, leg, pass, sent } = await openCallTest(t, {
    '/voice': ({ params }) =>
      params.FromCity === 'AGENT'
        ? '<Dial timeout="20" action="/agent"><Queue>support</Queue></Dial>'
        : '<Enqueue>support</Enqueue>',
    '/agent': '<Hangup/>',
  });
  const agent = await call({ FromCity: 'AGENT' });
  await pass(10);
  const caller = await call();
  assert.deepEqual(
    [(await leg(agent)).transcript.at(-1)?.with, (await leg(caller)).doing],
    [caller, { verb: 'bridged', with: agent }],
  );
  const second = await call({ FromCity: 'AGENT' });
  await pass(20);
  assert.deepEqual(
    sent('/agent').map(({ CallSid, DialCallStatus }) => [CallSid, DialCallStatus]),
    [[second, 'no-answer']],
  );
});

test('enqueue: agents who wait take callers who come in the same instant, one each', async (t) => {
  const handsets = { '*': { answer: 'true', afterSeconds: 1 } } as const;
  const { calls, leg, pass } = await openCallTest(t, {}, { handsets });
  const dials = async (to: string, verb: string) =>
    granted(await calls.create(accountSid, { from: number, to, twiml: `<Response>${verb}</Response>` })).sid;
  const agents = [];
  for (const to of ['+15557770001', '+15557770002']) {
    agents.push(await dials(to, '<Dial timeout="600"><Queue>support</Queue></Dial>'));
  }
  await pass(5);
  const callers = await Promise.all(
    ['+15557770003', '+15557770004'].map((to) => dials(to, '<Enqueue>support</Enqueue>')),
  );
  await pass(5);
  const partners = await Promise.all(callers.map(async (sid) => (await leg(sid)).doing?.with));
  assert.deepEqual(partners.toSorted(), agents.toSorted());
});

interface Case {
  readonly says: string;
  readonly document: string;
  readonly does: 'hangs up' | 'waits' | 'is redirected' | 'is taken by the account';
  readonly result: string;
  /** What the caller hears afterwards. */
  readonly hears: readonly string[];
}
const cases: readonly Case[] = [
  { says: 'Leave', document: waiting, does: 'waits', result: 'leave', hears: ['< Left.'] },
  { says: 'a hang-up', document: waiting.replace('/wait', '/long'), does: 'hangs up', result: 'hangup', hears: [] },
  {
    says: 'a redirection',
    document: waiting.replace('/wait', '/long'),
    does: 'is redirected',
    result: 'redirected',
    hears: ['< Elsewhere.'],
  },
  {
    says: 'the account',
    document: waiting.replace('/wait', '/long'),
    does: 'is taken by the account',
    result: 'redirected',
    hears: ['< Taken.'],
  },
];
for (const { says, document, does, result, hears } of cases) {
  test(`enqueue: ended by ${says} it is ${result}`, async (t) => {
    const { call, act, leg, pass, sent, calls, settled, base } = await openCallTest(t, {
      '/voice': document,
      '/wait': '<Pause length="3"/><Leave/>',
      '/long': '<Pause length="60"/>',
      '/left': '<Say>Left.</Say>',
      '/taken': '<Say>Taken.</Say>',
    });
    const sid = await call();
    await pass(2);
    const [queue] = (await calls.listQueues(accountSid, { limit: 9 })).rows;
    assert.deepEqual([queue?.friendlyName, queue?.currentSize, queue?.averageWaitSeconds], ['support', 1, 2]);
    if (does === 'hangs up') await act(sid, { hangsUp: true });
    else if (does === 'waits') await pass(1);
    else if (does === 'is redirected')
      await calls.update(accountSid, sid, { twiml: '<Response><Say>Elsewhere.</Say></Response>' });
    else await calls.dequeue(accountSid, queue?.sid ?? '', 'Front', { url: `${base}/taken` });
    await settled();
    const [left] = sent('/left');
    assert.deepEqual([left?.QueueResult, left?.QueueSid], [result, queue?.sid]);
    assert.deepEqual(told(await leg(sid)), hears);
    assert.equal((await calls.findQueue(accountSid, queue?.sid ?? ''))?.currentSize, 0);
  });
}

test('enqueue: a full queue takes nobody', async (t) => {
  const { call, leg, sent } = await openCallTest(t, {
    '/voice': '<Enqueue maxQueueSize="1" action="/left">small</Enqueue>',
    '/left': '<Say>Full.</Say>',
  });
  await call();
  const sid = await call();
  assert.deepEqual([sent('/left')[0]?.QueueResult, sent('/left')[0]?.QueueSid], ['queue-full', undefined]);
  assert.deepEqual([told(await leg(sid)), codes(await leg(sid))], [['< Full.'], [14207]]);
});

const faults: readonly (readonly [enqueue: string, code: number])[] = [
  ['<Enqueue/>', 14204],
  [`<Enqueue>${'x'.repeat(65)}</Enqueue>`, 14205],
  ['<Enqueue workflowSid="WW1"><Task>no JSON</Task></Enqueue>', 14221],
];
for (const [enqueue, code] of faults) {
  test(`enqueue: an error ${code} ends the document`, async (t) => {
    const { call, leg } = await openCallTest(t, { '/voice': enqueue });
    assert.ok(codes(await leg(await call())).includes(code));
  });
}

const partings: readonly { readonly says: string; readonly afterSeconds: number; readonly whisper: string }[] = [
  { says: 'at once', afterSeconds: 0, whisper: '<Say>You are next.</Say>' },
  { says: 'during the whisper', afterSeconds: 1, whisper: '<Say>You are being connected to somebody.</Say>' },
  { says: 'during a whisper without end', afterSeconds: 5, whisper: '<Pause length="2"/><Redirect/>' },
  { says: 'after the whisper', afterSeconds: 20, whisper: '<Say>You are next.</Say>' },
];
for (const { says, afterSeconds, whisper } of partings) {
  test(`enqueue: a caller whom the agent leaves ${says} goes on`, async (t) => {
    const { call, act, leg, pass, sent, status } = await openCallTest(t, {
      '/voice': ({ params }) =>
        params.FromCity === 'AGENT'
          ? '<Dial><Queue url="/whisper">support</Queue></Dial>'
          : '<Enqueue action="/left">support</Enqueue>',
      '/whisper': whisper,
      '/left': '<Say>Goodbye.</Say>',
    });
    const caller = await call();
    await pass(2);
    const agent = await call({ FromCity: 'AGENT' });
    await pass(afterSeconds);
    await act(agent, { hangsUp: true });
    assert.deepEqual(
      sent('/left').map(({ QueueResult, QueueTime }) => [QueueResult, QueueTime]),
      [['bridged', '2']],
    );
    assert.equal(told(await leg(caller)).at(-1), '< Goodbye.');
    await pass(5);
    assert.deepEqual([await status(agent), await status(caller)], ['completed', 'completed']);
  });
}
