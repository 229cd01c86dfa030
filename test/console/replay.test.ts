/** The events of an execution on another revision, and where the ways part (console §9, Replay; acceptance 23). */
import { test } from 'node:test';
import { assertAccessible, assertFits, consoleOpener } from './browser.ts';
import { converse, makeRuns } from './runs-fixture.ts';

const open = consoleOpener();

test('a changed condition is named as the first difference: step, widget, old and new target', async (t) => {
  const console = await open(t);
  const runs = await makeRuns(console);
  const { page, goto } = console;
  const sid = await converse(runs, '+15550001001', 'hi', '2');
  await runs.save({ condition: '7' }, 'draft');
  await goto(`/flows/${runs.flowSid}/executions/${sid}`);
  await page.getByRole('button', { name: 'Replay' }).click();
  await page.getByRole('menuitem', { name: 'On the draft' }).click();
  await page.getByText('First difference at step 3, route: was = 2 → send_map, now No match → sorry.').waitFor();
  const table = page.getByRole('table', { name: 'Steps, recorded and now' });
  await table.getByRole('cell', { name: 'route: = 2 → send_map' }).waitFor();
  await table.getByRole('cell', { name: 'route: No match → sorry' }).waitFor();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await assertAccessible(page);
    await assertFits(page);
  }
  await page.getByRole('combobox', { name: 'Replay on' }).selectOption('published');
  await page.getByText('Same path and messages as before (4 steps).').waitFor();
  await page.getByRole('link', { name: 'Back to the execution' }).click();
  await page.getByRole('heading', { name: /^Ended after send_map/ }).waitFor();
});

test('another text is a difference; answers from outside come from the record', async (t) => {
  const console = await open(t);
  const runs = await makeRuns(console);
  const { page, goto } = console;
  const sid = await converse(runs, '+15550001001', 'hi', '3');
  await runs.save({ question: 'Which way?' }, 'draft');
  await goto(`/flows/${runs.flowSid}/executions/${sid}/replay?on=1`);
  await page.getByText('Same path and messages as before (4 steps).').waitFor();
  await goto(`/flows/${runs.flowSid}/executions/${sid}/replay`);
  await page.getByText('First difference at step 2, ask: its message was “Which one?”, now “Which way?”.').waitFor();
});
