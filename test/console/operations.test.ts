/** Tasks, conversations, health, and what the server is set to (console §2, Administration). */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { assertAccessible, assertFits, consoleOpener, type OpenConsole, picture } from './browser.ts';

const open = consoleOpener();

const contact = '+15550001001';
const refused = '+15005550004';

const offset = { x: 0, y: 0 };

/** Publishes a flow of one widget that a REST start leads to; gives its SID. */
async function publish({ call }: OpenConsole, type: string, properties: object, events: readonly string[]) {
  const definition = {
    description: type,
    initial_state: 'Trigger',
    states: [
      {
        name: 'Trigger',
        type: 'trigger',
        transitions: ['incomingRequest', 'incomingMessage'].map((event) => ({ event, next: 'one' })),
        properties: { offset },
      },
      { name: 'one', type, transitions: events.map((event) => ({ event })), properties: { offset, ...properties } },
    ],
  };
  const form = { FriendlyName: type, Status: 'published', Definition: JSON.stringify(definition) };
  const { status, text } = await call('/v2/Flows', form);
  assert.equal(status, 201, text);
  return JSON.parse(text).sid as string;
}

async function start({ call }: OpenConsole, flow: string, to: string): Promise<void> {
  assert.equal((await call(`/v2/Flows/${flow}/Executions`, { To: to, From: '+15550100001' })).status, 201);
}

async function look(page: Page, name: string): Promise<void> {
  await page.waitForLoadState('networkidle');
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await picture(page, `${name}-${colorScheme}-1280`);
    await assertAccessible(page);
    await assertFits(page);
  }
}

test('a task is accepted and completed, and each status is a list', async (t) => {
  const console = await open(t, { path: '/tasks' });
  const { page, call, account, server } = console;
  await page.getByText('Nobody waits for a person.').waitFor();
  const toFlex = {
    workflow: `WW${'0'.repeat(32)}`,
    channel: `TC${'0'.repeat(32)}`,
    attributes: '{"from":"{{contact.channel.address}}","about":"<img src=x onerror=alert(1)>"}',
    priority: '10',
  };
  const flow = await publish(console, 'send-to-flex', toFlex, ['callComplete', 'failedToEnqueue', 'callFailure']);
  const { sid } = account;
  const number = { PhoneNumber: '+15550109997', SmsUrl: `${server.url}/v1/Accounts/${sid}/Flows/${flow}` };
  await call(`/2010-04-01/Accounts/${sid}/IncomingPhoneNumbers.json`, number);
  await call('/simulator/messages', { From: contact, To: number.PhoneNumber, Body: 'hi' });
  await page.getByRole('row', { name: contact }).waitFor();
  await look(page, 'tasks');
  await page.getByRole('button', { name: 'Accept' }).click();
  await page.getByText('Nobody waits for a person.').waitFor();
  await page.getByText('Accepted', { exact: true }).click();
  await page.getByRole('button', { name: 'Complete' }).click();
  await page.getByText('Nobody works on a task.').waitFor();
  assert.ok(page.url().endsWith('/tasks?show=assigned'), page.url());
});

test('a conversation is read, written in and closed', async (t) => {
  const { page, call } = await open(t, { path: '/conversations' });
  await page.getByText('There is no conversation.').waitFor();
  const made = await call('/local/conversations', { FriendlyName: 'About a bill', Identity: 'ann' });
  const { sid } = JSON.parse(made.text);
  const body = '<b>Hello</b> javascript:alert(1)';
  assert.equal((await call(`/local/conversations/${sid}/messages`, { Author: 'ann', Body: body })).status, 201);
  await page.getByRole('link', { name: 'About a bill' }).click();
  await page.getByText(body).waitFor();
  await page.getByRole('textbox', { name: 'Write a message' }).fill('Is it settled?');
  await page.keyboard.press('Enter');
  await page.getByRole('listitem').filter({ hasText: 'Is it settled?' }).waitFor();
  await look(page, 'conversations');
  await page.getByRole('button', { name: 'Close conversation' }).click();
  await page.getByRole('cell', { name: 'Closed' }).waitFor();
});

test('what could not be sent is shown with its reason, without its text, and sent again', async (t) => {
  const console = await open(t, { path: '/health', hasSamples: true });
  const { page } = console;
  await page.getByText('No message has failed.').waitFor();
  const message = { from: '{{flow.channel.address}}', to: '{{contact.channel.address}}', body: 'secret words' };
  const flow = await publish(console, 'send-message', message, ['sent', 'failed']);
  await start(console, flow, refused);
  const row = page.getByRole('row', { name: '21610' });
  await row.waitFor();
  await look(page, 'health');
  assert.equal(await page.getByText('secret words').count(), 0);
  await row.getByRole('button', { name: /^Send again: / }).click();
  // It is refused again, as a message of its own.
  await page.getByText('1 message queued again.').waitFor({ state: 'attached' });
});

const settings = `
default_carrier: shop
carriers:
  shop:
    type: http
    number: "+15551234567"
    send: { method: GET, url: "https://sms.example.com/send?key=hidden&to={{to}}&text={{body}}" }
streams:
  - { name: crm, type: webhook, url: "http://127.0.0.1:9/events" }
limits: { httpSeconds: 5 }
functions:
  map: [{ from: https://shop-1-dev.twil.io, to: "http://127.0.0.1:3000" }]
`;

test('what the server is set to is shown, and nothing secret', async (t) => {
  const { page, goto } = await open(t, { path: '/carriers', settings });
  await page.getByRole('row', { name: 'shop default' }).waitFor();
  await page.getByText('set, not shown').waitFor();
  await look(page, 'carriers');
  assert.ok(!(await page.content()).includes('hidden&'));
  await goto('/functions');
  await page.getByRole('row', { name: 'https://shop-1-dev.twil.io' }).waitFor();
  await look(page, 'functions');
  await goto('/sinks');
  await page.getByRole('row', { name: 'crm webhook up to date' }).waitFor();
  await look(page, 'sinks');
  await goto('/settings');
  await page.getByRole('row', { name: 'limits.httpSeconds 5 10 ATELIER_LIMITS' }).waitFor();
  await page.getByRole('switch', { name: 'Only what differs' }).click();
  await page.getByRole('row', { name: 'limits.sameWidgetInARow' }).waitFor({ state: 'detached' });
  await look(page, 'settings');
});
