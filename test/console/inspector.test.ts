/** The selected widget beside its drawing: name, form, templates, JSON, address (console §5; acceptance 12, 15). */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible, assertFits, consoleOpener } from './browser.ts';
import { ask, dock, field, openFlow, saved, sendMessage, trigger } from './inspector-fixture.ts';

const open = consoleOpener();

const greeting = 'You said {{widgets.ask_day.inbound.Body}}';
const flow = [
  trigger('ask_day'),
  ask('ask_day', 'When?', 'terms'),
  sendMessage('terms', greeting, 'late'),
  sendMessage('late', 'Bye'),
];

test('typing in a field is one entry of the history, saved as it was typed', async (t) => {
  const opened = await open(t);
  const { page } = opened;
  const sid = await openFlow(opened, flow, '?widget=ask_day');
  await field(page, 'Message body').click();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('Which day?');
  await dock(page).getByText('10 characters, 1 segment (GSM)').waitFor();
  assert.equal((await saved(opened, sid)).states[1].properties.body, 'Which day?');
  await page.getByRole('button', { name: 'Undo: Edit Message body of ask_day' }).waitFor();
  await page.keyboard.press('Control+z');
  await page.getByRole('button', { name: 'Undo', exact: true }).waitFor();
  assert.equal(await field(page, 'Message body').textContent(), 'When?');
  await page.keyboard.type('!');
  await page.getByRole('button', { name: 'Undo: Edit Message body of ask_day' }).waitFor();
  await page.keyboard.press('Escape');
  await page.locator('[data-card="ask_day"]:focus').waitFor();
});

test('a widget is renamed in its head, and what speaks of it follows', async (t) => {
  const opened = await open(t);
  const { page } = opened;
  const answer = '{{widgets.ask_day.inbound.Body}}';
  const condition = { friendly_name: 'If value equal_to 1', arguments: [answer], type: 'equal_to', value: '1' };
  const split = {
    name: 'route',
    type: 'split-based-on',
    transitions: [{ event: 'noMatch' }, { event: 'match', conditions: [condition] }],
    properties: { input: answer },
  };
  const states = [
    trigger('ask_day'),
    ask('ask_day', 'When?', 'route'),
    split,
    sendMessage('terms', `${answer} and ${answer}`),
  ];
  const sid = await openFlow(opened, states, '?widget=ask_day');
  await field(page, 'Message body').focus();
  await page.keyboard.press('F2');
  await page.keyboard.type('terms');
  await dock(page).getByText('terms is taken.').waitFor();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('ask_when');
  await page.keyboard.press('Enter');
  await page.getByRole('status').getByText('Renamed. 4 references in 2 widgets follow.').waitFor();
  const name = dock(page).getByRole('textbox', { name: 'Name of the widget' });
  await name.and(page.locator(':focus')).waitFor();
  assert.equal(await name.inputValue(), 'ask_when');
  assert.match(page.url(), /widget=ask_when/);
  const after = (await saved(opened, sid)).states;
  assert.equal(after[0].transitions[0].next, 'ask_when');
  assert.equal(after[3].properties.body, `${answer} and ${answer}`.replaceAll('ask_day', 'ask_when'));
  await page.keyboard.press('Control+z');
  await page.locator('[data-card="ask_day"]').waitFor();
  const tools = page.getByRole('toolbar');
  assert.equal(await tools.getByRole('button', { name: 'Undo', exact: true }).isDisabled(), true);
});

test('templates complete what widgets keep, and show what they give', async (t) => {
  const opened = await open(t);
  const { page } = opened;
  await openFlow(opened, flow, '?widget=terms&field=body');
  const body = field(page, 'Message body');
  await body.and(page.locator(':focus')).waitFor();
  await dock(page).getByRole('group', { name: 'Preview' }).filter({ hasText: 'You said Yes' }).waitFor();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(' {{wid');
  const list = page.getByRole('listbox');
  await list.getByRole('option', { name: /^widgets\.ask_day\.inbound\.Body/ }).waitFor();
  // Between the section of what ran before and that of what comes later.
  const texts = await list.allInnerTexts();
  const [all = ''] = texts;
  assert.ok(all.indexOf('widgets.ask_day') < all.indexOf('May be empty here'), all);
  assert.ok(all.indexOf('widgets.late') > all.indexOf('May be empty here'), all);
  await assertAccessible(page);
  await page.keyboard.type('gets.ask_day.inbound.Bo');
  await page.keyboard.press('Enter');
  assert.equal(await body.innerText(), `${greeting} {{widgets.ask_day.inbound.Body}}`);
  await page.keyboard.type(' {{ contact.channel.address | up');
  await list.getByRole('option', { name: /^upcase/ }).waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+a');
  await page.keyboard.type('{{ contact.channel.address | uper }}');
  await dock(page).getByText(/uper/).last().waitFor();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('To {{contact.channel.address}}');
  await dock(page).getByText('To +15550001001').waitFor();
  await page.keyboard.press('Escape');
  await page.locator('[data-card="terms"]:focus').waitFor();
});

