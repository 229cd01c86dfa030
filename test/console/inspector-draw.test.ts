/** A flow that is drawn and filled in without a pointer, and the same with one (console §11, acceptance 1 and 2). */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { assertAccessible, consoleOpener } from './browser.ts';
import { dock, field, openFlow, saved, trigger } from './inspector-fixture.ts';

const open = consoleOpener();
const answers = ['One', 'Two', 'Three'];

test('a menu of three answers is drawn by keys alone', async (t) => {
  const opened = await open(t);
  const { page } = opened;
  const sid = await openFlow(opened, [trigger()]);
  await page.locator('[data-card="Trigger"]').focus();
  await addByKey(page, 'wait for reply');
  await type(page, 'Message body', 'Choose 1, 2 or 3');
  await page.keyboard.press('Escape');
  await addByKey(page, 'split');
  await type(page, 'Variable to test', '{{widgets.send_and_wait_for_reply_1.inbound.Body');
  for (const [at, text] of answers.entries()) {
    await dock(page).getByRole('tab', { name: 'Transitions' }).focus();
    await page.keyboard.press('Enter');
    await press(page, 'Add a condition');
    await type(page, `Value of condition ${at + 1}`, String(at + 1));
    await press(page, `= ${at + 1} leads nowhere`);
    await page.getByRole('combobox').and(page.locator(':focus')).waitFor();
    await page.keyboard.type('New widget');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: /after split/ }).waitFor();
    await pickerFocused(page);
    await page.keyboard.type('send message');
    await page.keyboard.press('Enter');
    await type(page, 'Message body', text);
    await page.keyboard.press('Escape');
    await page.locator('[data-card]:focus').waitFor();
    // Back along the wire, and into the split.
    await page.keyboard.press(',');
    await page.locator('[data-card="split_based_on_1"]:focus').waitFor();
    await page.keyboard.press('Enter');
    await dock(page)
      .getByRole('textbox', { name: 'Name of the widget' })
      .and(page.locator('[value^="split"]'))
      .waitFor();
  }
  await assertAccessible(page);
  await page.getByRole('application', { name: 'Canvas of Asks, 6 widgets' }).waitFor();
  assertMenu((await saved(opened, sid)).states);
  await page.getByRole('button', { name: 'Publish…' }).and(page.locator(':enabled')).waitFor();
});

function assertMenu(states: { name: string; transitions: { event: string; next?: string }[]; properties: Body }[]) {
  const [start, ask, split, ...messages] = states;
  assert.equal(start?.transitions[0]?.next, ask?.name);
  assert.equal(ask?.properties.body, 'Choose 1, 2 or 3');
  assert.equal(ask?.transitions[0]?.next, split?.name);
  assert.equal(split?.properties.input, '{{widgets.send_and_wait_for_reply_1.inbound.Body}}');
  assert.deepEqual(
    split?.transitions.map(({ event, next }) => [event, next]),
    [['noMatch', undefined], ...messages.map(({ name }) => ['match', name])],
  );
  assert.deepEqual(
    messages.map(({ properties }) => properties.body),
    answers,
  );
}

interface Body {
  readonly body?: string;
  readonly input?: string;
}

async function addByKey(page: Page, words: string): Promise<void> {
  await page.locator('[data-card]:focus').waitFor();
  await page.keyboard.press('a');
  await pickerFocused(page);
  await page.keyboard.type(words);
  await page.keyboard.press('Enter');
}

function pickerFocused(page: Page): Promise<void> {
  return page.getByRole('dialog').getByRole('combobox').and(page.locator(':focus')).waitFor();
}

/** Types into a field that has got the keys by itself, over what it holds. */
async function type(page: Page, name: string, text: string): Promise<void> {
  await field(page, new RegExp(`^${name}`))
    .and(page.locator(':focus'))
    .waitFor();
  await page.keyboard.type(text);
  // Closes the list of completions, where there is one.
  if (text.includes('{{')) await page.keyboard.press('Enter');
}

async function press(page: Page, name: string): Promise<void> {
  await dock(page).getByRole('button', { name, exact: true }).focus();
  await page.keyboard.press('Enter');
}
