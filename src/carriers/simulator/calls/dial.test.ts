import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accountSid, contact, number } from '../simulator-fixture.ts';
import { codes, openCallTest, told } from './calls-fixture.ts';

const callee = '+15550007777';
const other = '+15550008888';

const outcomes = [
  { answer: 'busy', status: 'busy' },
  { answer: 'no-answer', status: 'no-answer' },
  { answer: 'failed', status: 'failed' },
] as const;
for (const { answer, status } of outcomes) {
  test(`dial: the callee does ${answer}`, async (t) => {
    const { call, dialled, act, sent, leg } = await openCallTest(t, {
      '/voice': `<Dial action="/done">${callee}</Dial>`,
      '/done': '<Say>Sorry.</Say>',
    });
    const sid = await call();
    const child = await dialled(callee);
    const { call: ringing } = await leg(child);
    assert.deepEqual(
      [ringing.status, ringing.parentSid, ringing.direction, ringing.from],
      ['ringing', sid, 'outbound-dial', contact],
    );
    await act(child, { answer });
    const [asked] = sent('/done');
    assert.deepEqual(
      [asked?.DialCallStatus, asked?.DialCallSid, asked?.DialBridged, asked?.DialCallDuration, asked?.CallStatus],
      [status, child, 'false', undefined, 'in-progress'],
    );
    assert.deepEqual(told(await leg(sid)), ['< Sorry.']);
  });
}

test('dial: two talk, and hear each other, until the callee hangs up', async (t) => {
  const { call, dialled, act, pass, sent, leg } = await openCallTest(t, {
    '/voice': `<Dial action="/done" record="record-from-answer-dual"><Number statusCallback="/child" statusCallbackEvent="initiated ringing answered completed">${callee}</Number></Dial>`,
    '/done': '<Say>Bye.</Say>',
    '/child': '',
  });
  const sid = await call();
  const child = await dialled(callee);
  await act(child, { answer: 'true' });
  await act(sid, { speech: { text: 'Hello?', confidence: undefined } });
  await act(child, { speech: { text: 'Speaking.', confidence: undefined }, digits: '5' });
  assert.deepEqual(told(await leg(sid)), ['> Hello?', '< 5', '< Speaking.']);
  assert.deepEqual(told(await leg(child)), ['< Hello?', '> 5', '> Speaking.']);
  await pass(12);
  await act(child, { hangsUp: true });
  const [asked] = sent('/done');
  assert.deepEqual(
    [asked?.DialCallStatus, asked?.DialCallDuration, asked?.DialBridged, asked?.RecordingDuration],
    ['completed', '12', 'true', '12'],
  );
  assert.ok(asked?.RecordingUrl);
  assert.equal(told(await leg(sid)).at(-1), '< Bye.');
  assert.deepEqual(
    sent('/child')
      .toSorted((a, b) => Number(a.SequenceNumber) - Number(b.SequenceNumber))
      .map(({ CallStatus, ParentCallSid }) => [CallStatus, ParentCallSid]),
    ['initiated', 'ringing', 'in-progress', 'completed'].map((status) => [status, sid]),
  );
});

test('dial: the caller hangs up; the action is told, and the callee hears no more', async (t) => {
  const { call, dialled, act, sent, status } = await openCallTest(t, {
    '/voice': `<Dial action="/done">${callee}</Dial>`,
    '/done': '<Say>Nobody hears this.</Say>',
  });
  const sid = await call();
  const child = await dialled(callee);
  await act(child, { answer: 'true' });
  await act(sid, { hangsUp: true });
  const [asked] = sent('/done');
  assert.deepEqual([asked?.CallStatus, asked?.DialCallStatus], ['completed', 'completed']);
  assert.deepEqual([await status(sid), await status(child)], ['completed', 'completed']);
});

