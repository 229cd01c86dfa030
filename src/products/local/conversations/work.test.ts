import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { CarrierUnreachable, type SendRequest } from '../../../carriers/carrier.ts';
import { studioDefaults } from '../../../engine/limits.ts';
import { accountSid } from '../../products-fixture.ts';
import { contact, Fixture, ours } from './conversations-fixture.ts';

test('a carrier that cannot be reached is tried again; what comes after waits its turn', async (t) => {
  const fixture = await Fixture.open(t);
  const sid = await fixture.start();
  fixture.carrier.next = async () => {
    throw new CarrierUnreachable('down', { isUnsent: true });
  };
  await fixture.say(sid, 'one');
  await fixture.say(sid, 'two');
  assert.deepEqual(fixture.carrier.bodies, []);
  await fixture.elapse(1);
  assert.deepEqual(fixture.carrier.bodies, [`${contact}: one`, `${contact}: two`]);
});

test('Retry-After is honoured', async (t) => {
  const fixture = await Fixture.open(t);
  const sid = await fixture.start();
  fixture.carrier.next = async () => {
    throw new CarrierUnreachable('slow down', { isUnsent: true, retryAfterMs: 60_000 });
  };
  await fixture.say(sid, 'one');
  await fixture.elapse(59);
  assert.deepEqual(fixture.carrier.bodies, []);
  await fixture.elapse(1);
  assert.deepEqual(fixture.carrier.bodies, [`${contact}: one`]);
});

test('texts of one number leave no faster than it may send, whoever they are for', async (t) => {
  const fixture = await Fixture.open(t);
  fixture.perSecond = 0.5;
  const sid = await fixture.start();
  const second = { address: '+15550003333', proxyAddress: ours };
  fixture.store.addParticipant(accountSid, sid, second);
  await fixture.agent(sid, 'one');
  await fixture.agent(sid, 'two');
  const counts = [fixture.carrier.bodies.length];
  for (let times = 0; times < 4; times++) {
    await fixture.elapse(2);
    counts.push(fixture.carrier.bodies.length);
  }
  assert.deepEqual(counts, [1, 2, 3, 4, 4]);
  assert.equal(fixture.notices.length, 2, 'the flow does not wait');
});

test('a text whose fate nobody knows is asked for before it is repeated', async (t) => {
  const fixture = await Fixture.open(t);
  const sid = await fixture.start();
  fixture.carrier.next = async (request) => {
    fixture.carrier.take(request);
    throw new CarrierUnreachable('cut off', { isUnsent: false });
  };
  const { sid: messageSid } = await fixture.say(sid, 'one');
  assert.equal(fixture.carrier.asked.length, 0);
  await fixture.elapse(10);
  assert.equal(fixture.carrier.asked.length, 1);
  assert.ok(fixture.carrier.asked[0]?.startsWith(String(messageSid)));
  assert.deepEqual(fixture.carrier.bodies, [`${contact}: one`]);
});

test('a text that cannot leave is given up as any message is; the next one leaves', async (t) => {
  const fixture = await Fixture.open(t);
  const sid = await fixture.start();
  const fail = async () => {
    fixture.carrier.next = fail;
    throw new CarrierUnreachable('down', { isUnsent: true });
  };
  fixture.carrier.next = fail;
  await fixture.say(sid, 'one');
  for (let hours = 0; hours <= studioDefaults.sendPatienceSeconds / 3600; hours++) await fixture.elapse(3600);
  fixture.carrier.next = undefined;
  await fixture.say(sid, 'two');
  assert.deepEqual(fixture.carrier.bodies, [`${contact}: two`]);
  assert.equal((fixture.delivery(sid) as { failed: string }).failed, 'all');
  assert.ok(fixture.logged.includes('a message of no run was not sent'));
});

test('a flow that takes no message for four hours does not hear of it; the next one reaches it', async (t) => {
  const fixture = await Fixture.open(t);
  await fixture.start();
  fixture.notify = async () => {
    throw new Error('busy');
  };
  await fixture.text('one');
  for (let hours = 0; hours < 4; hours++) await fixture.elapse(3600);
  fixture.notify = undefined;
  await fixture.text('two');
  assert.deepEqual(
    fixture.notices.map(({ params }) => params.Body),
    ['two'],
  );
  assert.equal(fixture.logged.at(-1), 'a flow was not told of a message of a conversation: given up');
});

test('a flow that cannot take a message now gets it later, before the next one', async (t) => {
  const fixture = await Fixture.open(t);
  await fixture.start();
  fixture.notify = async () => {
    fixture.notify = undefined;
    throw new Error('busy');
  };
  await fixture.text('one');
  await fixture.text('two');
  assert.equal(fixture.notices.length, 0);
  await fixture.elapse(1);
  assert.deepEqual(
    fixture.notices.map(({ params }) => [params.Body, params.RetryCount]),
    [
      ['one', '1'],
      ['two', '0'],
    ],
  );
});

