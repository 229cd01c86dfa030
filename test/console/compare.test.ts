/** Two revisions compared, in words and on the canvas, and the draft put back to one of them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { assertAccessible, assertFits, consoleOpener, type OpenConsole } from './browser.ts';
import { greeting, makeFlow, newestText, picture, saveRevision, standingAt } from './revision-flows.ts';

const open = consoleOpener();

const card = (page: Page, name: string) => page.locator(`[data-card="${name}"]`);
const changes = (page: Page) => page.getByRole('region', { name: 'Changes' }).getByRole('listitem');

async function looksWell(page: Page, name: string): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme });
    await picture(page, `${name}-${theme}`);
    await assertAccessible(page);
    await assertFits(page);
  }
}

/** A definition with its states changed. */
function changed(definition: string, change: (states: State[]) => State[]): string {
  const value = JSON.parse(definition);
  return JSON.stringify({ ...value, states: change(value.states) }, null, 2);
}

interface State {
  name: string;
  transitions: { event: string; next?: string }[];
  properties: { [key: string]: unknown };
}

/** `hello` says something else and leads to a new widget; `bye`, which it led to, is gone. */
async function compareTwo(opened: OpenConsole): Promise<string> {
  const copyOf = (states: readonly State[], name: string, x: number, y: number): State => {
    const state: State = structuredClone(states[1]) ?? { name, transitions: [], properties: {} };
    return { ...state, name, properties: { ...state.properties, offset: { x, y }, body: name } };
  };
  const first = changed(greeting('When would suit you?'), (states) => {
    states[1]?.transitions.splice(0, 1, { event: 'sent', next: 'bye' });
    return [...states, copyOf(states, 'bye', 0, 400)].map((state) =>
      state.name === 'bye' ? { ...state, transitions: [{ event: 'sent' }, { event: 'failed' }] } : state,
    );
  });
  const second = changed(first, (states) => {
    const kept = states.filter(({ name }) => name !== 'bye');
    const map = copyOf(kept, 'send_map', 400, 400);
    const [, hello] = kept;
    hello?.transitions.splice(0, 1, { event: 'sent', next: 'send_map' });
    if (hello) hello.properties = { ...hello.properties, body: 'When suits you best?' };
    return [...kept, { ...map, transitions: [{ event: 'sent' }, { event: 'failed' }] }];
  });
  const sid = await makeFlow(opened, first, 'published');
  await saveRevision(opened, sid, second, 'draft');
  return sid;
}

test('changes are listed in words, drawn on one canvas, and walked by key', async (t) => {
  const opened = await open(t);
  const { page, goto } = opened;
  const sid = await compareTwo(opened);
  await goto(`/flows/${sid}/compare/published/draft`);
  await page.getByRole('heading', { name: 'r1 → draft' }).waitFor();
  const told = (await changes(page).allInnerTexts()).map((text) => text.replace(/\s+/g, ' ').trim());
  assert.deepEqual(told, [
    '✎ hello Message body: When would suitsuits you best?',
    '⇢ hello Sent now leads to send_map (was bye)',
    '+ send_map added (Send message)',
    '− bye removed (Send message)',
  ]);
  for (const [name, words] of [
    ['hello', 'Changed.'],
    ['send_map', 'Added.'],
    ['bye', 'Removed.'],
  ] as const) {
    assert.match((await card(page, name).getAttribute('aria-label')) ?? '', new RegExp(words));
  }
  await looksWell(page, 'compare-one');
  await page.keyboard.press('F8');
  await page.waitForURL(/widget=hello/);
  await page.keyboard.press('F8');
  await page.waitForURL(/widget=send_map/);
  await page.keyboard.press('Shift+F8');
  await page.waitForURL(/widget=hello/);
});

