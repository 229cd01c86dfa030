import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, say, trigger } from './runtime-fixture.ts';
import { open, pass } from './sending-fixture.ts';

const question = [
  trigger('ask'),
  {
    ...ask('ask', 'Well?', null, '60'),
    transitions: [{ event: 'incomingMessage' }, { event: 'timeout', next: 'late' }, { event: 'deliveryFailure' }],
  },
  say('late', 'Too late.'),
];

test('reports on messages that stay unknown go after a day', async (t) => {
  const it = await open(t);
  await it.runtime.receiveReport({ MessageSid: 'SM1', MessageStatus: 'sent' });
  it.clock.advance(86_340_000);
  await pass(it, 60);
  assert.equal((await it.storage.earlyReports('SM1')).length, 1);
  await pass(it, 120);
  assert.deepEqual(await it.storage.earlyReports('SM1'), []);
});

for (const method of ['dueExecutions', 'takeDueEffects', 'nextDueMs'] as const) {
  test(`what is due is looked for again a second after ${method} failed, without anybody asking`, async (t) => {
    const it = await open(t);
    await it.text(await it.publish(question), 'x');
    const { storage } = it;
    const works = storage[method];
    let isFailing = true;
    Object.assign(storage, {
      [method]: async (...values: Parameters<typeof works>) => {
        if (isFailing) throw new Error('database or disk is full');
        return (works as (...some: typeof values) => unknown)(...values);
      },
    });
    await pass(it, 90);
    isFailing = false;
    await pass(it, 3);
    assert.deepEqual(it.bodies(), ['Well?', 'Too late.']);
  });
}
