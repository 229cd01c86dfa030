/** How many went which way, on the canvas and as a table (console §9, Traffic). */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { assertAccessible, assertFits, consoleOpener } from './browser.ts';
import { converse, makeRuns } from './runs-fixture.ts';

const open = consoleOpener();

test('wires and cards are counted, a card leads to its latest executions, and the table says the same', async (t) => {
  const console = await open(t, { width: 1920, height: 1080 });
  const runs = await makeRuns(console);
  const { page, goto } = console;
  for (const [index, text] of ['2', '2', 'fish', '3'].entries())
    await converse(runs, `+1555000100${index}`, 'hi', text);
  await goto(`/flows/${runs.flowSid}/traffic`);
  await page.getByText('2 · 50 %').waitFor();
  await page.getByText('in 1 · ended here 100 % · ▲ failed 100 %').waitFor();
  await page.getByText(/^Counted from .*; updated (just now|\d+ s ago)\.$/).waitFor();
  await page.locator('[data-id="send_map"]').click();
  const panel = page.getByRole('region', { name: 'What was counted' });
  await panel.getByText('2 executions ended here').waitFor();
  assert.equal(await panel.getByRole('link').count(), 2);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await assertAccessible(page);
    await assertFits(page);
  }
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'CSV' }).click()]);
  assert.match(await readFile(await file.path(), 'utf8'), /^route,match,send_map,2,0\.5000,$/m);
  await page.getByText('Table', { exact: true }).click();
  await page.getByRole('row', { name: 'route = 2 match send_map 2 50 %' }).waitFor();
  await assertAccessible(page);
});

test('two revisions are compared; one that nobody used says so', async (t) => {
  const console = await open(t, { width: 1920, height: 1080 });
  const runs = await makeRuns(console);
  const { page, goto } = console;
  await converse(runs, '+15550001001', 'hi', '2');
  await runs.save({ question: 'Which way?' }, 'published');
  await goto(`/flows/${runs.flowSid}/traffic`);
  await page.getByText('No execution of r2 in these days.').waitFor();
  await converse(runs, '+15550001002', 'hi', '2');
  await converse(runs, '+15550001003', 'hi', 'fish');
  await page.getByText('1 · 50 %').first().waitFor();
  await page.getByRole('combobox', { name: 'Compare with' }).selectOption('1');
  await page.getByText('100 % → 50 %').waitFor();
  assert.match(page.url(), /than=1/);
});
