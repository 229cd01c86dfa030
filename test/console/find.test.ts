/** Finding a text anywhere in a flow, going from hit to hit, and replacing it in values (console §4). */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible, assertFits, consoleOpener, picture } from './browser.ts';
import { openEditor } from './editor-fixture.ts';

const open = consoleOpener();

for (const theme of ['light', 'dark'] as const) {
  test(`hits are walked by Enter and replaced as one entry (${theme})`, async (t) => {
    const console = await open(t, { theme });
    const { page } = console;
    await openEditor(console);
    await page.keyboard.press('Control+f');
    const field = page.getByRole('textbox', { name: 'Find in this flow' });
    await field.fill('sunday');
    const drawer = page.getByRole('region', { name: 'Problems' });
    await drawer.getByText('3 hits').waitFor();
    const search = () => new URL(page.url()).searchParams;
    assert.equal(search().get('panel'), 'find');

    await page.keyboard.press('Enter');
    await drawer.getByText('1 of 3 hits').waitFor();
    await page.waitForURL(/widget=greet/);
    await page.keyboard.press('Enter');
    await page.waitForURL(/widget=ask_day/);
    await page.keyboard.press('Shift+Enter');
    await page.waitForURL(/widget=greet/);
    await assertAccessible(page);
    await assertFits(page);
    await picture(page, `find-${theme}`);

    await page.getByRole('textbox', { name: 'Replace with' }).fill('Monday');
    await page.getByRole('button', { name: 'Replace 3' }).click();
    await page.getByText('Replaced 3 in 2 widgets.').first().waitFor();
    await drawer.getByText('Nothing found.').waitFor();
    await page.getByRole('button', { name: /^Undo: Replace/ }).click();
    await drawer.getByText('3 hits').waitFor();

    await field.fill('to:ask_day');
    await drawer.getByText('1 hit', { exact: true }).waitFor();
    await drawer.getByRole('button', { name: /greet.*Transition sent/ }).click();
    await page.waitForURL(/widget=greet/);
    assert.equal(await page.getByRole('button', { name: 'Replace', exact: true }).isDisabled(), true);

    await field.fill('Is Sunday');
    await drawer.getByRole('button', { name: /ask_day/ }).click();
    await page.locator('[data-field="body"] [contenteditable="true"]:focus').waitFor();
    await field.focus();
    await page.keyboard.press('Escape');
    await field.waitFor({ state: 'detached' });
    await page.locator('[data-card="ask_day"]:focus').waitFor();
  });
}
