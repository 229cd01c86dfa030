import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accountSid, granted, number } from '../simulator-fixture.ts';
import { codes, openCallTest } from './calls-fixture.ts';

const pages = { '/voice': '<Refer action="/done"><Sip>sip:desk@example.com</Sip></Refer>', '/done': '<Hangup/>' };

test('refer: a SIP call is handed over, and the action is told', async (t) => {
  const { calls, settled, sent } = await openCallTest(t, pages);
  granted(await calls.place(accountSid, { from: 'sip:joe@example.com', to: number, params: {} }));
  await settled();
  const [done] = sent('/done');
  assert.deepEqual([done?.ReferCallStatus, done?.ReferSipResponseCode], ['completed', '202']);
});

test('refer: a call that is no SIP call is not', async (t) => {
  const { call, leg, sent } = await openCallTest(t, pages);
  assert.deepEqual(codes(await leg(await call())), [13801]);
  assert.equal(sent('/done').length, 0);
});
