import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accountSid, contact, granted, number, openFolder, openHooks, openNetwork } from '../simulator-fixture.ts';
import { openCallTest } from './calls-fixture.ts';

test('calls that went on when the process died are ended and told at the next start', async (t) => {
  const folder = await openFolder(t);
  const pages = { '/voice': '<Record/>', '/status': '' };
  const first = await openCallTest(t, pages, { folder, paths: { statusCallback: '/status' } });
  const talking = await first.call();
  await first.pass(1);
  const ringing = await first.dial({
    statusCallback: { url: `${first.base}/status`, events: ['ringing', 'completed'] },
  });
  const { rows } = await first.calls.listRecordings(accountSid, {}, { limit: 9 });
  await first.close();
  assert.deepEqual(
    first.sent('/status').map(({ CallStatus }) => CallStatus),
    ['ringing'],
  );

  const second = await openNetwork(t, { folder });
  await second.settled();
  const found = async (sid: string) => (await second.network.calls.find(accountSid, sid))?.status;
  assert.deepEqual([await found(talking), await found(ringing)], ['completed', 'failed']);
  assert.deepEqual(
    first
      .sent('/status')
      .slice(1)
      .map(({ CallSid, CallStatus, SequenceNumber }) => [CallSid, CallStatus, SequenceNumber])
      .toSorted(),
    [
      [talking, 'completed', '0'],
      [ringing, 'failed', '1'],
    ].toSorted(),
  );
  assert.equal((await second.network.calls.findRecording(accountSid, rows[0]?.sid ?? ''))?.status, 'absent');
  const leg = await second.network.calls.readLeg(accountSid, talking);
  assert.deepEqual([leg?.call.status, leg?.transcript], ['completed', []]);
  await second.close();

  const third = await openNetwork(t, { folder });
  await third.settled();
  assert.equal(first.sent('/status').length, 3);
});

test('a status that nobody takes is told again', async (t) => {
  let isDown = true;
  const { call, act, pass, sent } = await openCallTest(
    t,
    { '/voice': '<Pause length="9"/>', '/status': () => (isDown ? 'hang up' : '') },
    { paths: { statusCallback: '/status' } },
  );
  const sid = await call();
  await act(sid, { hangsUp: true });
  isDown = false;
  await pass(2);
  const told = sent('/status').map(({ CallSid, SequenceNumber }) => `${CallSid} ${SequenceNumber}`);
  assert.ok(told.length > 1);
  assert.equal(new Set(told).size, 1);
});

test('five hundred calls at once are no work to speak of', { timeout: 30_000 }, async (t) => {
  const { base } = await openHooks(t, ({ path }) => ({
    body: path === '/voice' ? '<Response><Gather numDigits="1" action="/next"/></Response>' : '<Response/>',
  }));
  const { network, settled, clock, warnings } = await openNetwork(t, {}, { voiceUrl: `${base}/voice` });
  const legs = await Promise.all(
    Array.from({ length: 500 }, (_, index) =>
      network.calls.place(accountSid, { from: `+1555100${String(index).padStart(4, '0')}`, to: number, params: {} }),
    ),
  );
  await settled();
  clock.advance(4_000);
  const sids = legs.map((leg) => granted(leg).call.sid);
  await Promise.all(sids.map((sid) => network.calls.act(accountSid, sid, { digits: '1' })));
  await settled();
  const ended = await Promise.all(sids.map(async (sid) => (await network.calls.find(accountSid, sid))?.status));
  assert.deepEqual(new Set(ended), new Set(['completed']));
  assert.deepEqual(warnings, []);
});

test('an account has so many legs at once', async (t) => {
  const { calls, dial, act } = await openCallTest(t, { '/voice': '<Pause length="9"/>' }, { maxLegs: 2 });
  const first = await dial();
  await dial();
  const refusedWith = async () => {
    const made = await calls.create(accountSid, { from: number, to: contact, twiml: '<Response/>' });
    return made.ok ? undefined : made.refusal.code;
  };
  assert.equal(await refusedWith(), 20429);
  await act(first, { answer: 'busy' });
  assert.equal(await refusedWith(), undefined);
});

/** What a verb was ended by counts, also when the caller is gone before its action was asked. */
const lastActs: readonly { readonly verb: string; readonly digits: string; readonly told: object }[] = [
  { verb: '<Record playBeep="false" action="/done"/>', digits: '#', told: { Digits: '#' } },
  { verb: '<Record playBeep="false" finishOnKey="#" action="/done"/>', digits: '12#', told: { Digits: '#' } },
  { verb: '<Gather numDigits="1" action="/done"/>', digits: '7', told: { Digits: '7' } },
  { verb: '<Gather action="/done"/>', digits: '123#', told: { Digits: '123', FinishedOnKey: '#' } },
  { verb: '<Pay maxAttempts="1" action="/done"/>', digits: '*', told: { Result: 'caller-interrupted-with-star' } },
];
for (const { verb, digits, told: expected } of lastActs) {
  test(`${verb}: ${digits} and a hang-up in the same instant are told`, async (t) => {
    const { call, act, pass, sent, status } = await openCallTest(t, {
      '/voice': verb,
      '/done': '<Say>Too late.</Say>',
    });
    const sid = await call();
    await pass(3);
    await act(sid, { digits, hangsUp: true });
    const [done, ...more] = sent('/done');
    assert.deepEqual([done, ...more], [{ ...done, ...expected }]);
    assert.deepEqual([done?.CallStatus, await status(sid)], ['completed', 'completed']);
  });
}

test('a caller who hangs up is sent nowhere', async (t) => {
  const { call, act, pass, asked } = await openCallTest(t, {
    '/voice': '<Gather timeout="5"/><Redirect>/next</Redirect>',
    '/next': '<Hangup/>',
  });
  const sid = await call();
  await pass(4.9);
  await act(sid, { digits: '1', hangsUp: true });
  assert.deepEqual(asked(), ['/voice']);
});
