/** Edits that meet those of others: brought together where they can be, asked about where not, never written over. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Page } from 'playwright-core';
import { assertAccessible, assertFits, consoleOpener, type OpenConsole } from './browser.ts';
import { greeting, makeFlow, newestText, picture, saveRevision } from './revision-flows.ts';

const open = consoleOpener();

const card = (page: Page, name: string) => page.locator(`[data-card="${name}"]`);
const saved = (page: Page) =>
  page
    .getByText(/^Draft saved/)
    .first()
    .waitFor();

async function edit(page: Page, name: string, ...keys: readonly string[]): Promise<void> {
  await card(page, name).focus();
  for (const key of keys) await page.keyboard.press(key);
}

/** A page of another browser, signed in to the same server. */
async function otherBrowser(t: TestContext, { context, server, account }: OpenConsole): Promise<Page> {
  const other = await context.browser()?.newContext({
    baseURL: server.url,
    viewport: { width: 1280, height: 800 },
    reducedMotion: 'reduce',
  });
  assert.ok(other);
  t.after(() => other.close());
  await other.request.post('/console/api/session', { form: { sid: account.sid, secret: account.authToken } });
  return other.newPage();
}

async function visit(page: Page, sid: string): Promise<void> {
  await page.goto(`/console/flows/${sid}`);
  await page.getByRole('application').waitFor();
}

/** What the revisions say, by their number from 1 on. */
async function bodies({ page }: OpenConsole, sid: string): Promise<readonly string[]> {
  const { revision: last } = await (await page.request.get(`/console/api/flows/${sid}/revisions/draft`)).json();
  return Promise.all(
    Array.from({ length: last }, async (_, index) => {
      const answer = await page.request.get(`/console/api/flows/${sid}/revisions/${index + 1}`);
      return JSON.parse((await answer.json()).definition).states[1].properties.body;
    }),
  );
}

/** Edits in the working copy on r1, and a newer revision from elsewhere. */
async function meetAt(opened: OpenConsole, yours: string, theirs: string): Promise<string> {
  const { page, goto } = opened;
  const sid = await makeFlow(opened, greeting('Hi'));
  const session = await page.request.get('/console/api/session');
  const copied = await page.request.put(`/console/api/flows/${sid}/working-copy`, {
    form: { definition: greeting(yours), base_revision: '1' },
    headers: { 'x-atelier-csrf': (await session.json()).csrf },
  });
  assert.equal(copied.status(), 200, await copied.text());
  await saveRevision(opened, sid, greeting(theirs), 'draft');
  await goto(`/flows/${sid}`);
  return sid;
}

test('two browsers that change different things lose nothing', async (t) => {
  const opened = await open(t, { mayLog: ['412'] });
  const { page: ann } = opened;
  const bob = await otherBrowser(t, opened);
  const sid = await makeFlow(opened, greeting('Hi'));
  await visit(ann, sid);
  await visit(bob, sid);
  await edit(bob, 'hello', 'Control+d');
  await card(bob, 'hello_1').waitFor();
  await edit(ann, 'hello', 'F2');
  await ann.getByRole('application').getByRole('textbox', { name: 'Name' }).fill('greet');
  await ann.keyboard.press('Enter');
  await card(ann, 'greet').waitFor();
  await ann.keyboard.press('Control+s');
  await bob.getByText('Merged: 1 of theirs, 1 of yours. Theirs: Renamed hello to greet.').first().waitFor();
  for (const page of [ann, bob]) for (const name of ['greet', 'hello_1']) await card(page, name).waitFor();
  await saved(bob);
  const { revision, definition } = await newestText(opened, sid);
  const names = JSON.parse(definition).states.map(({ name }: { name: string }) => name);
  assert.deepEqual([revision, names], [3, ['Trigger', 'greet', 'hello_1']]);
  assert.ok(definition.startsWith(greeting('Hi').replaceAll('hello', 'greet').slice(0, 400)), definition);
});

