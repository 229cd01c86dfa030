/** The kinds of fields, and what each writes into the file (console §5). */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible, consoleOpener } from './browser.ts';
import { dock, field, openFlow, saved, sendMessage, trigger } from './inspector-fixture.ts';

const open = consoleOpener();

const gather = {
  name: 'menu',
  type: 'gather-input-on-call',
  transitions: [{ event: 'keypress' }, { event: 'speech' }, { event: 'timeout' }],
  properties: { say: 'Press 1', timeout: 5, number_of_digits: 4, profanity_filter: 'true', mood: 'calm' },
};

test('numbers, switches, and one of several, each with the type that the file wants', async (t) => {
  const opened = await open(t);
  const { page } = opened;
  const sid = await openFlow(opened, [trigger('menu', 'incomingCall'), gather], '?widget=menu');
  const timeout = dock(page).getByRole('spinbutton', { name: 'Stop gathering after', exact: true });
  await timeout.press('ArrowUp');
  assert.equal(await timeout.inputValue(), '6');
  await timeout.fill('45');
  await dock(page).getByText('At most 30.').waitFor();
  await timeout.fill('{{flow.variables.seconds}}');
  await dock(page).getByText('This field takes a number, not a variable.').waitFor();
  await timeout.fill('9');
  await dock(page).getByRole('spinbutton', { name: 'Times to repeat' }).fill('2');
  await dock(page).getByRole('switch', { name: 'Profanity filter' }).press('Space');
  await dock(page).getByRole('radio', { name: 'Audio file' }).press('Space');
  await field(page, /^URL of audio file/).click();
  await page.keyboard.type('https://example.com/a.wav');
  await assertAccessible(page);
  await dock(page).getByRole('button', { name: 'Remove mood' }).click();
  const { offset: _, ...properties } = (await saved(opened, sid)).states[1].properties;
  assert.deepEqual(properties, {
    timeout: 9,
    number_of_digits: 4,
    profanity_filter: 'false',
    loop: 2,
    play: 'https://example.com/a.wav',
  });
  await dock(page).getByRole('radio', { name: 'Text', exact: true }).press('Space');
  assert.equal(await field(page, 'Text to say').textContent(), 'Press 1');
});

test('a duration is seconds in the file and a unit on screen; what is cleared goes', async (t) => {
  const opened = await open(t);
  const { page } = opened;
  const wait = {
    name: 'ask',
    type: 'send-and-wait-for-reply',
    transitions: [{ event: 'incomingMessage' }, { event: 'timeout' }, { event: 'deliveryFailure' }],
    properties: { from: '{{flow.channel.address}}', body: 'When?', timeout: '3600', media_url: 'https://a.example/b' },
  };
  const sid = await openFlow(opened, [trigger('ask'), wait], '?widget=ask');
  const properties = async () => (await saved(opened, sid)).states[1].properties;
  await field(page, 'Stop waiting after').click();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('2');
  assert.equal((await properties()).timeout, '7200');
  await dock(page).getByRole('combobox', { name: 'Unit of Stop waiting after' }).selectOption('min');
  assert.equal((await properties()).timeout, '120');
  await field(page, 'Media URL').fill('');
  assert.deepEqual(Object.keys(await properties()), ['offset', 'from', 'body', 'timeout']);
});

test('rows are added, pasted, moved and taken away; a variable tells how it is stored', async (t) => {
  const opened = await open(t);
  const { page } = opened;
  const set = {
    name: 'set',
    type: 'set-variables',
    transitions: [{ event: 'next', next: 'bye' }],
    properties: { variables: [{ type: 'string', key: 'a', value: '007' }] },
  };
  const sid = await openFlow(opened, [trigger('set'), set, sendMessage('bye', 'Bye')], '?widget=set');
  await dock(page).getByText('Stored as text 007').waitFor();
  await dock(page).getByRole('button', { name: 'Add a row to Variables' }).focus();
  await page.keyboard.press('Enter');
  const key = dock(page).getByRole('textbox', { name: 'Key 2' });
  await key.and(page.locator(':focus')).waitFor();
  await page.keyboard.type('a');
  await dock(page).getByText('“a” stands in more than one row.').waitFor();
  await key.fill('b');
  await field(page, 'Value 2').click();
  await page.keyboard.type('7');
  await dock(page).getByText('Stored as number 7').waitFor();
  await page.keyboard.press('Alt+ArrowUp');
  await field(page, 'Value 1').and(page.locator(':focus')).waitFor();
  await dock(page).getByRole('button', { name: 'Paste rows…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Paste rows' });
  await dialog.getByRole('textbox').fill('c=3&d=x y');
  await dialog.getByText('neither a JSON object nor a query string').waitFor();
  await dialog.getByRole('textbox').fill('{"c": {"d": 1}}');
  await dialog.getByRole('button', { name: 'Add rows' }).click();
  await dock(page).getByRole('checkbox', { name: 'Parse as JSON' }).nth(2).check();
  await dock(page).getByText('Stored as object').waitFor();
  await assertAccessible(page);
  await dock(page).getByRole('button', { name: 'Remove row 2' }).click();
  assert.deepEqual((await saved(opened, sid)).states[1].properties.variables, [
    { type: 'string', key: 'b', value: '7' },
    { type: 'json_object', key: 'c', value: '{"d":1}' },
  ]);
});
