import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, type Fixture, say, trigger } from './runtime-fixture.ts';
import { open } from './sending-fixture.ts';

const question = [
  trigger('ask'),
  {
    ...ask('ask', 'Well?', null, '60'),
    transitions: [{ event: 'incomingMessage' }, { event: 'timeout', next: 'late' }, { event: 'deliveryFailure' }],
  },
  say('late', 'Too late.'),
];

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
    for (let seconds = 0; seconds < 90; seconds++) await aSecond(it);
    isFailing = false;
    for (let seconds = 0; seconds < 3; seconds++) await aSecond(it);
    assert.deepEqual(it.bodies(), ['Well?', 'Too late.']);
  });
}

/** Nothing but timers may bring on what is due: the fixture's own waiting would look for it. */
async function aSecond(it: Fixture): Promise<void> {
  it.clock.advance(1_000);
  for (let turns = 0; turns < 20; turns++) await new Promise((resolve) => setImmediate(resolve));
}
