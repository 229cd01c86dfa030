/** Calls on the phone, and what is published over the simulated carrier (console §8, acceptance 8 and 21). */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Page } from 'playwright-core';
import { assertAccessible, assertFits, consoleOpener, type OpenOptions } from './browser.ts';
import { flow, ivr, menu } from './phone-flows.ts';

const open = consoleOpener();

async function openFlow(t: TestContext, definition: string, more: { status?: string; options?: OpenOptions } = {}) {
  const console = await open(t, more.options);
  const { call } = console;
  const made = await call('/v2/Flows', {
    FriendlyName: 'Support',
    Status: more.status ?? 'draft',
    Definition: definition,
  });
  assert.equal(made.status, 201, made.text);
  return { ...console, flow: JSON.parse(made.text) };
}

const captions = (page: Page) => page.getByRole('log', { name: 'Captions' });
const status = (page: Page, text: string | RegExp) => page.locator('[data-status]').getByText(text).waitFor();
const described = async (page: Page, name: string) =>
  (await page.locator(`[data-card="${name}"]`).getAttribute('aria-label')) ?? '';

test('the draft is called: captions, a key, a word, and hanging up', async (t) => {
  const { page, goto, flow: made } = await openFlow(t, ivr);
  await goto(`/flows/${made.sid}?phone=call`);
  await page.getByRole('button', { name: /^Call \+/ }).click();
  await captions(page).getByText('For sales, press 1.').waitFor();
  await page.getByText('waits for keys or words').waitFor();
  await assertAccessible(page);
  await assertFits(page);
  await page.getByRole('button', { name: 'Key 1' }).click();
  await captions(page).getByText('You pressed: 1').waitFor();
  await captions(page).getByText('Say why you call.').waitFor();
  await page.getByRole('textbox', { name: 'Say something' }).fill('billing');
  await page.keyboard.press('Enter');
  await captions(page).getByText('You said: billing').waitFor();
  await captions(page).getByText('One moment.').waitFor();
  await page.getByRole('button', { name: 'Hang up' }).click();
  await status(page, /^Ended at wait: the caller hung up after \d+ s\.$/);
  assert.match(await described(page, 'reason'), /Visited as step 3/);
  await page.getByRole('button', { name: 'Variables', exact: true }).click();
  const filter = page.getByRole('textbox', { name: 'Filter variables' });
  await filter.fill('widgets.menu.Digits');
  await page.getByRole('listitem').filter({ hasText: 'widgets.menu.Digits' }).getByText('1', { exact: true }).waitFor();
  await filter.fill('widgets.reason.SpeechResult');
  await page.getByRole('listitem').getByText('billing').waitFor();
});

test('saying nothing lets the question give up', async (t) => {
  const { page, goto, flow: made } = await openFlow(t, ivr);
  await goto(`/flows/${made.sid}?phone=call`);
  await page.getByRole('button', { name: /^Call \+/ }).click();
  await captions(page).getByText('For sales, press 1.').waitFor();
  await page.getByRole('button', { name: 'Be silent' }).click();
  await status(page, /^Ended at menu: no input within \d+ s, and No input leads nowhere\.$/);
});

const outgoing = flow({ incomingRequest: 'ring' }, [
  {
    name: 'ring',
    type: 'make-outgoing-call-v2',
    transitions: [{ event: 'answered', next: 'ask' }, { event: 'busy' }, { event: 'noAnswer' }, { event: 'failed' }],
    properties: {
      offset: { x: 0, y: 200 },
      from: '{{flow.channel.address}}',
      to: '{{contact.channel.address}}',
      timeout: 30,
    },
  },
  {
    name: 'ask',
    type: 'gather-input-on-call',
    transitions: [{ event: 'keypress' }, { event: 'speech' }, { event: 'timeout' }],
    properties: { offset: { x: 0, y: 400 }, say: 'Do you come tomorrow?', timeout: 5, number_of_digits: 1, loop: 1 },
  },
]);

