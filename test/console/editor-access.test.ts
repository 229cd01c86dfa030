/** Ways into the editor beside its canvas: outline, list of commands, sheet of keys, menu, and a narrow window. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible, assertFits, consoleOpener, picture } from './browser.ts';
import { openEditor } from './editor-fixture.ts';
import { saved } from './inspector-fixture.ts';

const open = consoleOpener();

for (const theme of ['light', 'dark'] as const) {
  test(`the outline is the flow as a list, and takes the keys of the canvas (${theme})`, async (t) => {
    const console = await open(t, { theme });
    const { page } = console;
    await openEditor(console);
    await page.getByRole('button', { name: 'Outline' }).click();
    const outline = page.getByRole('list', { name: 'Outline' });
    await outline.getByRole('button', { name: 'Reply → bye' }).waitFor();
    await assertAccessible(page);
    await outline.getByRole('button', { name: 'greet', exact: true }).click();
    await page.waitForURL(/widget=greet/);
    await picture(page, `outline-${theme}`);
    await page.keyboard.press('ArrowDown');
    await outline.getByRole('button', { name: 'Sent → ask_day' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Delete');
    await outline.getByRole('button', { name: 'Sent: nowhere' }).and(page.locator(':focus')).waitFor();
  });
}

test('commands of the editor are found by name, the sheet lists its keys', async (t) => {
  const console = await open(t);
  const { page } = console;
  const sid = await openEditor(console);
  await page.locator('[data-card="greet"]').focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Control+k');
  const search = page.getByRole('dialog').getByRole('combobox');
  await search.fill('Align: Left');
  await page.getByRole('option', { name: /Align: Left edges/ }).waitFor();
  await assertAccessible(page);
  await search.fill('Find and');
  await page.keyboard.press('Enter');
  await page.getByRole('textbox', { name: 'Find in this flow' }).waitFor();
  await page.keyboard.press('Control+k');
  await search.fill('ask_day');
  await page.keyboard.press('Enter');
  await page.waitForURL(/widget=ask_day/);
  await page.locator('[data-card="ask_day"]').focus();
  await page.keyboard.press('?');
  await page.getByRole('dialog').getByText('Delete and reconnect').waitFor();
  await assertAccessible(page);
  await picture(page, 'shortcuts');
  await page.keyboard.press('Escape');

  await page.locator('[data-card="greet"]').focus();
  await page.keyboard.press('Alt+ArrowRight');
  await page.keyboard.press('Control+a');
  await page.getByRole('button', { name: 'Menu of greet' }).click();
  await page.getByRole('menuitem', { name: 'Align: Left edges' }).click();
  await page.getByRole('button', { name: /^Undo: Align/ }).waitFor();
  const { states } = await saved(console, sid);
  const lefts = new Set(states.map(({ properties }: { properties: { offset: { x: number } } }) => properties.offset.x));
  assert.equal(lefts.size, 1);
});

test('below 1024 pixels the editor is read-only, and says so', async (t) => {
  const console = await open(t, { width: 1000 });
  const { page } = console;
  await openEditor(console);
  await page.getByText('Read-only in a window this narrow.').waitFor();
  await page.locator('[data-card="greet"]').focus();
  await page.keyboard.press('Delete');
  await page.getByText('This flow cannot be edited here right now.').first().waitFor();
  assert.equal(await page.locator('[data-card="greet"]').count(), 1);
  await assertAccessible(page);
  await assertFits(page);
  await page.setViewportSize({ width: 1100, height: 800 });
  await page.locator('[data-card="greet"]').focus();
  await page.keyboard.press('Delete');
  await page.locator('[data-card="greet"]').waitFor({ state: 'detached' });
});
