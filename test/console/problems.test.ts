/** The problems of a flow beside its drawing, each with a way to it and its fixes (console §6, acceptance 16). */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible, consoleOpener } from './browser.ts';

const open = consoleOpener();

const message = (name: string, next?: string, more: object = {}) => ({
  name,
  type: 'send-and-wait-for-reply',
  transitions: [
    { event: 'incomingMessage', ...(next ? { next } : {}) },
    { event: 'timeout' },
    { event: 'deliveryFailure', next: 'bye' },
  ],
  properties: { from: '{{flow.channel.address}}', body: `This is ${name}`, timeout: '3600', ...more },
});
const bye = {
  name: 'bye',
  type: 'send-message',
  transitions: [{ event: 'sent' }, { event: 'failed' }],
  properties: {
    from: '{{flow.channel.address}}',
    to: '{{contact.channel.address}}',
    body: 'Bye',
    offset: { x: 0, y: 400 },
  },
};
const definition = (next: string) => ({
  description: 'Asks',
  states: [
    {
      name: 'Trigger',
      type: 'trigger',
      transitions: [
        { event: 'incomingMessage', next: 'ask' },
        { event: 'incomingCall' },
        { event: 'incomingConversationMessage' },
        { event: 'incomingRequest' },
        { event: 'incomingParent' },
      ],
      properties: { offset: { x: 0, y: 0 } },
    },
    message('ask', next, { offset: { x: 0, y: 200 } }),
    bye,
  ],
  initial_state: 'Trigger',
  flags: { allow_concurrent_calls: true },
});

test('problems are listed in words, marked on their cards, and fixed by key; undo brings them back', async (t) => {
  const { page, call, goto } = await open(t);
  const made = await call('/v2/Flows', {
    FriendlyName: 'Asks',
    Status: 'draft',
    Definition: JSON.stringify(definition('bye')),
  });
  assert.equal(made.status, 201, made.text);
  const { sid } = JSON.parse(made.text);
  // A target that is missing cannot be saved by the API: it comes from edits, here of the working copy.
  await page.evaluate(
    async ([path, text]) => {
      const session = await (await fetch('/console/api/session')).json();
      const body = new URLSearchParams({ definition: text ?? '', base_revision: '1' });
      await fetch(path ?? '', { method: 'PUT', headers: { 'x-atelier-csrf': session.csrf }, body });
    },
    [`/console/api/flows/${sid}/working-copy`, JSON.stringify(definition('bey'), null, 2)],
  );
  await goto(`/flows/${sid}`);
  const drawer = page.getByRole('region', { name: 'Problems' });
  await drawer.getByRole('button', { name: '2 problems' }).waitFor();
  await page.keyboard.press('Control+j');
  await drawer.getByText('ask leads to "bey", which does not exist. Did you mean "bye"?').waitFor();
  await drawer.getByText('If nobody answers ask within 1 h, the execution just ends.').waitFor();
  await assertAccessible(page);
  await page.getByRole('button', { name: 'Publish…' }).hover();
  await page.getByText('1 error').last().waitFor();
  await page.getByRole('button', { name: 'Connect to bye' }).first().focus();
  await page.keyboard.press('Enter');
  await drawer.getByRole('button', { name: '1 problem' }).waitFor();
  await page.getByRole('button', { name: 'New message' }).focus();
  await page.keyboard.press('Enter');
  await drawer.getByText('If nobody answers ask').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Undo: New message' }).click();
  await page.getByRole('button', { name: 'Undo: Connect to bye' }).click();
  await drawer.getByRole('button', { name: '2 problems' }).waitFor();
});