test('a call of the flow rings, and is answered or not', async (t) => {
  const { page, goto, flow: made } = await openFlow(t, outgoing);
  await goto(`/flows/${made.sid}?phone=call`);
  const begin = async () => {
    await page.getByRole('button', { name: 'REST API' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Start' }).click();
    await page.getByText(/^\+\d+ calls \+15550002222$/).waitFor();
  };
  await begin();
  await page.getByRole('button', { name: 'Busy' }).click();
  await page
    .locator('[data-status]')
    .getByText(/ended after ring|at ring/)
    .waitFor();
  await begin();
  await assertAccessible(page);
  await page.getByRole('button', { name: 'Answer', exact: true }).click();
  await captions(page).getByText('Do you come tomorrow?').waitFor();
  await page.getByRole('button', { name: 'Key 1' }).click();
  await page
    .locator('[data-status]')
    .getByText(/ended after ask|hung up/)
    .waitFor();
});

const connecting = flow({ incomingCall: 'connect' }, [
  {
    name: 'connect',
    type: 'connect-call-to',
    transitions: [{ event: 'callCompleted' }, { event: 'hangup' }],
    properties: {
      offset: { x: 0, y: 200 },
      noun: 'number',
      to: '+15550007777',
      caller_id: '{{contact.channel.address}}',
      timeout: 20,
    },
  },
]);

test('who is dialled has a handset too', async (t) => {
  const { page, goto, flow: made } = await openFlow(t, connecting);
  await goto(`/flows/${made.sid}?phone=call`);
  await page.getByRole('button', { name: /^Call \+/ }).click();
  await page.getByText(/calls \+15550007777$/).waitFor();
  await page.getByRole('button', { name: 'Answer', exact: true }).click();
  await page.getByRole('tab', { name: '+15550007777' }).waitFor();
  await page.getByRole('tab', { name: '+15550007777' }).click();
  await page.getByText('+15550007777 in a call').waitFor();
  await page.getByRole('button', { name: 'Hang up' }).click();
  await page
    .locator('[data-status]')
    .getByText(/connect/)
    .waitFor();
});

const voicemail = flow({ incomingCall: 'mail' }, [
  {
    name: 'mail',
    type: 'record-voicemail',
    transitions: [{ event: 'recordingComplete' }, { event: 'noAudio' }, { event: 'hangup' }],
    properties: { offset: { x: 0, y: 200 }, max_length: 60, timeout: 5, play_beep: 'true', finish_on_key: '#' },
  },
]);

test('a message is left', async (t) => {
  const { page, goto, flow: made } = await openFlow(t, voicemail);
  await goto(`/flows/${made.sid}?phone=call`);
  await page.getByRole('button', { name: /^Call \+/ }).click();
  await page.getByRole('textbox', { name: 'Seconds' }).fill('7');
  await page.getByRole('button', { name: 'Leave a message' }).click();
  await captions(page).getByText('Recorded 7 seconds').waitFor();
  await status(page, /ended after mail/);
});

test('what is published is texted over the simulated carrier, and is an execution', async (t) => {
  const { page, goto, call, account, flow: made } = await openFlow(t, menu(['One', 'Two']), { status: 'published' });
  const numbers = `/2010-04-01/Accounts/${account.sid}/IncomingPhoneNumbers.json`;
  assert.equal((await call(numbers, { PhoneNumber: '+15550001234', SmsUrl: made.webhook_url })).status, 201);
  await goto(`/flows/${made.sid}?phone=chat`);
  await page.getByRole('combobox', { name: 'Plays' }).selectOption({ label: 'Published r1' });
  await page.getByText('This server runs on the real clock.').waitFor();
  const field = page.getByRole('textbox', { name: 'Message', exact: true });
  await field.fill('hi');
  await field.press('Enter');
  await page.getByRole('log').getByText('Which? 1, 2 or 3').waitFor();
  await status(page, /^waits for a reply/);
  assert.match(await described(page, 'ask'), /Visited as step 2/);
  await field.fill('2');
  await field.press('Enter');
  await page.getByRole('log').getByText('Two', { exact: true }).waitFor();
  await status(page, 'ended after text_2');
  assert.match(await described(page, 'text_2'), /Visited as step 4/);
  await assertAccessible(page);
  const { executions } = JSON.parse((await call('/console/api/executions')).text);
  assert.deepEqual([executions.length, executions[0].contact], [1, '+15550002222']);
});

test('what is published is called over the simulated carrier', async (t) => {
  const { page, goto, call, account, flow: made } = await openFlow(t, ivr, { status: 'published' });
  const numbers = `/2010-04-01/Accounts/${account.sid}/IncomingPhoneNumbers.json`;
  const settings = { VoiceUrl: made.webhook_url, StatusCallback: made.webhook_url };
  assert.equal((await call(numbers, { PhoneNumber: '+15550001234', ...settings })).status, 201);
  await goto(`/flows/${made.sid}?phone=call`);
  await page.getByRole('combobox', { name: 'Plays' }).selectOption({ label: 'Published r1' });
  await page.getByRole('button', { name: 'Call +15550001234' }).click();
  await captions(page).getByText('For sales, press 1.').waitFor();
  await page.getByRole('button', { name: 'Key 1' }).click();
  await captions(page).getByText('Say why you call.').waitFor();
  await page.getByRole('button', { name: 'Hang up' }).click();
  await status(page, /^Ended at reason: the caller hung up after \d+ s\.$/);
});

const paying = flow({ incomingCall: 'pay' }, [
  {
    name: 'pay',
    type: 'capture-payments',
    transitions: ['success', 'maxFailedAttempts', 'providerError', 'payInterrupted', 'hangup', 'validationError'].map(
      (event) => ({ event }),
    ),
    properties: {
      offset: { x: 0, y: 200 },
      payment_connector: 'stripe_1',
      payment_token_type: 'one-time',
      payment_amount: '12.50',
      currency: 'usd',
      payment_method: 'CREDIT_CARD',
    },
  },
]);

test('a payment is made with the test card', async (t) => {
  const { page, goto, flow: made } = await openFlow(t, paying);
  await goto(`/flows/${made.sid}?phone=call`);
  await page.getByRole('button', { name: /^Call \+/ }).click();
  await page.getByRole('button', { name: 'Pay with a test card' }).click();
  await status(page, 'ended after pay');
});
