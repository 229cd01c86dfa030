/** Notes on the canvas: added, written, moved, resized, found and deleted, beside the flow itself (console §3.2, §4). */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible, consoleOpener, picture } from './browser.ts';
import { openEditor } from './editor-fixture.ts';
import { saved } from './inspector-fixture.ts';

const open = consoleOpener();

for (const theme of ['light', 'dark'] as const) {
  test(`a note by key and by pointer (${theme})`, async (t) => {
    const console = await open(t, { theme });
    const { page } = console;
    const sid = await openEditor(console);
    const before = await saved(console, sid);
    await page.locator('[data-card="greet"]').focus();
    await page.keyboard.press('t');
    await page.getByRole('textbox', { name: 'Text of the note' }).waitFor();
    await page.keyboard.type('Ask **twice**\n- never thrice\n<img src=x onerror=alert(1)>');
    await page.keyboard.press('Control+Enter');
    const note = page.getByRole('group', { name: /^Note: Ask/ });
    await note.and(page.locator(':focus')).waitFor();
    await note.locator('strong', { hasText: 'twice' }).waitFor();
    await note.getByText('<img src=x onerror=alert(1)>').waitFor();
    await assertAccessible(page);

    const start = await note.boundingBox();
    assert.ok(start);
    await page.keyboard.press('Alt+ArrowRight');
    await page.keyboard.press('Shift+ArrowDown');
    await page.mouse.move(start.x + 30, start.y + 60);
    await page.mouse.down();
    await page.mouse.move(start.x + 330, start.y + 20, { steps: 4 });
    await page.mouse.up();
    await page.getByRole('button', { name: 'Undo: Move note' }).waitFor();
    const end = await note.boundingBox();
    assert.ok(end && end.x > start.x + 290 && end.y < start.y - 20 && end.height > start.height);
    await page.keyboard.press('m');
    await picture(page, `note-${theme}`);

    await page.keyboard.press('Control+f');
    await page.getByRole('textbox', { name: 'Find in this flow' }).fill('thrice');
    await page.getByRole('button', { name: /Note.*thrice/ }).click();
    await note.and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Delete');
    await note.waitFor({ state: 'detached' });
    await page.getByText('Deleted a note.').first().waitFor();
    await page.getByRole('button', { name: 'Undo: Delete note' }).click();
    await note.waitFor();
    assert.deepEqual(await saved(console, sid), before, 'no part of the definition');
    await page.reload();
    await note.waitFor();
  });
}

test('the mini-map is shown by key and leads elsewhere by pointer; the choice is kept', async (t) => {
  const console = await open(t);
  const { page } = console;
  await openEditor(console);
  const map = page.getByRole('img', { name: 'Mini-map' });
  assert.equal(await map.count(), 0);
  await page.locator('[data-card="greet"]').focus();
  await page.keyboard.press('m');
  await map.waitFor();
  await assertAccessible(page);
  const card = page.locator('[data-card="greet"]');
  const before = await card.boundingBox();
  await map.click({ position: { x: 100, y: 10 } });
  await page.waitForTimeout(200);
  const after = await card.boundingBox();
  assert.ok(before && after && after.y > before.y + 50);
  await page.reload();
  await map.waitFor();
  await page.getByRole('button', { name: 'Mini-map' }).click();
  await map.waitFor({ state: 'detached' });
});
