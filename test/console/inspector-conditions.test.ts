/** The conditions of a split, and the value that is tried with them (console §5, acceptance 17). */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { predicates } from '../../src/engine/predicates/index.ts';
import { assertAccessible, consoleOpener } from './browser.ts';
import { dock, field, openFlow, saved, trigger } from './inspector-fixture.ts';

const open = consoleOpener();

/** Messaging page §5.1, Test vectors. */
const vectors: readonly (readonly [left: string, type: string, right: string, holds: boolean])[] = [
  ['2019-08-12', 'is_after_date', '2017-09-04', true],
  ['17:00', 'is_before_time', '16:35', false],
  ['900', 'greater_than', '1000', false],
  ['Twilio', 'is_blank', 'Is Blank', false],
  ['YES', 'matches_any_of', 'yes,yeah,yup', true],
  ['6', 'regex', '[1-5]', false],
  [' Hoot', 'starts_with', 'hoo', true],
  ['aab', 'contains', 'A', true],
  ['  YES ', 'equal_to', 'yes', true],
  ['yes', 'matches_any_of', 'Sí, yes , no', true],
  ['15', 'regex', '[1-5]', false],
  ['abc', 'less_than', '5', false],
  ['5', 'less_than', '5', false],
  ['9', 'greater_than', '10', false],
  ['', 'not_equal_to', 'x', true],
  ['9:30', 'is_before_time', '10:00', false],
  ['blockedvip', 'contains', 'blocked', true],
];

/** A row for each vector, then one for each predicate that has none. */
const rows = [
  ...vectors.map(([, type, value]) => ({ type, value })),
  ...predicates
    .filter(({ type }) => !vectors.some(([, each]) => each === type))
    .map(({ type }) => ({ type, value: 'zzz' })),
];

const input = '{{flow.data.value}}';
const everyPredicate = [
  trigger('route', 'incomingRequest'),
  {
    name: 'route',
    type: 'split-based-on',
    transitions: [
      { event: 'noMatch', next: 'to_none' },
      ...rows.map(({ type, value }, at) => ({
        event: 'match',
        next: `to_${at + 1}`,
        conditions: [{ friendly_name: `If value ${type} ${value}`, arguments: [input], type, value }],
      })),
    ],
    properties: { input },
  },
  ...['none', ...rows.map((_, at) => at + 1)].map((name) => ({
    name: `to_${name}`,
    type: 'set-variables',
    transitions: [{ event: 'next' }],
    properties: { variables: [{ type: 'string', key: 'a', value: 'b' }] },
  })),
];

test('the row that is marked for a value is the one that the engine takes', async (t) => {
  const opened = await open(t);
  const { page, call, goto } = opened;
  assert.deepEqual(new Set(rows.map(({ type }) => type)), new Set(predicates.map(({ type }) => type)));
  const sid = await openFlow(opened, everyPredicate, '', 'published');
  await goto(`/flows/${sid}?widget=route&tab=transitions`);
  const value = dock(page).getByRole('textbox', { name: 'Test a value' });
  for (const [at, [left, type, right, holds]] of vectors.entries()) {
    await value.fill('another');
    await value.fill(left);
    const taken = await targetOf(call, sid, left, at);
    const said = await dock(page)
      .getByText(/^Takes /)
      .innerText();
    const what = `${JSON.stringify(left)} with ${type} ${right}`;
    if (taken === 'to_none') assert.equal(said, 'Takes No match.', what);
    else assert.match(said, new RegExp(`^Takes Condition ${taken.slice(3)}, `), what);
    const verdict = await dock(page).getByRole('listitem').nth(at).getAttribute('data-verdict');
    assert.equal(verdict !== 'fails', holds, what);
  }
  await assertAccessible(page);
});

/** Where a real execution goes from the split. */
async function targetOf(call: Awaited<ReturnType<typeof open>>['call'], flow: string, value: string, at: number) {
  const path = `/v2/Flows/${flow}/Executions`;
  const To = `+1555000${2000 + at}`;
  const { text } = await call(path, { To, From: '+15550001000', Parameters: JSON.stringify({ value }) });
  const { sid } = JSON.parse(text);
  for (;;) {
    const { steps } = JSON.parse((await call(`${path}/${sid}/Steps`)).text);
    const step = steps.find((each: { transitioned_from: string }) => each.transitioned_from === 'route');
    if (step !== undefined) return String(step.transitioned_to);
  }
}

