/** The menu of the acceptance scenarios, drawn in the editor by a pointer or by keys (console §11, 1 and 2). */
import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { dock, field } from './inspector-fixture.ts';

export const question = 'Choose 1, 2 or 3';
export const answers = ['One', 'Two', 'Three'];
const input = '{{widgets.send_and_wait_for_reply_1.inbound.Body}}';

/** What the page shows of a card, by its name. */
export const card = (page: Page, name: string): Locator => page.locator(`[data-card="${name}"]`);

/** Draws the menu into a flow that has its Trigger alone. */
export async function drawByMouse(page: Page): Promise<void> {
  const start = await boxOf(card(page, 'Trigger'));
  const canvas = await boxOf(page.getByRole('application'));
  await page.getByRole('button', { name: 'Send & Wait For Reply' }).dragTo(page.getByRole('application'), {
    targetPosition: { x: start.x + start.width / 2 - canvas.x, y: start.y + start.height * 2 - canvas.y },
  });
  await fill(page, 'Message body', question);
  await pull(page, outlet(page, 'Trigger', 'Message'), await middleOf(card(page, 'send_and_wait_for_reply_1')));
  // Nothing can lead to the Trigger, and nothing is opened by trying.
  await pull(page, outlet(page, 'send_and_wait_for_reply_1', 'Reply'), await middleOf(card(page, 'Trigger')));
  await page.getByText('Nothing can lead to the Trigger.').first().waitFor();
  const reply = await middleOf(outlet(page, 'send_and_wait_for_reply_1', 'Reply'));
  await pull(page, outlet(page, 'send_and_wait_for_reply_1', 'Reply'), { x: reply.x, y: reply.y + 120 });
  await pick(page, 'Split Based On…');
  await fill(page, 'Variable to test', input);
  for (const [at, text] of answers.entries()) {
    if (at > 0) await node(page, 'split_based_on_1').click();
    await dock(page).getByRole('tab', { name: 'Transitions' }).click();
    await dock(page).getByRole('button', { name: 'Add a condition' }).click();
    await fill(page, `Value of condition ${at + 1}`, String(at + 1));
    await dock(page)
      .getByRole('button', { name: `= ${at + 1} leads nowhere` })
      .click();
    await pick(page, 'New widget…');
    await pick(page, 'Send Message');
    await fill(page, 'Message body', text);
  }
}

/** Draws the same without a pointer; the keys are on the Trigger. */
export async function drawByKeys(page: Page): Promise<void> {
  await addByKey(page, 'wait for reply');
  await type(page, 'Message body', question);
  await leaveField(page);
  await addByKey(page, 'split');
  // The list of completions closes the braces.
  await type(page, 'Variable to test', input.replace('}}', ''));
  await page.keyboard.press('Enter');
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
    await leaveField(page);
    // Back along the wire, and into the split.
    await page.keyboard.press(',');
    await page.locator('[data-card="split_based_on_1"]:focus').waitFor();
    await page.keyboard.press('Enter');
    await dock(page)
      .getByRole('textbox', { name: 'Name of the widget' })
      .and(page.locator('[value^="split"]'))
      .waitFor();
  }
}

interface State {
  readonly name: string;
  readonly transitions: readonly { readonly event: string; readonly next?: string }[];
  readonly properties: { readonly body?: string; readonly input?: string };
}

/** Fails unless these are the widgets of the menu, wired and filled in. */
export function assertMenu(states: readonly State[]): void {
  const [start, ask, split, ...messages] = states;
  assert.equal(states.length, 6);
  assert.equal(start?.transitions[0]?.next, ask?.name);
  assert.equal(ask?.properties.body, question);
  assert.equal(ask?.transitions[0]?.next, split?.name);
  assert.equal(split?.properties.input, input);
  assert.deepEqual(
    split?.transitions.map(({ event, next }) => [event, next]),
    [['noMatch', undefined], ...messages.map(({ name }) => ['match', name])],
  );
  assert.deepEqual(
    messages.map(({ properties }) => properties.body),
    answers,
  );
}

/** What a pointer meets of a card. */
export const node = (page: Page, name: string): Locator => page.locator(`.react-flow__node[data-id="${name}"]`);
const outlet = (page: Page, name: string, label: string) => node(page, name).locator(`[data-outlet="${label}"]`);

/** Pulls a wire out of an outlet, and lets it go at a point of the page. */
async function pull(page: Page, from: Locator, to: { readonly x: number; readonly y: number }): Promise<void> {
  const { x, y } = await middleOf(from);
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move((x + to.x) / 2, (y + to.y) / 2);
  await page.mouse.move(to.x, to.y);
  await page.mouse.up();
}

/** An entry of the list that is open. */
async function pick(page: Page, name: string): Promise<void> {
  await page.getByRole('dialog').getByRole('option', { name }).first().click();
}

/** Clicks into a field and writes into it, over what it holds. */
async function fill(page: Page, name: string, text: string): Promise<void> {
  await field(page, new RegExp(`^${name}`)).click();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(text);
}

async function boxOf(locator: Locator) {
  const box = await locator.boundingBox();
  assert.ok(box);
  return box;
}

async function middleOf(locator: Locator) {
  const { x, y, width, height } = await boxOf(locator);
  return { x: x + width / 2, y: y + height / 2 };
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
}

/** Back to the card. Right after a letter the first Escape is for the completions that were about to come. */
async function leaveField(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  const isBack = await page.evaluate(() => document.activeElement?.matches('[data-card]') === true);
  if (!isBack) await page.keyboard.press('Escape');
  await page.locator('[data-card]:focus').waitFor();
}

async function press(page: Page, name: string): Promise<void> {
  await dock(page).getByRole('button', { name, exact: true }).focus();
  await page.keyboard.press('Enter');
}