test('what one process began and could not end, the next one does: it asks first', async (t) => {
  const fixture = await Fixture.open(t);
  const sid = await fixture.start();
  // It leaves, and this process never hears of it; nor of the flow.
  fixture.carrier.next = (request) => {
    fixture.carrier.take(request);
    return new Promise(() => {});
  };
  fixture.notify = () => new Promise(() => {});
  fixture.store.addMessage(accountSid, sid, { author: 'alice', body: 'one', mediaUrls: [] });
  fixture.store.addMessage(accountSid, sid, { author: 'alice', body: 'two', mediaUrls: [] });
  await new Promise((resolve) => setImmediate(resolve));
  await fixture.crash();
  fixture.notify = undefined;
  await fixture.restart();
  await fixture.settled();
  assert.deepEqual(fixture.carrier.bodies, [`${contact}: one`, `${contact}: two`]);
  assert.equal(fixture.carrier.asked.length, 1);
  assert.deepEqual(
    fixture.notices.map(({ params }) => params.Body),
    ['one', 'two'],
  );
});

test('the carrier that a text leaves by is the one that is asked', async (t) => {
  const fixture = await Fixture.open(t);
  fixture.isRouted = true;
  await fixture.end();
  await fixture.restart();
  const sid = await fixture.start();
  fixture.carrier.next = async (request) => {
    fixture.carrier.take(request);
    throw new CarrierUnreachable('cut off', { isUnsent: false });
  };
  await fixture.say(sid, 'one');
  await fixture.elapse(10);
  assert.deepEqual(fixture.carrier.bodies, [`${contact}: one`]);
});

test('where a carrier acts late, a text of the process before is not repeated until that has settled', async (t) => {
  const fixture = await Fixture.open(t);
  fixture.carrier.actsLate = true;
  const sid = await fixture.start();
  let request: SendRequest | undefined;
  fixture.carrier.next = (given) => {
    request = given;
    return new Promise(() => {});
  };
  fixture.store.addMessage(accountSid, sid, { author: 'alice', body: 'one', mediaUrls: [] });
  await new Promise((resolve) => setImmediate(resolve));
  await fixture.crash();
  await fixture.restart();
  await fixture.elapse(5);
  assert.deepEqual(fixture.carrier.bodies, []);
  // It is carried out only now.
  assert.ok(request);
  fixture.carrier.take(request);
  await fixture.elapse(5);
  assert.deepEqual(fixture.carrier.bodies, [`${contact}: one`]);
});

test('a question that fails leaves in doubt what was in doubt', async (t) => {
  const fixture = await Fixture.open(t);
  const sid = await fixture.start();
  fixture.carrier.next = async (request) => {
    fixture.carrier.take(request);
    throw new CarrierUnreachable('cut off', { isUnsent: false });
  };
  await fixture.say(sid, 'one');
  fixture.carrier.isDown = true;
  await fixture.elapse(10);
  fixture.carrier.isDown = false;
  await fixture.elapse(60);
  assert.deepEqual(fixture.carrier.bodies, [`${contact}: one`]);
});

for (const isCrash of [false, true]) {
  test(`a report that overtakes the answer to its send counts${isCrash ? ', after a crash too' : ''}`, async (t) => {
    const fixture = await Fixture.open(t);
    const sid = await fixture.start();
    const answer = Promise.withResolvers<void>();
    fixture.carrier.next = async (request) => {
      const result = fixture.carrier.take(request);
      await answer.promise;
      return result;
    };
    fixture.store.addMessage(accountSid, sid, { author: 'alice', body: 'one', mediaUrls: [] });
    await new Promise((resolve) => setImmediate(resolve));
    for (const MessageStatus of ['delivered', 'sent']) {
      const report = { MessageSid: `SM${'0'.repeat(32)}`, MessageStatus };
      assert.equal(await fixture.report(report), false);
    }
    if (isCrash) {
      await fixture.crash();
      fixture.clock.advance(3_600_000);
      await fixture.restart();
    }
    answer.resolve();
    await fixture.settled();
    assert.equal((fixture.delivery(sid) as { delivered: string }).delivered, 'all');
    const [{ key } = { key: '' }] = fixture.carrier.taken;
    assert.equal((await fixture.storage.findOutboundByKey(key))?.status, 'delivered');
    assert.deepEqual(await fixture.storage.earlyReports(`SM${'0'.repeat(32)}`), []);
  });
}

/** How the carrier meets an attempt. */
const fates = fc.constantFrom('taken', 'unsent', 'lost', 'cut off');

test('whatever the carrier does and whenever the process ends, each text leaves once, in order', async (t) => {
  const steps = fc.array(fc.oneof(fates, fc.constantFrom('say', 'say', 'restart', 'crash', 'wait')), { maxLength: 25 });
  await fc.assert(
    fc.asyncProperty(steps, async (plan) => {
      const fixture = await Fixture.open(t);
      const sid = await fixture.start();
      let said = 0;
      for (const step of plan) {
        if (step === 'say') await fixture.say(sid, `${++said}`);
        else if (step === 'wait') await fixture.elapse(7);
        else if (step === 'restart') {
          await fixture.end();
          await fixture.restart();
        } else if (step === 'crash') {
          await fixture.crash();
          await fixture.restart();
        } else if (step !== 'taken') {
          fixture.carrier.next = async (request) => {
            if (step === 'cut off') fixture.carrier.take(request);
            throw new CarrierUnreachable(step, { isUnsent: step === 'unsent' });
          };
        }
      }
      fixture.carrier.next = undefined;
      await fixture.settled();
      await fixture.elapse(3_600);
      const expected = Array.from({ length: said }, (_, place) => `${contact}: ${place + 1}`);
      assert.deepEqual(fixture.carrier.bodies, expected);
      await fixture.end();
    }),
    { numRuns: 20 },
  );
});
