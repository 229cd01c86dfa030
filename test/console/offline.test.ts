/** Without a network: edits stay in this browser, and become one revision once it is back. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { assertAccessible, consoleOpener, type OpenConsole } from './browser.ts';
import { greeting, makeFlow, newestText, picture } from './revision-flows.ts';

const open = consoleOpener();

const card = (page: Page, name: string) => page.locator(`[data-card="${name}"]`);
const offline = (page: Page) => page.getByText('Not saved yet: offline, kept in this browser');
/** What a browser without a network logs. */
const mayLog = ['ERR_FAILED', 'ERR_INTERNET_DISCONNECTED'];

async function openFlow(console: OpenConsole): Promise<string> {
  const sid = await makeFlow(console, greeting('Hi'));
  await console.goto(`/flows/${sid}`);
  await console.page.getByRole('application').waitFor();
  return sid;
}

async function duplicate(page: Page, name: string): Promise<void> {
  await card(page, name).focus();
  await page.keyboard.press('Control+d');
}

/** The emulated lack of a network lets through what a page sends while it goes: here it sends nothing then. */
async function sendsNothingAtTheEnd(page: Page): Promise<void> {
  await page.evaluate(() => Object.defineProperty(document, 'visibilityState', { get: () => 'visible' }));
  page.on('dialog', (dialog) => void dialog.accept());
}

const saved = (page: Page) =>
  page
    .getByText(/^Draft saved \d\d:\d\d$/)
    .first()
    .waitFor();

test('edits outlive a reload while nothing is answered, and become one revision when it is again', async (t) => {
  const opened = await open(t, { mayLog });
  const { page } = opened;
  const sid = await openFlow(opened);
  await page.context().setOffline(true);
  await duplicate(page, 'hello');
  await offline(page).waitFor();
  await duplicate(page, 'hello_1');
  await card(page, 'hello_2').waitFor();
  // Until both are kept: a moment after the last edit.
  await page.waitForTimeout(400);

  // The page itself is there again; of the flow nothing is answered.
  const answers = /\/(console\/api\/flows|v2)\//;
  await sendsNothingAtTheEnd(page);
  await page.route(answers, (route) => route.abort());
  await page.context().setOffline(false);
  await page.reload();
  await page.getByText(/^Edits from \d\d:\d\d were not saved. They are restored below./).waitFor();
  await card(page, 'hello_2').waitFor();
  await offline(page).waitFor();
  await picture(page, 'offline-light');
  await assertAccessible(page);

  await page.unroute(answers);
  await saved(page);
  const { revision, definition } = await newestText(opened, sid);
  assert.deepEqual([revision, JSON.parse(definition).states.length], [2, 4]);
  await page.keyboard.press('Control+z');
  await card(page, 'hello_2').waitFor({ state: 'detached' });
});

test('the browser says that the network is back, and all is saved at once', async (t) => {
  const opened = await open(t, { mayLog });
  const { page } = opened;
  const sid = await openFlow(opened);
  await page.context().setOffline(true);
  await duplicate(page, 'hello');
  await offline(page).waitFor();
  await page.context().setOffline(false);
  await saved(page);
  assert.equal((await newestText(opened, sid)).revision, 2);
});

test('what was restored can be compared with what is saved, or thrown away', async (t) => {
  const opened = await open(t, { mayLog });
  const { page } = opened;
  const sid = await openFlow(opened);
  const writes = '**/console/api/flows/**';
  await page.route(writes, (route) => (route.request().method() === 'GET' ? route.continue() : route.abort()));
  await duplicate(page, 'hello');
  await offline(page).waitFor();
  await sendsNothingAtTheEnd(page);
  await page.reload();
  await page.getByRole('link', { name: 'Compare' }).click();
  await page.getByRole('heading', { name: 'r1 → draft' }).waitFor();
  await page.getByRole('region', { name: 'Changes' }).getByText('hello_1').waitFor();
  await page.goBack();
  await page.getByRole('button', { name: 'Discard' }).click();
  await card(page, 'hello_1').waitFor({ state: 'detached' });
  await page.unroute(writes);
  await page.goto('/console/flows');
  await page.getByRole('row', { name: 'Greeter' }).waitFor();
  assert.equal((await newestText(opened, sid)).revision, 1);
});
