import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contact, number } from '../simulator-fixture.ts';
import { codes, openCallTest, told } from './calls-fixture.ts';

test('a call arrives at the webhook of its number, is answered, hears the document and ends', async (t) => {
  const { call, leg, sent, pass, status } = await openCallTest(
    t,
    { '/voice': '<Say>Hello world.</Say><Pause length="2"/>', '/status': '' },
    { paths: { statusCallback: '/status' } },
  );
  const sid = await call({ FromCity: 'BERLIN' });
  const [first] = sent('/voice');
  assert.deepEqual(
    { ...first, AccountSid: '' },
    {
      CallSid: sid,
      AccountSid: '',
      From: contact,
      To: number,
      Caller: contact,
      Called: number,
      CallStatus: 'ringing',
      ApiVersion: '2010-04-01',
      Direction: 'inbound',
      FromCity: 'BERLIN',
    },
  );
  assert.deepEqual(told(await leg(sid)), ['< Hello world.']);
  assert.equal(await status(sid), 'in-progress');
  await pass(2.5);
  assert.equal(await status(sid), 'in-progress');
  await pass(0.5);
  assert.equal(await status(sid), 'completed');
  assert.deepEqual(codes(await leg(sid)), []);
  const [ended, ...more] = sent('/status');
  assert.deepEqual(
    [more.length, ended?.CallSid, ended?.CallStatus, ended?.CallDuration, ended?.CallbackSource, ended?.FromCity],
    [0, sid, 'completed', '3', 'call-progress-events', 'BERLIN'],
  );
});
