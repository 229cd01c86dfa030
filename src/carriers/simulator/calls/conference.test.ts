import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HandsetAct } from '../../network-calls.ts';
import { openCallTest, told } from './calls-fixture.ts';

/** The document of each caller by his city. */
function roomFor(attributes: { readonly [city: string]: string }) {
  return {
    '/voice': ({ params }: { readonly params: { readonly [name: string]: string } }) =>
      `<Dial action="/left"><Conference ${attributes[params.FromCity ?? ''] ?? ''}>room</Conference></Dial>`,
    '/left': '<Say>You are out.</Say>',
    '/wait': '<Say>Please wait.</Say><Pause length="30"/>',
    '/status': '',
  };
}

test('conference: the first waits, the second starts it, all hear each other, and each is told how it ended', async (t) => {
  const events = 'statusCallback="/status" statusCallbackEvent="start end join leave"';
  const { call, act, leg, sent } = await openCallTest(
    t,
    roomFor({ A: `waitUrl="/wait" beep="false" ${events}`, B: 'beep="onEnter"', C: 'muted="true" beep="false"' }),
  );
  const a = await call({ FromCity: 'A' });
  assert.deepEqual(told(await leg(a)), ['< Please wait.']);
  const b = await call({ FromCity: 'B' });
  const c = await call({ FromCity: 'C' });
  await act(a, { speech: { text: 'Hello all.', confidence: undefined } });
  await act(c, { speech: { text: 'Nobody hears me.', confidence: undefined } });
  assert.deepEqual(told(await leg(a)), ['< Please wait.', '< beep', '> Hello all.']);
  assert.deepEqual(told(await leg(b)), ['< Hello all.']);
  assert.deepEqual(told(await leg(c)), ['< Hello all.', '> Nobody hears me.']);
  for (const sid of [c, b, a]) await act(sid, { hangsUp: true });
  const left = sent('/left').map(({ CallSid, DialCallStatus, DialCallSid, CallStatus }) => [
    CallSid,
    DialCallStatus,
    DialCallSid,
    CallStatus,
  ]);
  assert.deepEqual(
    left,
    [c, b, a].map((sid) => [sid, 'answered', undefined, 'completed']),
  );
  const seen = sent('/status').toSorted((x, y) => Number(x.SequenceNumber) - Number(y.SequenceNumber));
  assert.deepEqual(
    seen.map(({ StatusCallbackEvent, CallSid }) => [StatusCallbackEvent, CallSid]),
    [
      ['participant-join', a],
      ['conference-start', undefined],
      ['participant-join', b],
      ['participant-join', c],
      ['participant-leave', c],
      ['participant-leave', b],
      ['participant-leave', a],
      ['conference-end', undefined],
    ],
  );
  assert.equal(new Set(seen.map(({ ConferenceSid }) => ConferenceSid)).size, 1);
});

test('conference: those who may not start it wait for one who may', async (t) => {
  const { call, act, leg } = await openCallTest(
    t,
    roomFor({ A: 'startConferenceOnEnter="false" beep="false"', B: 'beep="false"' }),
  );
  const [a, other] = [await call({ FromCity: 'A' }), await call({ FromCity: 'A' })];
  await act(a, { speech: { text: 'Anybody?', confidence: undefined } });
  assert.deepEqual(told(await leg(other)), []);
  await call({ FromCity: 'B' });
  await act(a, { speech: { text: 'Hello.', confidence: undefined } });
  assert.deepEqual(told(await leg(other)), ['< Hello.']);
});

test('conference: it ends for all with one on whom it depends', async (t) => {
  const { call, act, leg, sent } = await openCallTest(
    t,
    roomFor({ HOST: 'endConferenceOnExit="true" beep="false"', A: 'beep="false"', WAITING: 'beep="false"' }),
  );
  const [a, host] = [await call({ FromCity: 'A' }), await call({ FromCity: 'HOST' })];
  await act(host, { hangsUp: true });
  assert.deepEqual(told(await leg(a)), ['< You are out.']);
  assert.equal(sent('/left').length, 2);
});