test('conditions are written by form and by keys, moved, joined by and, and led to new widgets', async (t) => {
  const opened = await open(t);
  const { page } = opened;
  const split = {
    name: 'route',
    type: 'split-based-on',
    transitions: [{ event: 'noMatch' }],
    properties: { input: '{{trigger.message.Body}}' },
  };
  const sid = await openFlow(opened, [trigger('route'), split], '?widget=route&tab=transitions');
  for (const [at, value] of ['1', '2'].entries()) {
    await press(page, 'Add a condition');
    const text = field(page, `Value of condition ${at + 1}`);
    await text.and(page.locator(':focus')).waitFor();
    await page.keyboard.type(value);
  }
  await dock(page).getByRole('combobox', { name: 'Comparison of condition 2' }).selectOption({ label: 'Contains' });
  await field(page, 'Value of condition 2').focus();
  await page.keyboard.press('Alt+ArrowUp');
  await field(page, 'Value of condition 1').and(page.locator(':focus')).waitFor();
  await press(page, 'Add an “and” to condition 1');
  await dock(page).getByRole('textbox', { name: 'Value of condition 1' }).last().fill('x');
  await field(page, /^Variable to test/).fill('{{flow.variables.a}}');
  const [, { transitions, properties }] = (await saved(opened, sid)).states;
  assert.equal(properties.input, '{{flow.variables.a}}');
  const written = (type: string, value: string) => ({
    friendly_name: `If value ${type} ${value}`,
    arguments: ['{{flow.variables.a}}'],
    type,
    value,
  });
  assert.deepEqual(transitions, [
    { event: 'noMatch' },
    { event: 'match', conditions: [written('contains', '2'), written('equal_to', 'x')] },
    { event: 'match', conditions: [written('equal_to', '1')] },
  ]);
  await assertAccessible(page);
  await press(page, '= 1 leads nowhere');
  await page.keyboard.type('New widget');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: /after route/ }).waitFor();
  await page.keyboard.type('send message');
  await page.keyboard.press('Enter');
  await field(page, 'Message body').and(page.locator(':focus')).waitFor();
  await page.keyboard.type('One it is');
  const { states } = await saved(opened, sid);
  assert.deepEqual([states[1].transitions[2].next, states[2].properties.body], ['send_message_1', 'One it is']);
});

test('a condition is dragged to its place', async (t) => {
  const opened = await open(t, { height: 1400 });
  const { page } = opened;
  const condition = (value: string) => ({
    event: 'match',
    conditions: [
      { friendly_name: `If value equal_to ${value}`, arguments: ['{{flow.data.a}}'], type: 'equal_to', value },
    ],
  });
  const split = {
    name: 'route',
    type: 'split-based-on',
    transitions: [{ event: 'noMatch' }, ...['1', '2', '3'].map(condition)],
    properties: { input: '{{flow.data.a}}' },
  };
  const sid = await openFlow(opened, [trigger('route'), split], '?widget=route&tab=transitions');
  const rowOf = (at: number) => dock(page).getByRole('listitem').nth(at);
  await rowOf(2).waitFor();
  await dock(page).getByRole('button', { name: 'Move condition 3', exact: true }).hover();
  await page.mouse.down();
  await rowOf(0).hover({ position: { x: 100, y: 20 } });
  await page.mouse.up();
  await page.getByRole('button', { name: 'Undo: Edit transitions of route' }).waitFor();
  const { transitions } = (await saved(opened, sid)).states[1];
  assert.deepEqual(
    transitions.slice(1).map(({ conditions: [first] }: { conditions: { value: string }[] }) => first?.value),
    ['3', '1', '2'],
  );
});

/** A button of the inspector, by keys. */
async function press(page: Page, name: string): Promise<void> {
  await dock(page).getByRole('button', { name, exact: true }).focus();
  await page.keyboard.press('Enter');
}
