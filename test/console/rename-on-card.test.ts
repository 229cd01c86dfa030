/** A widget renamed on its card: F2 or a double click, refused in words, Esc leaves it (console §4). */
import { test } from 'node:test';
import { assertAccessible, consoleOpener, picture } from './browser.ts';
import { openEditor } from './editor-fixture.ts';

const open = consoleOpener();

test('F2 edits the name on the card', async (t) => {
  const console = await open(t, { theme: 'dark' });
  const { page } = console;
  await openEditor(console);
  await page.locator('[data-card="greet"]').focus();
  await page.keyboard.press('F2');
  const field = page.getByRole('application').getByRole('textbox', { name: 'Name' });
  await field.fill('bye');
  await page.getByRole('application').getByText('bye is taken.').waitFor();
  await page.keyboard.press('Enter');
  await assertAccessible(page);
  await picture(page, 'rename-on-card');
  await page.keyboard.press('Escape');
  await page.locator('[data-card="greet"]:focus').waitFor();
  await page.keyboard.press('F2');
  await field.fill('hello');
  await page.keyboard.press('Enter');
  await page.locator('[data-card="hello"]:focus').waitFor();
  await page.getByRole('button', { name: /^Undo: Rename/ }).click();
  await page.locator('[data-card="greet"]').waitFor();
  await page.getByTitle('greet', { exact: true }).dblclick();
  await field.fill('hi');
  await page.getByRole('application').click({ position: { x: 20, y: 20 } });
  await page.locator('[data-card="hi"]').waitFor();
});
