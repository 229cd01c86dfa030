/** *Tidy up* by ELK in a worker, and without it (console §4). */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { consoleOpener, type OpenConsole } from './browser.ts';
import { ask, openFlow, saved, sendMessage, trigger } from './inspector-fixture.ts';

const open = consoleOpener();

const at = (x: number, y: number, state: { readonly properties: object }) => ({
  ...state,
  properties: { offset: { x, y }, ...state.properties },
});
const messy = [
  at(0, 0, trigger('ask')),
  at(1000, -300, ask('ask', 'Well?', 'left')),
  at(400, 50, sendMessage('left', 'One', 'right')),
  at(-300, 90, sendMessage('right', 'Two')),
];

async function places(console: OpenConsole, sid: string) {
  const { states } = await saved(console, sid);
  return states.map(({ properties }: { properties: { offset: unknown } }) => properties.offset);
}
const below = [0, 200, 400, 600];

const ways = [
  { title: 'by ELK', hasWorker: true },
  { title: 'by our own layout where the worker cannot be loaded', hasWorker: false },
];
for (const { title, hasWorker } of ways) {
  test(`cards in layers ${title}, as one entry`, async (t) => {
    const console = await open(t, { mayLog: hasWorker ? [] : ['elk-worker'] });
    const { page, context } = console;
    let isAsked = false;
    await context.route(/elk-worker/, (route) => {
      isAsked = true;
      return hasWorker ? route.continue() : route.abort();
    });
    const sid = await openFlow(console, messy);
    const before = await places(console, sid);
    await page.getByRole('button', { name: 'Tidy up' }).click();
    await page.getByRole('button', { name: 'Undo: Tidy up' }).waitFor({ timeout: 20_000 });
    assert.equal(isAsked, true);
    // It ends where it was of no use.
    assert.equal(page.workers().length, hasWorker ? 1 : 0);
    const after = await places(console, sid);
    assert.deepEqual(
      after.map(({ y }: { y: number }) => y - after[0].y),
      below,
    );
    await page.getByRole('button', { name: 'Undo: Tidy up' }).click();
    assert.deepEqual(await places(console, sid), before);
  });
}
