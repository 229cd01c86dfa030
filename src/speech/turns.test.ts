import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SpeechError } from './speech.ts';
import { createTurns } from './turns.ts';

/** A task that ends when it is told to. */
function held() {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const state = { hasBegun: false };
  const run = () => {
    state.hasBegun = true;
    return promise;
  };
  return { state, run, resolve, reject };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test('so many run at once, and the next begins when one has ended, well or not', async () => {
  const turns = createTurns(2);
  const tasks = [held(), held(), held(), held()];
  const results = Promise.allSettled(tasks.map(({ run }) => turns.take(run)));
  const begun = () => tasks.map(({ state }) => state.hasBegun);
  await settled();
  assert.deepEqual(begun(), [true, true, false, false]);
  tasks[1]?.reject(new Error('failed'));
  await settled();
  assert.deepEqual(begun(), [true, true, true, false]);
  for (const [index, { resolve }] of tasks.entries()) resolve(`task ${index}`);
  const values = (await results).map((result) => (result.status === 'fulfilled' ? result.value : 'failed'));
  assert.deepEqual(values, ['task 0', 'failed', 'task 2', 'task 3']);
});

test('eight wait for each that runs, and those beyond are refused at once', async () => {
  const turns = createTurns(1);
  const task = held();
  const taken = Array.from({ length: 9 }, () => turns.take(task.run));
  await assert.rejects(
    turns.take(task.run),
    (error) => error instanceof SpeechError && /^1 are under way and 8 wait/.test(error.message),
  );
  task.resolve('done');
  assert.deepEqual(await Promise.all(taken), new Array(9).fill('done'));
  assert.equal(await turns.take(async () => 'free again'), 'free again');
});
