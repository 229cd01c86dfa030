/** The list of executions: live, filtered by its address, ended many at once (console §9, List; acceptance 8). */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { assertAccessible, assertFits, consoleOpener } from './browser.ts';
import { converse, makeRuns, row } from './runs-fixture.ts';

const open = consoleOpener();

test('a text to the number appears within a second; its page has the address of the execution', async (t) => {
  const console = await open(t);
  const runs = await makeRuns(console);
  const { page, goto } = console;
  await goto(`/flows/${runs.flowSid}/executions`);
  await page.getByText('Nobody has used this flow yet. Publish it and text +15550009000.').waitFor();
  await runs.text('+15550001001', 'hi');
  await row(page, '+15550001001').waitFor({ timeout: 3_000 });
  await page.getByText('ask, 60 min left').waitFor();
  await page.getByRole('button', { name: 'Active 1' }).waitFor();
  await page.getByRole('link', { name: '+15550001001' }).click();
  await page.getByRole('heading', { name: /^Waiting at ask for a reply/ }).waitFor();
  const [sid] = await runs.sidsOf('+15550001001');
  assert.ok(new URL(page.url()).pathname.endsWith(`/executions/${sid}`));
  await goto(`/executions/${sid}`);
  await page.waitForURL(`**/flows/${runs.flowSid}/executions/${sid}`);
});

test('paused, new executions are counted and shown when asked for', async (t) => {
  const console = await open(t);
  const runs = await makeRuns(console);
  const { page, goto } = console;
  await converse(runs, '+15550001001', 'hi', '2');
  await goto(`/flows/${runs.flowSid}/executions`);
  await row(page, '+15550001001').waitFor();
  await page.getByRole('button', { name: 'Pause live updates' }).click();
  await runs.text('+15550001002', 'hi');
  const show = page.getByRole('button', { name: '1 new execution — Show' });
  await show.waitFor();
  assert.equal(await row(page, '+15550001002').count(), 0);
  await show.click();
  await row(page, '+15550001002').waitFor();
});

test('filters are in the address, and what they leave out is not shown', async (t) => {
  const console = await open(t);
  const runs = await makeRuns(console);
  const { page, goto } = console;
  await converse(runs, '+15550001001', 'hi', '2');
  await runs.text('+15550001002', 'hi');
  await goto(`/flows/${runs.flowSid}/executions`);
  await row(page, '+15550001001').waitFor();
  await page.getByRole('button', { name: 'Active 1' }).click();
  await row(page, '+15550001001').waitFor({ state: 'detached' });
  assert.match(page.url(), /status=active/);
  await page.getByRole('combobox', { name: 'Widget' }).selectOption('route');
  await page.getByText('No execution matches these filters.').waitFor();
  await page.getByRole('button', { name: 'Save filters…' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('At the split');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('button', { name: 'Clear filters' }).last().click();
  await row(page, '+15550001001').waitFor();
  await page.getByRole('button', { name: 'At the split', exact: true }).click();
  await page.getByText('No execution matches these filters.').waitFor();
  assert.match(page.url(), /widget=route/);
  await goto(`/flows/${runs.flowSid}/executions?contact=%2B15550001001`);
  await page.getByRole('button', { name: 'Remove the filter Contact +15550001001' }).click();
  await row(page, '+15550001002').waitFor();
});

test('executions are chosen by keys, ended with a reason, and say so', async (t) => {
  const console = await open(t);
  const runs = await makeRuns(console);
  const { page, goto } = console;
  for (const contact of ['+15550001001', '+15550001002', '+15550001003']) await runs.text(contact, 'hi');
  await goto(`/flows/${runs.flowSid}/executions`);
  await row(page, '+15550001001').waitFor();
  await page.getByRole('link', { name: '+15550001003' }).focus();
  for (const key of ['Space', 'ArrowDown', 'Space']) await page.keyboard.press(key);
  await page.getByRole('button', { name: 'End 2…' }).click();
  await page.getByRole('heading', { name: 'End 2 executions?' }).waitFor();
  await page.getByRole('textbox', { name: 'Reason' }).fill('The shop is closed');
  await assertAccessible(page);
  await page.getByRole('button', { name: 'End', exact: true }).click();
  await page.getByText('2 of 2 done').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();
  await page.getByText('Stopped at ask').first().waitFor();
  await page.getByRole('link', { name: '+15550001002' }).press('Enter');
  await page.getByRole('heading', { name: /^Stopped in the console at .* Reason: The shop is closed$/ }).waitFor();
});

test('the list is given as a table, and fits in light and in dark', async (t) => {
  const console = await open(t);
  const runs = await makeRuns(console);
  const { page, goto } = console;
  await converse(runs, '+15550001001', 'hi', '2');
  for (const path of [`/flows/${runs.flowSid}/executions`, '/executions']) {
    await goto(path);
    await row(page, '+15550001001').waitFor();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await assertAccessible(page);
      await assertFits(page);
    }
  }
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export' }).click(),
  ]);
  const lines = (await readFile(await file.path(), 'utf8')).split('\r\n');
  assert.equal(lines.length, 3);
  assert.match(lines[1] ?? '', /,ended,FLOW_END,\+15550001001,/);
});
