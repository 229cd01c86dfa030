/** The file is sacred: what was dropped on the page is exported as it came, whatever was looked at (console §1.3). */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { consoleOpener } from './browser.ts';
import { newestText } from './revision-flows.ts';

const open = consoleOpener();

const folder = join(import.meta.dirname, '../flows');
const flows = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((file) => ({ file, name: file.replace(/\.json$/, ''), text: readFileSync(join(folder, file), 'utf8') }));

/** As if the file were dropped on the page. */
async function drop(page: Page, { file, text }: (typeof flows)[number]): Promise<void> {
  const data = await page.evaluateHandle(
    ([name = '', content = '']) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([content], name, { type: 'application/json' }));
      return transfer;
    },
    [file, text],
  );
  await page.dispatchEvent('main', 'drop', { dataTransfer: data });
  const dialog = page.getByRole('dialog', { name: 'Import a flow' });
  await dialog.getByRole('button', { name: 'Import flow' }).click();
  await dialog.waitFor({ state: 'detached' });
}

/** What *Export* of the list gives. */
async function exported(page: Page, name: string): Promise<string> {
  await page.getByRole('button', { name: `Actions for ${name}`, exact: true }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'Export' }).click();
  return readFileSync(await (await download).path(), 'utf8');
}

/** Opens the flow from the list, looks at it from near and far, and comes back. */
async function lookAt(page: Page, name: string): Promise<string> {
  await page.getByRole('link', { name, exact: true }).click();
  await page.getByRole('application', { name: `Canvas of ${name}` }).waitFor();
  await page.locator('[data-card][tabindex="0"]').focus();
  for (const key of ['0', '+', '-', '-', '1', 'End', 'ArrowLeft', 'o', 'Escape', 'Enter'])
    await page.keyboard.press(key);
  const sid = /FW[0-9a-f]{32}/.exec(page.url())?.[0] ?? '';
  await page.keyboard.press('Control+s');
  await page.getByRole('link', { name: 'All flows' }).click();
  await page.getByRole('link', { name, exact: true }).waitFor();
  return sid;
}

test('every real flow comes back byte for byte, whatever of it was looked at', async (t) => {
  const opened = await open(t);
  const { page } = opened;
  await page.getByText('No flows yet.').waitFor();
  for (const flow of flows) await drop(page, flow);
  for (const { name, text, file } of flows) {
    const sid = await lookAt(page, name);
    assert.equal((await newestText(opened, sid)).revision, 1, `${file} was saved without an edit`);
    const after = await exported(page, name);
    assert.equal(after, text.trim(), file);
    assert.deepEqual(JSON.parse(after), JSON.parse(text), file);
  }
});

test('of a flow in which one widget got another name nothing else is written anew', async (t) => {
  const opened = await open(t);
  const { page } = opened;
  const flow = flows.find(({ name }) => name.startsWith('twilio-appointment'));
  assert.ok(flow);
  await page.getByText('No flows yet.').waitFor();
  await drop(page, flow);
  await page.getByRole('button', { name: 'Show' }).click();
  await page.getByRole('application').waitFor();
  const [widget] = JSON.parse(flow.text).states.slice(-1);
  await page.locator(`[data-card="${widget.name}"]`).focus();
  await page.keyboard.press('F2');
  await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('renamed_here');
  await page.keyboard.press('Enter');
  await page.locator('[data-card="renamed_here"]').waitFor();
  await page.keyboard.press('Control+s');
  await page
    .getByText(/^Draft saved/)
    .first()
    .waitFor();
  await page.waitForFunction(
    async (path) => (await (await fetch(path)).json()).revision === 2,
    `/console/api/flows/${/FW[0-9a-f]{32}/.exec(page.url())?.[0]}/revisions/draft`,
  );
  await page.getByRole('link', { name: 'All flows' }).click();
  const after = await exported(page, flow.name);
  assert.equal(after.replaceAll('renamed_here', widget.name), flow.text.trim());
  assert.notEqual(after, flow.text.trim());
});