test('conference: it takes so many', async (t) => {
  const { call, leg, sent } = await openCallTest(t, roomFor({ A: 'maxParticipants="2" beep="false"' }));
  await call({ FromCity: 'A' });
  await call({ FromCity: 'A' });
  const third = await call({ FromCity: 'A' });
  assert.equal(sent('/left')[0]?.DialCallStatus, 'failed');
  assert.deepEqual(told(await leg(third)), ['< You are out.']);
});

test('conference: it is recorded from its start', async (t) => {
  const record = 'record="record-from-start" recordingStatusCallback="/status" beep="false"';
  const { call, act, pass, sent } = await openCallTest(t, roomFor({ A: record }));
  const a = await call({ FromCity: 'A' });
  await pass(5);
  await call({ FromCity: 'A' });
  await pass(3);
  await act(a, { hangsUp: true });
  const [recorded] = sent('/status');
  assert.deepEqual([recorded?.RecordingSource, recorded?.RecordingDuration, recorded?.CallSid], ['Conference', '3', a]);
  assert.match(recorded?.ConferenceSid ?? '', /^CF/);
});

test('conference: who waits for one that will not begin waits no longer', async (t) => {
  const { call, act, leg } = await openCallTest(
    t,
    roomFor({
      A: 'startConferenceOnEnter="false" waitUrl="/wait" beep="false"',
      HOST: 'startConferenceOnEnter="false" endConferenceOnExit="true" beep="false"',
    }),
  );
  const [a, host] = [await call({ FromCity: 'A' }), await call({ FromCity: 'HOST' })];
  await act(host, { hangsUp: true });
  assert.deepEqual(told(await leg(a)), ['< Please wait.', '< You are out.']);
});

test('conference: who leaves in the instant in which it ends goes on with the document', async (t) => {
  const { call, act, leg, settled, calls } = await openCallTest(t, {
    '/voice': ({ params }) =>
      `<Dial hangupOnStar="true"><Conference beep="false" endConferenceOnExit="${params.FromCity === 'HOST'}">room</Conference></Dial><Pause length="9"/><Say>On.</Say>`,
  });
  const [a, host] = [await call({ FromCity: 'A' }), await call({ FromCity: 'HOST' })];
  const { accountSid } = (await leg(a)).call;
  await Promise.all([calls.act(accountSid, a, { digits: '*' }), calls.act(accountSid, host, { digits: '*' })]);
  await settled();
  assert.deepEqual([(await leg(a)).doing?.verb, (await leg(host)).doing?.verb], ['Pause', 'Pause']);
  await act(a, { hangsUp: true });
});

const limits: readonly { readonly says: string; readonly dial: string; readonly does: HandsetAct | number }[] = [
  { says: 'when the time is up', dial: 'timeLimit="5"', does: 5 },
  { says: 'when he presses the star', dial: 'hangupOnStar="true"', does: { digits: '*' } },
];
for (const { says, dial, does } of limits) {
  for (const who of ['one who waits alone', 'one who waits with a document', 'one of two']) {
    test(`conference: ${who} leaves ${says}`, async (t) => {
      const wait = who === 'one who waits with a document' ? 'waitUrl="/wait"' : '';
      const { call, act, pass, leg } = await openCallTest(t, {
        '/voice': `<Dial ${dial} action="/left"><Conference beep="false" ${wait}>room</Conference></Dial>`,
        '/wait': '<Pause length="30"/>',
        '/left': '<Say>You are out.</Say><Pause length="9"/>',
      });
      const sid = await call();
      if (who === 'one of two') await call();
      await (typeof does === 'number' ? pass(does) : act(sid, does));
      assert.equal(told(await leg(sid)).at(-1), '< You are out.');
    });
  }
}
