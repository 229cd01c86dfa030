/** A flow is drawn, undone, done again and published (console §11, acceptance 1, 2, 3 and 7). */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { assertAccessible, consoleOpener, type OpenConsole } from './browser.ts';
import { assertMenu, card, drawByKeys, drawByMouse } from './drawn-menu.ts';
import { newestText } from './revision-flows.ts';
import { until } from './runs-fixture.ts';

const open = consoleOpener();

test('a menu is drawn by mouse, all of it undone and done again, and published', async (t) => {
  const opened = await open(t);
  const { page, call } = opened;
  await page.getByRole('link', { name: 'New flow' }).click();
  const dialog = page.getByRole('dialog', { name: 'New flow' });
  await dialog.getByRole('radio', { name: /^From scratch/ }).check();
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Menu');
  await dialog.getByRole('button', { name: 'Create flow' }).click();
  const sid = await openedFlow(page);
  const atStart = (await newestText(opened, sid)).definition;

  await drawByMouse(page);
  const drawn = await savedMenu(opened, sid);
  await page.getByRole('application', { name: 'Canvas of Menu, 6 widgets' }).waitFor();
  await assertAccessible(page);

  const undo = page.getByRole('toolbar').getByRole('button', { name: /^Undo/ });
  const redo = page.getByRole('toolbar').getByRole('button', { name: /^Redo/ });
  await page.locator('[data-card][tabindex="0"]').focus();
  while (await undo.isEnabled()) await page.keyboard.press('Control+z');
  await page.getByRole('application', { name: 'Canvas of Menu, 1 widget' }).waitFor();
  await page.keyboard.press('Control+s');
  assert.equal(await nextText(opened, sid, drawn), atStart);
  while (await redo.isEnabled()) await page.keyboard.press('Control+Shift+z');
  await page.keyboard.press('Control+s');
  assert.equal(await nextText(opened, sid, atStart), drawn);

  const publish = page.getByRole('button', { name: 'Publish…' });
  await publish.click();
  const publication = page.getByRole('dialog', { name: 'Publish' });
  await publication.getByText('First publication: 6 widgets, 5 transitions').waitFor();
  await publication.getByText(/no reply|nobody answers send_and_wait_for_reply_1/i).waitFor();
  await publication.getByText(/^split_based_on_1 ends the execution for any answer but 1, 2, 3\.$/).waitFor();
  await assertAccessible(page);
  await publication.getByRole('button', { name: /^Publish r\d+$/ }).click();
  const { revision, status } = JSON.parse((await call(`/v2/Flows/${sid}`)).text);
  await page.getByText(`Published r${revision}, no changes`).waitFor();
  assert.equal(status, 'published');
  assert.equal(await publish.getAttribute('aria-disabled'), 'true');
  await publish.hover();
  await page.getByText(`Nothing changed since r${revision}`).waitFor();
});

test('the same is drawn by keys alone, and differs by nothing but its places', async (t) => {
  const opened = await open(t);
  const { page } = opened;
  await page.evaluate(() => {
    for (const type of ['pointerdown', 'mousemove', 'wheel', 'touchstart']) {
      document.addEventListener(type, ({ isTrusted }) => isTrusted && console.error(`${type} without a pointer`), true);
    }
  });
  await page.getByRole('link', { name: 'New flow' }).press('Enter');
  const name = page.getByRole('dialog', { name: 'New flow' }).getByRole('textbox', { name: 'Name' });
  await name.and(page.locator(':focus')).waitFor();
  await page.keyboard.type('Keys');
  await page.keyboard.press('Enter');
  const byKeys = await openedFlow(page);
  await toCanvas(page);
  await drawByKeys(page);
  const keys = withoutPlaces(await savedMenu(opened, byKeys));

  await opened.goto('/flows/new');
  const dialog = page.getByRole('dialog', { name: 'New flow' });
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Mouse');
  await dialog.getByRole('button', { name: 'Create flow' }).click();
  const byMouse = await openedFlow(page);
  await drawByMouse(page);
  assert.equal(keys, withoutPlaces(await savedMenu(opened, byMouse)));
});

/** SID of the flow that the editor shows now. */
async function openedFlow(page: Page): Promise<string> {
  await page.waitForURL(/flows\/FW[0-9a-f]{32}/);
  await card(page, 'Trigger').waitFor();
  return /FW[0-9a-f]{32}/.exec(page.url())?.[0] ?? '';
}

/** From one part of the page to the next, until the keys are on a card. */
async function toCanvas(page: Page): Promise<void> {
  const isThere = () =>
    page.evaluate(() => document.activeElement?.matches('[data-card], [role="application"]') === true);
  for (let jumps = 0; jumps < 10 && !(await isThere()); jumps++) await page.keyboard.press('F6');
  await page.locator('[data-card="Trigger"]:focus').waitFor();
}

/** Saves the menu, has it checked as strictly as for publishing, and gives its text. */
async function savedMenu(opened: OpenConsole, sid: string): Promise<string> {
  const { page, call } = opened;
  await page.keyboard.press('Control+s');
  const text = await until(async () => {
    const { definition } = await newestText(opened, sid);
    return definition.includes('"Three"') ? definition : undefined;
  });
  await page
    .getByText(/^Draft saved \d\d:\d\d$/)
    .first()
    .waitFor();
  assertMenu(JSON.parse(text).states);
  const form = { FriendlyName: 'Menu', Status: 'published', Definition: text };
  const { valid } = JSON.parse((await call('/v2/Flows/Validate', form)).text);
  assert.equal(valid, true);
  await page.getByRole('button', { name: 'Publish…' }).and(page.locator('[aria-disabled="false"]')).waitFor();
  return text;
}

/** The newest text of the flow, as soon as it is another. */
function nextText(opened: OpenConsole, sid: string, before: string): Promise<string> {
  return until(async () => {
    const { definition } = await newestText(opened, sid);
    return definition === before ? undefined : definition;
  });
}

function withoutPlaces(text: string): string {
  return text.replaceAll(/"offset":\{[^}]*\}/g, '');
}