test('dial: the caller hangs up while it rings', async (t) => {
  const { call, dialled, act, sent, status } = await openCallTest(t, {
    '/voice': `<Dial action="/done">${callee}</Dial>`,
    '/done': '',
  });
  const sid = await call();
  const child = await dialled(callee);
  await act(sid, { hangsUp: true });
  assert.deepEqual([sent('/done')[0]?.DialCallStatus, await status(child)], ['canceled', 'canceled']);
});

test('dial: nobody answers in time', async (t) => {
  const { call, pass, sent } = await openCallTest(t, {
    '/voice': `<Dial action="/done" timeout="10">${callee}</Dial>`,
    '/done': '',
  });
  await call();
  await pass(9.9);
  assert.equal(sent('/done').length, 0);
  await pass(0.1);
  assert.equal(sent('/done')[0]?.DialCallStatus, 'no-answer');
});

test('dial: of several who ring the first who answers is kept', async (t) => {
  const { call, dialled, act, status } = await openCallTest(t, {
    '/voice': `<Dial><Number>${callee}</Number><Number>${other}</Number><Client>joe</Client></Dial>`,
  });
  await call();
  const [first, second, third] = [await dialled(callee), await dialled(other), await dialled('client:joe')];
  await act(first, { answer: 'busy' });
  await act(second, { answer: 'true' });
  assert.deepEqual(
    [await status(first), await status(second), await status(third)],
    ['busy', 'in-progress', 'canceled'],
  );
});

test('dial: one after the other', async (t) => {
  const { call, dialled, act, sent, pass } = await openCallTest(t, {
    '/voice': `<Dial sequential="true" timeout="5" action="/done"><Number>${callee}</Number><Number>${other}</Number></Dial>`,
    '/done': '',
  });
  await call();
  await assert.rejects(dialled(other));
  await pass(5);
  await act(await dialled(other), { answer: 'busy' });
  assert.equal(sent('/done')[0]?.DialCallStatus, 'busy');
});

test('dial: the callee hears a document first, and may decline', async (t) => {
  const { call, dialled, act, leg, sent, pass } = await openCallTest(t, {
    '/voice': `<Dial action="/done"><Number url="/whisper">${callee}</Number></Dial>`,
    '/whisper': '<Gather numDigits="1" action="/choice"><Say>Press 1 to take it.</Say></Gather><Hangup/>',
    '/choice': ({ params }) => (params.Digits === '1' ? '<Say>Connected.</Say>' : '<Hangup/>'),
    '/done': '<Hangup/>',
  });
  const sid = await call();
  const child = await dialled(callee);
  await act(child, { answer: 'true' });
  assert.equal(sent('/whisper')[0]?.CallSid, child);
  await act(child, { digits: '1' });
  await pass(2);
  assert.deepEqual((await leg(sid)).transcript.at(-1)?.kind, 'bridged');
  await act(sid, { hangsUp: true });

  await call();
  const again = await dialled(callee);
  await act(again, { answer: 'true' });
  await act(again, { digits: '2' });
  assert.deepEqual([sent('/done').at(-1)?.DialCallSid, sent('/done').at(-1)?.DialBridged], [again, 'false']);
});

test('dial: a star ends the bridge, not the call; so does the time', async (t) => {
  for (const [attributes, ends] of [
    ['hangupOnStar="true"', async (act: () => Promise<unknown>) => act()],
    ['timeLimit="7"', async (_act: () => Promise<unknown>, pass: () => Promise<unknown>) => pass()],
  ] as const) {
    const { call, dialled, act, leg, pass, status } = await openCallTest(t, {
      '/voice': `<Dial ${attributes}>${callee}</Dial><Say>Still here.</Say>`,
    });
    const sid = await call();
    const child = await dialled(callee);
    await act(child, { answer: 'true' });
    await ends(
      () => act(sid, { digits: '*' }),
      () => pass(7),
    );
    assert.equal(told(await leg(sid)).at(-1), '< Still here.');
    assert.equal(await status(child), 'completed');
  }
});

