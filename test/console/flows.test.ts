/** The list of flows: making, importing, finding, changing and deleting them. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { consoleOpener } from './browser.ts';

const open = consoleOpener();

const flowsFolder = join(import.meta.dirname, '../flows');
const flowFiles = readdirSync(flowsFolder).filter((name) => name.endsWith('.json'));

const row = (page: Page, name: string) => page.getByRole('row', { name });

/** Opens the menu of a flow and chooses from it. */
async function choose(page: Page, flow: string, action: string): Promise<void> {
  await page.getByRole('button', { name: `Actions for ${flow}`, exact: true }).click();
  await page.getByRole('menuitem', { name: action }).click();
}

test('a new account shows templates, and one of them becomes a flow', async (t) => {
  const { page, call } = await open(t);
  await page.getByText('No flows yet.').waitFor();
  await page.getByRole('link', { name: /^Pizza order/ }).click();
  const dialog = page.getByRole('dialog', { name: 'New flow' });
  assert.equal(await dialog.getByRole('textbox', { name: 'Name' }).inputValue(), 'Pizza order');
  await dialog.getByRole('button', { name: 'Create flow' }).click();
  await page.getByRole('heading', { name: 'Pizza order', level: 1 }).waitFor();
  const { flows } = JSON.parse((await call('/v2/Flows')).text);
  assert.deepEqual(
    flows.map((flow: { friendly_name: string; status: string }) => [flow.friendly_name, flow.status]),
    [['Pizza order', 'draft']],
  );
});

test('a flow from scratch needs a name, and has a trigger alone', async (t) => {
  const { page, call } = await open(t, { path: '/flows/new' });
  const dialog = page.getByRole('dialog', { name: 'New flow' });
  await dialog.getByRole('button', { name: 'Create flow' }).click();
  await dialog.getByText('A flow needs a name.').waitFor();
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Menu');
  await dialog.getByRole('textbox', { name: 'Name' }).press('Enter');
  await page.getByRole('heading', { name: 'Menu', level: 1 }).waitFor();
  const { flows } = JSON.parse((await call('/v2/Flows')).text);
  const { definition } = JSON.parse((await call(`/v2/Flows/${flows[0].sid}`)).text);
  assert.deepEqual(
    definition.states.map(({ name }: { name: string }) => name),
    ['Trigger'],
  );
});

test('what is no flow is refused where it is wrong, and a valid text after it is taken', async (t) => {
  const { page } = await open(t);
  await page.getByRole('button', { name: 'Import' }).click();
  const dialog = page.getByRole('dialog', { name: 'Import a flow' });
  const field = dialog.getByRole('textbox', { name: 'or paste the JSON of a flow' });
  const submit = dialog.getByRole('button', { name: 'Import flow' });
  await field.fill('{\n  "states": []\n  "flags": {}\n}');
  await dialog.getByText('Line 3, column 3: a comma is missing.').waitFor();
  await field.fill('{"a": 1}');
  await dialog.getByText('The pasted text is not a flow: it has no “states”.').waitFor();
  assert.ok(await submit.isDisabled());
  await field.fill('{"states": [], "initial_state": "Trigger"}');
  await dialog.getByText('keep it from being imported').first().waitFor();
  assert.ok(await submit.isDisabled());
  await field.fill(readFileSync(join(flowsFolder, flowFiles[0] ?? ''), 'utf8'));
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Pasted');
  await submit.click();
  await row(page, 'Pasted').waitFor();
});

test('search, status and order are in the address, and come back with it', async (t) => {
  const { page, goto } = await open(t, { hasSamples: true });
  const names = () => page.locator('tbody tr td:first-child').allInnerTexts();
  await page.getByRole('link', { name: 'Name' }).click();
  await page.waitForURL(/sort=name/);
  assert.deepEqual(await names(), ['Appointment reminder', 'Bookshop line', 'Greeting', 'Order status', 'Survey']);
  await page.getByRole('link', { name: 'Name' }).click();
  await page.waitForURL(/sort=-name/);
  assert.equal((await names())[0], 'Survey');
  await page.keyboard.press('/');
  await page.keyboard.type('or');
  await page.waitForURL(/q=or/);
  await goto(new URL(page.url()).pathname.replace('/console', '') + new URL(page.url()).search);
  await row(page, 'Order status').waitFor();
  assert.deepEqual(await names(), ['Order status']);
  await page.getByRole('searchbox', { name: 'Search flows' }).fill('pizz');
  await page.getByText('No flow matches “pizz”.').waitFor();
  await page.getByRole('main').getByRole('button', { name: 'Clear search' }).last().click();
  await row(page, 'Survey').waitFor();
  await page.getByRole('combobox', { name: 'Status' }).selectOption('Draft');
  await page.getByText('No flow has this status.').waitFor();
  assert.match(page.url(), /status=draft/);
});

test('a flow is duplicated, renamed, and deleted after saying what goes with it', async (t) => {
  const { page } = await open(t, { hasSamples: true });
  await choose(page, 'Survey', 'Duplicate');
  await row(page, 'Copy of Survey').getByText('Draft, never published').waitFor();
  await choose(page, 'Copy of Survey', 'Rename…');
  const name = page.getByRole('dialog', { name: 'Rename flow' }).getByRole('textbox', { name: 'Name' });
  await name.fill('Questions');
  await name.press('Enter');
  await row(page, 'Questions').waitFor();

  await choose(page, 'Questions', 'Delete…');
  const empty = page.getByRole('dialog', { name: 'Delete Questions and its 2 revisions?' });
  await empty.getByText('No execution is active, and no number points to it.').waitFor();
  await empty.getByRole('button', { name: 'Delete flow' }).click();
  await row(page, 'Questions').waitFor({ state: 'detached' });

  await choose(page, 'Survey', 'Delete…');
  const used = page.getByRole('dialog', { name: 'Delete Survey and its 1 revision?' });
  await used.getByText('1 number points to it.').waitFor();
  await page.keyboard.press('Escape');
  await used.waitFor({ state: 'detached' });
  assert.ok(await row(page, 'Survey').isVisible());
});

test('a draft on top of a published revision shows both numbers', async (t) => {
  const { page, call } = await open(t, { hasSamples: true, path: '/numbers' });
  const { flows } = JSON.parse((await call('/v2/Flows')).text);
  const survey = flows.find((flow: { friendly_name: string }) => flow.friendly_name === 'Survey');
  await call(`/v2/Flows/${survey.sid}`, { Status: 'draft', FriendlyName: 'Survey' });
  await page.getByRole('navigation').getByRole('link', { name: 'Flows' }).click();
  await row(page, 'Survey').getByText('Published r1').waitFor();
  await row(page, 'Survey').getByText('draft r2').waitFor();
});

test('names are text, whatever stands in them', async (t) => {
  const { page, call } = await open(t);
  const definition = readFileSync(join(flowsFolder, flowFiles[0] ?? ''), 'utf8');
  const name = '<img src=x onerror="console.error(1)"> & "quotes"';
  await call('/v2/Flows', { FriendlyName: name, Status: 'draft', Definition: definition });
  await page.reload();
  await page.getByRole('link', { name, exact: true }).click();
  await page.getByRole('heading', { name, level: 1 }).waitFor();
  assert.equal(await page.locator('main img').count(), 0);
});