test('the sample is the last execution that reached the widget', async (t) => {
  const opened = await open(t);
  const { page, call, goto } = opened;
  const sid = await openFlow(
    opened,
    [trigger('first', 'incomingRequest'), sendMessage('first', 'To {{contact.channel.address}}')],
    '',
    'published',
  );
  await call(`/v2/Flows/${sid}/Executions`, { To: '+15550001009', From: '+15550001000' });
  await goto(`/flows/${sid}?widget=first`);
  await dock(page).getByText('To +15550001009').waitFor();
  await dock(page)
    .getByRole('button', { name: /^Sample: \+15550001009/ })
    .click();
  await assertAccessible(page);
  await page.getByRole('menuitem', { name: 'Invented values' }).click();
  await dock(page).getByText('To +15550001001').waitFor();
  await dock(page)
    .getByRole('button', { name: /^Sample/ })
    .click();
  await page.getByRole('menuitem', { name: 'Edit the sample…' }).click();
  const values = page.getByRole('dialog').getByRole('textbox', { name: 'Values as JSON' });
  await values.click();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText('{"contact": {"channel": {"address": "+4420"}}}');
  await page.getByRole('button', { name: 'Use these values' }).click();
  await dock(page).getByText('To +4420').waitFor();
});

test('JSON of the widget and of the flow is applied as one edit, and faults are told by their line', async (t) => {
  const opened = await open(t);
  const { page } = opened;
  const sid = await openFlow(opened, flow, '?widget=late&tab=json');
  const json = field(page, 'JSON of late');
  await json.click();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText('{"name": "later",\n"type": "send-message" "properties": {}}');
  await page.keyboard.press('Control+Enter');
  await dock(page).getByText('Line 2, column 24: a comma is missing.').waitFor();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(JSON.stringify({ ...sendMessage('later', 'Good bye'), transitions: [] }));
  await page.keyboard.press('Control+Enter');
  await dock(page).getByRole('textbox', { name: 'JSON of later' }).waitFor();
  await page.getByRole('button', { name: 'Undo: Edit JSON of late' }).waitFor();
  await page.keyboard.press('Control+Shift+e');
  assert.match(page.url(), /panel=json/);
  const whole = page.getByRole('textbox', { name: 'JSON of the flow' });
  await whole.click();
  await assertAccessible(page);
  await assertFits(page);
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(JSON.stringify({ states: flow.slice(0, 2), initial_state: 'Trigger' }));
  await page.getByRole('region', { name: 'Problems' }).getByRole('button', { name: 'Apply' }).click();
  await page.getByRole('application', { name: 'Canvas of Asks, 2 widgets' }).waitFor();
  await page.getByRole('button', { name: 'Undo: Edit JSON', exact: true }).click();
  await page.getByRole('application', { name: 'Canvas of Asks, 4 widgets' }).waitFor();
  assert.equal((await saved(opened, sid)).states[3].name, 'later');
});

test('transitions are connected, cut, and led to a new widget', async (t) => {
  const opened = await open(t);
  const { page } = opened;
  const sid = await openFlow(opened, flow, '?widget=ask_day&tab=transitions');
  const pick = async (outlet: string, words: string) => {
    await dock(page)
      .getByRole('button', { name: new RegExp(`^${outlet} leads`) })
      .focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: `Where ${outlet} leads` }).waitFor();
    await page.keyboard.type(words);
    await page.keyboard.press('Enter');
  };
  await pick('No reply', 'late');
  await dock(page).getByRole('button', { name: 'No reply leads to late' }).waitFor();
  await assertAccessible(page);
  await pick('Reply', 'Nowhere');
  await dock(page).getByRole('button', { name: 'Reply leads nowhere' }).waitFor();
  await pick('Not delivered', 'New widget');
  await page.getByRole('combobox').waitFor();
  await page.keyboard.type('set variables');
  await page.keyboard.press('Enter');
  await page.getByRole('application', { name: 'Canvas of Asks, 5 widgets' }).waitFor();
  const { transitions } = (await saved(opened, sid)).states[1];
  assert.deepEqual(transitions, [
    { event: 'incomingMessage' },
    { event: 'timeout', next: 'late' },
    { event: 'deliveryFailure', next: 'set_variables_1' },
  ]);
});

test('with nothing selected the flow is shown; the trigger says how to start it', async (t) => {
  const opened = await open(t, { theme: 'dark' });
  const { page } = opened;
  const sid = await openFlow(opened, flow);
  await dock(page).getByRole('heading', { name: 'This flow' }).waitFor();
  await dock(page).getByRole('button', { name: 'Message leads to ask_day' }).waitFor();
  await assertAccessible(page);
  await page.locator('[data-card="Trigger"]').click({ force: true });
  await dock(page).getByText(`/v2/Flows/${sid}/Executions`).waitFor();
  await dock(page).getByText('No number points here.').waitFor();
  await assertAccessible(page);
  await page.locator('[data-card="terms"]').click({ force: true, modifiers: ['Shift'] });
  await dock(page).getByRole('heading', { name: '2 widgets selected' }).waitFor();
  await assertAccessible(page);
});