test('two canvases show each its own, and move together', async (t) => {
  const opened = await open(t);
  const { page, goto } = opened;
  const sid = await compareTwo(opened);
  await goto(`/flows/${sid}/compare/1/2`);
  await page.getByRole('link', { name: 'Side by side' }).click();
  await page.waitForURL(/view=side/);
  const left = page.getByRole('region', { name: 'r1', exact: true });
  const right = page.getByRole('region', { name: 'r2', exact: true });
  await left.locator('[data-card="bye"]').waitFor();
  await right.locator('[data-card="send_map"]').waitFor();
  assert.equal(await left.locator('[data-card="send_map"]').count(), 0);
  assert.equal(await right.locator('[data-card="bye"]').count(), 0);
  await left.getByRole('button', { name: 'Zoom in' }).click();
  const view = (side: typeof left) => side.locator('.react-flow__viewport').getAttribute('style');
  await page.waitForFunction(() => {
    const views = [...globalThis.document.querySelectorAll('.react-flow__viewport')].map((each) =>
      each.getAttribute('style'),
    );
    return views.length === 2 && views[0] === views[1];
  });
  assert.equal(await view(left), await view(right));
  await looksWell(page, 'compare-side');
  await page.getByRole('button', { name: 'Swap the two' }).click();
  await page.getByRole('heading', { name: 'r2 → r1' }).waitFor();
});

test('moves are shown on demand, and two that differ by nothing else are the same', async (t) => {
  const opened = await open(t);
  const { page, goto } = opened;
  const sid = await makeFlow(opened, greeting('Hi'), 'draft');
  await saveRevision(opened, sid, standingAt(greeting('Hi'), 400), 'draft');
  await goto(`/flows/${sid}/compare/1/2`);
  await page.getByText('r1 and r2 are the same, apart from 1 moved widget.').waitFor();
  await page.getByRole('checkbox', { name: 'Show moves (1)' }).check();
  await changes(page).getByText('hello').waitFor();
  await page.waitForURL(/moves=shown/);
  await looksWell(page, 'compare-moves');
});

test('a comparison is copied as Markdown', async (t) => {
  const opened = await open(t);
  const { page, goto } = opened;
  const sid = await compareTwo(opened);
  await goto(`/flows/${sid}/compare/1/2`);
  await page.getByRole('button', { name: 'Copy as Markdown' }).click();
  await page.getByText('Copied').first().waitFor();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(text, /^## Changes from r1 to r2\n\n- ✎ \*\*hello\*\* Message body: /);
});

test('the draft is put back to a revision byte for byte, and that is undone in the editor', async (t) => {
  const opened = await open(t);
  const { page, goto } = opened;
  const odd = greeting('Hi').replace('"x": 0', '"x":0.0').replace('Greets', '\\u0047reets');
  const sid = await makeFlow(opened, greeting('Hello'), 'published');
  // As the console saves it: to the byte.
  const save = async (definition: string, base: number) => {
    const session = await page.request.get('/console/api/session');
    const saved = await page.request.post(`/console/api/flows/${sid}/revisions`, {
      form: { definition, status: 'draft' },
      headers: { 'if-match': `"${base}"`, 'x-atelier-csrf': (await session.json()).csrf },
    });
    assert.equal(saved.status(), 201, await saved.text());
  };
  await save(odd, 1);
  await save(greeting('Bye'), 2);
  await goto(`/flows/${sid}/compare/2/draft`);
  await page.getByRole('button', { name: 'Revert to r2…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Revert to r2?' });
  await dialog.getByText('Changed the text of hello').waitFor();
  await looksWell(page, 'revert');
  await dialog.getByRole('button', { name: 'Revert to r2' }).click();
  await page.getByText('The draft is r2 again.').waitFor();
  await page.getByText(/^Draft saved/).waitFor();
  const reverted = await newestText(opened, sid);
  assert.deepEqual([reverted.revision, reverted.definition], [4, odd]);

  // Beyond a reload as well.
  await page.reload();
  await page.getByRole('button', { name: 'Undo: Revert to r2' }).click();
  await page.keyboard.press('Control+s');
  await page.waitForFunction(
    async (path) => (await (await fetch(path)).json()).revision === 5,
    `/console/api/flows/${sid}/revisions/draft`,
  );
  assert.equal((await newestText(opened, sid)).definition, greeting('Bye'));
});

test('what is not there is said', async (t) => {
  const opened = await open(t, { mayLog: ['404'] });
  const { page, goto } = opened;
  const sid = await makeFlow(opened, greeting('Hi'), 'draft');
  await goto(`/flows/${sid}/compare/published/draft`);
  await page.getByText('Nothing was published yet').waitFor();
  await goto(`/flows/${sid}/compare/7/draft`);
  await page.getByText('This flow has no such revision.').waitFor();
  await page.getByRole('link', { name: 'Revision History' }).click();
  await page.getByRole('heading', { name: 'Revision History' }).waitFor();
});
