/** Whatever a document says and a handset does: a call goes on or ends, nothing is thrown, and nothing is left behind. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { HandsetAct } from '../../network-calls.ts';
import { accountSid } from '../simulator-fixture.ts';
import { openCallTest } from './calls-fixture.ts';

const verbs = [
  '<Say loop="2">Hello.</Say>',
  '<Pause length="2"/>',
  '<Play digits="1w2"/>',
  '<Play>/missing.wav</Play>',
  '<Gather numDigits="2" action="/next"><Say>Press.</Say></Gather>',
  '<Gather input="dtmf speech" speechTimeout="auto" actionOnEmptyResult="true" action="/next"/>',
  '<Record action="/next" maxLength="5"/>',
  '<Dial action="/next" timeout="5">+15550007777</Dial>',
  '<Dial><Conference waitUrl="/wait">room</Conference></Dial>',
  '<Dial timeout="3"><Queue>q</Queue></Dial>',
  '<Enqueue waitUrl="/wait" action="/next">q</Enqueue>',
  '<Pay action="/next" timeout="1"/>',
  '<Connect action="/next"><VirtualAgent connectorName="a"/></Connect>',
  '<Start><Recording/></Start>',
  '<Stop><Recording/></Stop>',
  '<Sms>Hi</Sms>',
  '<Leave/>',
  '<Refer><Sip>sip:a@b.c</Sip></Refer>',
  '<Redirect>/next</Redirect>',
  '<Reject/>',
  '<Hangup/>',
  '<Sing/>',
];
const document = fc.array(fc.constantFrom(...verbs), { maxLength: 4 }).map((all) => all.join(''));

const acts: readonly HandsetAct[] = [
  { digits: '1' },
  { digits: '12#' },
  { digits: '*' },
  { speech: { text: 'yes', confidence: undefined } },
  { recording: { seconds: 3 } },
  { outcome: { Result: 'success' } },
  { answer: 'true' },
  { answer: 'busy' },
  { hangsUp: true },
];
/** Seconds that pass, or what somebody does on one of the legs there are. */
const deeds = fc.array(
  fc.oneof(fc.constantFrom(0.5, 3, 20), fc.record({ leg: fc.nat(5), act: fc.constantFrom(...acts) })),
  { maxLength: 8 },
);

test('any document and any acts leave the network in order', { timeout: 120_000 }, async (t) => {
  let pages = { '/voice': '', '/next': '', '/wait': '' };
  const { call, calls, pass, settled } = await openCallTest(t, {
    '/voice': () => pages['/voice'],
    '/next': () => pages['/next'],
    '/wait': () => pages['/wait'],
  });
  await fc.assert(
    fc.asyncProperty(document, document, document, deeds, async (voice, next, wait, all) => {
      pages = { '/voice': voice, '/next': next, '/wait': wait };
      await call();
      await call();
      const live = async () => {
        const legs = await calls.listLegs(accountSid, 50);
        return legs.filter(({ call: { endedAtMs } }) => endedAtMs === null);
      };
      for (const deed of all) {
        if (typeof deed === 'number') await pass(deed);
        else {
          const leg = (await live()).at(deed.leg % 6);
          if (leg) await calls.act(accountSid, leg.call.sid, deed.act);
          await settled();
        }
      }
      for (const leg of await live()) await calls.act(accountSid, leg.call.sid, { hangsUp: true });
      await pass(40);
      assert.deepEqual(
        (await live()).map(({ call: { status }, doing }) => [status, doing]),
        [],
      );
      const recordings = (await calls.listRecordings(accountSid, {}, { limit: 100 })).rows;
      assert.ok(recordings.every(({ status }) => status === 'completed'));
      for (const queue of (await calls.listQueues(accountSid, { limit: 9 })).rows) assert.equal(queue.currentSize, 0);
    }),
    { numRuns: 40 },
  );
});
