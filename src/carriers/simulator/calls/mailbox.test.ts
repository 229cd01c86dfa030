import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VirtualClock } from '../../../runtime/clock.ts';
import type { LegEvent } from './events.ts';
import { Mailbox } from './mailbox.ts';

const key: LegEvent = { kind: 'key', key: '1', isHidden: false };

function open() {
  const mailbox = new Mailbox({ clock: new VirtualClock(0), onIdle: () => {} });
  return {
    mailbox,
    /** All that waits, in order. */
    async taken(): Promise<readonly LegEvent[]> {
      const events: LegEvent[] = [];
      for (let event = await mailbox.next(0); event.kind !== 'time'; event = await mailbox.next(0)) {
        events.push(event);
        if (event.kind === 'hangup' || event.kind === 'redirect' || event.kind === 'released') break;
      }
      return events;
    },
  };
}

/** However much was pressed before, these are heard. */
const decisive: readonly LegEvent[] = [
  { kind: 'socket-closed', sid: 'MZ1', error: undefined },
  { kind: 'socket-news', sid: 'VX1' },
  { kind: 'child', sid: 'CA1', state: 'ended' },
  { kind: 'far-left', sid: 'CA1' },
  { kind: 'somebody-waits' },
];
for (const event of decisive) {
  test(`${event.kind} is heard after any number of keys`, async () => {
    const { mailbox, taken } = open();
    for (let count = 0; count < 5_000; count++) mailbox.post(key);
    mailbox.post(event);
    const events = await taken();
    assert.deepEqual([events.length, events.at(-1)], [1_001, event]);
  });
}

const target = { twiml: '<Response/>' };
const orders: readonly { readonly posted: readonly LegEvent[]; readonly taken: readonly LegEvent['kind'][] }[] = [
  { posted: [key, { kind: 'hangup' }, key], taken: ['key', 'hangup'] },
  { posted: [{ kind: 'somebody-waits' }, { kind: 'hangup' }], taken: ['hangup'] },
  { posted: [key, { kind: 'redirect', target }], taken: ['redirect'] },
  {
    posted: [
      { kind: 'redirect', target },
      { kind: 'released', by: { why: 'bridge-over' } },
    ],
    taken: ['redirect'],
  },
  {
    posted: [
      { kind: 'released', by: { why: 'conference-started' } },
      { kind: 'released', by: { why: 'conference-over' } },
    ],
    taken: ['released'],
  },
];
for (const { posted, taken: expected } of orders) {
  test(`${posted.map(({ kind }) => kind).join(', ')} are heard as ${expected.join(', ')}`, async () => {
    const { mailbox, taken } = open();
    for (const event of posted) mailbox.post(event);
    assert.deepEqual(
      (await taken()).map(({ kind }) => kind),
      expected,
    );
  });
}