test('where the same was changed, a person decides, and all of it stays in the history', async (t) => {
  const opened = await open(t);
  const { page } = opened;
  const sid = await meetAt(opened, 'Hello', 'Good day');
  await page.getByText('r2 was saved elsewhere (1 widget changed).').waitFor();
  const dialog = page.getByRole('dialog', { name: 'Merge' });
  await dialog.getByText('hello · Message body').waitFor();
  const save = dialog.getByRole('button', { name: 'Save merge' });
  assert.ok(await save.isDisabled());
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme });
    await picture(page, `merge-${theme}`);
    await assertAccessible(page);
    await assertFits(page);
  }
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await page.getByText('Not saved: a newer revision was saved elsewhere').waitFor();
  await assertAccessible(page);
  assert.deepEqual(await bodies(opened, sid), ['Hi', 'Good day']);

  await page.getByRole('button', { name: 'Merge…' }).click();
  await dialog.getByRole('radio', { name: 'Theirs' }).check();
  await save.click();
  await saved(page);
  await page.getByText('Good day').waitFor();
  assert.deepEqual(await bodies(opened, sid), ['Hi', 'Good day', 'Hello', 'Good day']);
  await page.keyboard.press('Control+z');
  await page.getByText('Hello', { exact: true }).waitFor();
});

test('a merge takes what is written anew', async (t) => {
  const opened = await open(t);
  const { page } = opened;
  const sid = await meetAt(opened, 'Hello', 'Good day');
  const dialog = page.getByRole('dialog', { name: 'Merge' });
  await dialog.getByRole('radio', { name: 'Another value' }).check();
  await dialog.getByRole('textbox', { name: 'Another value for hello · Message body' }).fill('Hello, good day');
  await dialog.getByRole('button', { name: 'Save merge' }).click();
  await saved(page);
  assert.deepEqual((await bodies(opened, sid)).at(-1), 'Hello, good day');
  assert.equal((await newestText(opened, sid)).definition, greeting('Hello, good day'));
});

test('who changed nothing gets what others save, byte for byte', async (t) => {
  const opened = await open(t);
  const { page, goto } = opened;
  const sid = await makeFlow(opened, greeting('Hi'));
  await goto(`/flows/${sid}`);
  await page.getByRole('application').waitFor();
  await page.waitForLoadState('networkidle');
  await saveRevision(opened, sid, greeting('Ahoy'), 'draft');
  await page.getByText('Saved elsewhere: Changed the text of hello.').first().waitFor();
  await page.getByText('Ahoy').waitFor();
  assert.deepEqual(await bodies(opened, sid), ['Hi', 'Ahoy']);
});

test('edits of two browsers that are no revisions yet are not written over', async (t) => {
  const opened = await open(t, { mayLog: ['412'] });
  const { page: ann } = opened;
  const bob = await otherBrowser(t, opened);
  const sid = await makeFlow(opened, greeting('Hi'));
  await visit(ann, sid);
  await visit(bob, sid);
  await edit(ann, 'hello', 'Control+d');
  const copied = ann.waitForResponse(
    (response) => response.url().endsWith('/working-copy') && response.status() === 200,
  );
  await card(ann, 'hello_1').waitFor();
  await copied;
  await edit(bob, 'hello', 'F2');
  await bob.getByRole('application').getByRole('textbox', { name: 'Name' }).fill('greet');
  await bob.keyboard.press('Enter');
  await bob.getByText('Merged: 1 of theirs, 1 of yours.').first().waitFor();
  await card(bob, 'hello_1').waitFor();
  await card(bob, 'greet').waitFor();
});

test('of two tabs one edits, until the other one takes over with all that was done', async (t) => {
  const opened = await open(t);
  const { page: first, context } = opened;
  const sid = await makeFlow(opened, greeting('Hi'));
  await visit(first, sid);
  await edit(first, 'hello', 'Control+d');
  await card(first, 'hello_1').waitFor();
  const second = await context.newPage();
  await visit(second, sid);
  await second.getByText('Open for editing in another tab.').waitFor();
  assert.equal(await second.getByRole('button', { name: 'Publish…' }).count(), 0);
  await picture(second, 'other-tab-light');
  await assertAccessible(second);
  await second.getByRole('button', { name: 'Edit here' }).click();
  await second.getByRole('button', { name: 'Undo: Duplicate hello' }).click();
  await card(second, 'hello_1').waitFor({ state: 'detached' });
  await second.keyboard.press('Control+s');
  await first.getByText('Open for editing in another tab.').waitFor();
  await second.close();
  await first.getByRole('button', { name: 'Publish…' }).waitFor();
});
