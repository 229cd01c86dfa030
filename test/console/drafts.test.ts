/** Edits on their way to the server: working copy, draft, published. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { assertAccessible, consoleOpener, type OpenConsole } from './browser.ts';

const open = consoleOpener();

const definition = JSON.stringify(
  {
    description: 'Greets',
    states: [
      {
        name: 'Trigger',
        type: 'trigger',
        transitions: [
          { event: 'incomingMessage', next: 'hello' },
          { event: 'incomingCall' },
          { event: 'incomingConversationMessage' },
          { event: 'incomingRequest' },
          { event: 'incomingParent' },
        ],
        properties: { offset: { x: 0, y: 0 } },
      },
      {
        name: 'hello',
        type: 'send-message',
        transitions: [{ event: 'sent' }, { event: 'failed' }],
        properties: {
          offset: { x: 0, y: 200 },
          from: '{{flow.channel.address}}',
          to: '{{contact.channel.address}}',
          body: 'Hi',
        },
      },
    ],
    initial_state: 'Trigger',
    flags: { allow_concurrent_calls: true },
  },
  null,
  2,
);

async function openFlow(console: OpenConsole, status = 'draft'): Promise<string> {
  const made = await console.call('/v2/Flows', { FriendlyName: 'Greeter', Status: status, Definition: definition });
  assert.equal(made.status, 201, made.text);
  const { sid } = JSON.parse(made.text);
  await console.goto(`/flows/${sid}`);
  await console.page.getByRole('application').waitFor();
  return sid;
}

const card = (page: Page, name: string) => page.locator(`[data-card="${name}"]`);

/** Moves the keys to a card. */
async function focus(page: Page, name: string): Promise<void> {
  await page.locator('[data-card][tabindex="0"]').focus();
  await page.keyboard.press('Home');
  for (let step = 0; step < 5 && (await card(page, name).getAttribute('tabindex')) !== '0'; step++) {
    await page.keyboard.press('ArrowDown');
  }
}

test('an edit is a draft by Mod+S, and publishing says what goes live', async (t) => {
  const opened = await open(t);
  const { page, call } = opened;
  const sid = await openFlow(opened);
  await focus(page, 'hello');
  await page.keyboard.press('Control+d');
  await card(page, 'hello_2').or(card(page, 'hello_1')).waitFor();
  await page.keyboard.press('Control+s');
  await page
    .getByText(/^Draft saved \d\d:\d\d$/)
    .first()
    .waitFor();
  const { revision, status } = JSON.parse((await call(`/v2/Flows/${sid}`)).text);
  assert.deepEqual([revision, status], [2, 'draft']);
  await page.getByRole('button', { name: 'Publish…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Publish' });
  await dialog.getByText('First publication: 3 widgets, 1 transition').waitFor();
  await assertAccessible(page);
  await dialog.getByRole('textbox', { name: 'Message' }).fill('The first');
  await dialog.getByRole('button', { name: 'Publish r3' }).click();
  await page.getByText('Published r3, no changes').waitFor();
  const published = JSON.parse((await call(`/v2/Flows/${sid}`)).text);
  assert.deepEqual([published.revision, published.status, published.commit_message], [3, 'published', 'The first']);
  await page.getByRole('button', { name: 'Publish…' }).hover();
  await page.getByText('Nothing changed since r3').waitFor();
});
