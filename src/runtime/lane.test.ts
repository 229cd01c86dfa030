import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Lane } from './lane.ts';

interface Item {
  readonly accountSid: string;
  readonly name: string;
}

/** A lane whose work ends when it is told to. */
function open(limit: number) {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const lane = new Lane<Item>(limit, ({ name }) => {
    begun.push(name);
    return new Promise<void>((resolve) => ends.set(name, resolve));
  });
  const push = (...names: string[]) => {
    for (const name of names) lane.push({ accountSid: name.charAt(0), name });
  };
  const end = async (name: string) => {
    ends.get(name)?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { lane, begun, push, end };
}

test('as many as the limit are under way, the others wait their turn', async () => {
  const { begun, push, end } = open(2);
  push('a1', 'a2', 'a3');
  assert.deepEqual(begun, ['a1', 'a2']);
  await end('a1');
  assert.deepEqual(begun, ['a1', 'a2', 'a3']);
});

test('one account leaves room to the others', async () => {
  const { begun, push, end } = open(8);
  push('a1', 'a2', 'a3', 'a4', 'a5', 'a6', 'a7', 'a8', 'a9');
  assert.equal(begun.length, 7);
  push('b1', 'b2');
  assert.deepEqual(begun.slice(7), ['b1']);
  await end('b1');
  assert.deepEqual(begun.slice(8), ['b2']);
});

test('accounts take turns, each in its own order', async () => {
  const { begun, push, end } = open(1);
  push('a1', 'a2', 'a3', 'b1', 'b2', 'c1');
  for (const name of ['a1', 'a2', 'b1', 'c1', 'a3', 'b2']) await end(name);
  assert.deepEqual(begun, ['a1', 'a2', 'b1', 'c1', 'a3', 'b2']);
});

test('what waits can be taken out, and a closed lane gives it back and begins nothing more', async () => {
  const { lane, begun, push, end } = open(1);
  push('a1', 'a2', 'b1', 'b2');
  assert.deepEqual(
    lane.remove(({ name }) => name === 'a2' || name === 'b1').map(({ name }) => name),
    ['a2', 'b1'],
  );
  assert.deepEqual(
    lane.close().map(({ name }) => name),
    ['b2'],
  );
  await end('a1');
  assert.deepEqual(begun, ['a1']);
  assert.ok(lane.isIdle);
});