test('dial: the caller goes on ringing until somebody answers', async (t) => {
  const { call, dialled, act, status } = await openCallTest(t, {
    '/voice': `<Dial answerOnBridge="true">${callee}</Dial>`,
  });
  const sid = await call();
  assert.equal(await status(sid), 'ringing');
  await act(await dialled(callee), { answer: 'true' });
  assert.equal(await status(sid), 'in-progress');
});

test('dial: the account takes the callee, or the caller, out of the bridge', async (t) => {
  const { call, dialled, act, leg, calls, status, settled } = await openCallTest(t, {
    '/voice': `<Dial>${callee}</Dial><Say>Alone.</Say>`,
  });
  const sid = await call();
  const child = await dialled(callee);
  await act(child, { answer: 'true' });
  const { accountSid } = (await leg(sid)).call;
  await calls.update(accountSid, child, { twiml: '<Response><Say>To you alone.</Say></Response>' });
  await settled();
  assert.equal(told(await leg(sid)).at(-1), '< Alone.');
  assert.equal(told(await leg(child)).at(-1), '< To you alone.');

  const second = await call();
  const secondChild = await dialled(callee);
  await act(secondChild, { answer: 'true' });
  await calls.update(accountSid, second, { twiml: '<Response><Pause/></Response>' });
  await settled();
  assert.deepEqual([await status(second), await status(secondChild)], ['in-progress', 'completed']);
});

const warnings: readonly { readonly says: string; readonly dial: string; readonly code: number }[] = [
  { says: 'no number', dial: '<Dial>nobody</Dial>', code: 13223 },
  { says: 'no SIP address', dial: '<Dial><Sip>nobody</Sip></Dial>', code: 13243 },
  { says: 'a caller id of somebody else', dial: `<Dial callerId="+15550001234">${callee}</Dial>`, code: 13214 },
];
for (const { says, dial, code } of warnings) {
  test(`dial: ${says} is warned of: ${code}`, async (t) => {
    const { call, leg } = await openCallTest(t, { '/voice': dial });
    assert.deepEqual(codes(await leg(await call())), [code]);
  });
}

const callerIds: readonly { readonly callerId: string; readonly target: string; readonly from: string | undefined }[] =
  [
    { callerId: '+15550001234', target: callee, from: undefined },
    { callerId: 'somebody', target: callee, from: undefined },
    { callerId: 'somebody', target: '<Client>joe</Client>', from: 'somebody' },
    { callerId: number, target: callee, from: number },
    { callerId: contact, target: callee, from: contact },
  ];
for (const { callerId, target, from } of callerIds) {
  const outcome = from === undefined ? 'calls nobody, and fails' : 'is what the callee sees';
  test(`dial: the caller id ${callerId} for ${target} ${outcome}`, async (t) => {
    const { call, sent, calls } = await openCallTest(t, {
      '/voice': `<Dial callerId="${callerId}" action="/next">${target}</Dial>`,
      '/next': '<Hangup/>',
    });
    await call();
    const shown = (await calls.listLegs(accountSid, 9)).filter(({ call }) => call.direction === 'outbound-dial');
    assert.deepEqual(
      shown.map(({ call }) => call.from),
      from === undefined ? [] : [from],
    );
    const [ended] = sent('/next');
    assert.deepEqual(
      [ended?.DialCallStatus, ended?.DialCallSid],
      [from === undefined ? 'failed' : undefined, undefined],
    );
  });
}

test('dial: nobody to call fails at once; the caller id may be an own number', async (t) => {
  const { call, sent, dialled, leg } = await openCallTest(t, {
    '/voice': '<Dial action="/next">nobody</Dial>',
    '/next': `<Dial callerId="${number}"><Sip>sip:joe@example.com</Sip></Dial>`,
  });
  await call();
  assert.equal(sent('/next')[0]?.DialCallStatus, 'failed');
  assert.equal((await leg(await dialled('sip:joe@example.com'))).call.from, number);
});
