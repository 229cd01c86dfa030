/** Revision History: what is listed and folded, one on the canvas, and the way back to it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible, assertFits, consoleOpener } from './browser.ts';
import { greeting, makeFlow, picture, saveRevision, standingAt } from './revision-flows.ts';

const open = consoleOpener();

/** Published, three drafts of which two moved a widget alone, published, a draft on top. */
async function makeHistory(console: Parameters<typeof makeFlow>[0]): Promise<string> {
  const sid = await makeFlow(console, greeting('Hi'), 'published', 'The first');
  const saves = [
    [greeting('Hello'), 'draft'],
    [standingAt(greeting('Hello'), 300), 'draft'],
    [standingAt(greeting('Hello'), 600), 'draft'],
    [standingAt(greeting('Hello there'), 600), 'published'],
    [standingAt(greeting('Hello you'), 600), 'draft'],
  ] as const;
  for (const [definition, status] of saves) await saveRevision(console, sid, definition, status);
  return sid;
}

test('the history says who did what, and folds drafts that were published since', async (t) => {
  const opened = await open(t);
  const { page, goto } = opened;
  const sid = await makeHistory(opened);
  await goto(`/flows/${sid}/revisions`);
  const list = page.getByRole('region', { name: 'Revisions' });
  await list.getByText('Changed the text of hello').nth(1).waitFor();
  const rows = async () => (await list.getByRole('listitem').allInnerTexts()).map((row) => row.replace(/\s+/g, ' '));
  assert.deepEqual(
    (await rows()).map((row) => row.replace(/ (REST API|just now|\d+ min ago)/g, '')),
    [
      'r6 Changed the text of hello Draft',
      'r5 Changed the text of hello Published',
      '▸ 3 drafts',
      'r1 The first Published',
    ],
  );
  await list.getByRole('button', { name: '3 drafts' }).click();
  await list.getByRole('button', { name: 'Moved widgets, 2 revisions' }).click();
  await list.getByText('Moved hello').nth(1).waitFor();
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme });
    await picture(page, `revisions-${theme}`);
    await assertAccessible(page);
    await assertFits(page);
  }
  await list.getByRole('checkbox', { name: 'Published only' }).check();
  assert.equal(await list.getByRole('listitem').count(), 2);
  assert.match(page.url(), /only=published/);
});

test('one revision is shown, two are compared', async (t) => {
  const opened = await open(t);
  const { page, goto } = opened;
  const sid = await makeHistory(opened);
  await goto(`/flows/${sid}/revisions`);
  await page.getByRole('application', { name: 'Canvas of Greeter, r6' }).waitFor();
  await page.getByRole('button', { name: /^r1 / }).click();
  await page.getByRole('application', { name: 'Canvas of Greeter, r1' }).waitFor();
  await page.getByRole('checkbox', { name: 'Choose r5 to compare' }).check();
  await page.getByRole('checkbox', { name: 'Choose r1 to compare' }).check();
  await page.getByRole('link', { name: 'Compare r1 and r5' }).click();
  await page.getByRole('heading', { name: 'r1 → r5' }).waitFor();
});

test('a revision has a page of its own, with what each widget holds', async (t) => {
  const opened = await open(t);
  const { page, goto } = opened;
  const sid = await makeHistory(opened);
  await goto(`/flows/${sid}/revisions/1?widget=hello`);
  await page.getByRole('heading', { name: 'Revision 1' }).waitFor();
  await page.getByText('"body": "Hi"').waitFor();
  await page.locator('[data-card="Trigger"]').focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(/widget=Trigger/);
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme });
    await picture(page, `revision-${theme}`);
    await assertAccessible(page);
    await assertFits(page);
  }
});

test('a link to a widget that is gone leads to the revision that had it', async (t) => {
  const opened = await open(t);
  const { page, goto } = opened;
  const sid = await makeFlow(opened, greeting('Hi'), 'draft');
  await saveRevision(opened, sid, greeting('Hi').replaceAll('hello', 'hi'), 'draft');
  await goto(`/flows/${sid}?widget=hello`);
  await page.getByText('hello is not in this revision.').waitFor();
  await assertAccessible(page);
  await page.getByRole('button', { name: 'Find it in older revisions' }).click();
  await page.waitForURL(/revisions\/1\?widget=hello/);
  await page.getByText('"name": "hello"').waitFor();
});
