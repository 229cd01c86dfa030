/** Edits that write nothing but themselves (console §11, acceptance 11, 13 and 14). */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { consoleOpener, type OpenConsole } from './browser.ts';
import { card, node } from './drawn-menu.ts';
import { field, openFlow, saved, sendMessage, trigger } from './inspector-fixture.ts';
import { menu } from './phone-flows.ts';
import { newestText } from './revision-flows.ts';
import { until } from './runs-fixture.ts';

const open = consoleOpener();

test('one text is changed, and in what is exported only that string differs', async (t) => {
  const opened = await open(t);
  const { page } = opened;
  const file = join(import.meta.dirname, '../flows/twilio-appointment-confirmations-flow-4045.json');
  const text = readFileSync(file, 'utf8').trim();
  const { name, properties } = JSON.parse(text).states.find(
    (state: { properties: { body?: string } }) => state.properties.body !== undefined,
  );
  const sid = await made(opened, text);
  await opened.goto(`/flows/${sid}?widget=${name}&field=body`);
  await field(page, /^Message body/)
    .and(page.locator(':focus'))
    .waitFor();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('Another text');
  await page.keyboard.press('Control+s');
  await until(async () => ((await newestText(opened, sid)).revision > 1 ? true : undefined));
  await page.getByRole('link', { name: 'All flows' }).click();
  await page.getByRole('button', { name: 'Actions for Round', exact: true }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'Export' }).click();
  const exported = readFileSync(await (await download).path(), 'utf8');
  assert.ok(text.includes(JSON.stringify(properties.body)));
  assert.equal(exported, text.replace(JSON.stringify(properties.body), JSON.stringify('Another text')));
});

test('a widget is put on a wire, and deleted so that the wire is whole again, with one undo each', async (t) => {
  const opened = await open(t);
  const { page } = opened;
  const sid = await openFlow(opened, [
    trigger('first'),
    { ...sendMessage('first', 'One', 'second'), properties: { offset: { x: 0, y: 200 }, ...texts('One') } },
    { ...sendMessage('second', 'Two'), properties: { offset: { x: 0, y: 600 }, ...texts('Two') } },
  ]);
  const wires = async () =>
    (await saved(opened, sid)).states.map((state: Wired) => `${state.name} ${state.transitions[0]?.next}`);
  const [above, below] = [await node(page, 'first').boundingBox(), await node(page, 'second').boundingBox()];
  const canvas = await page.getByRole('application').boundingBox();
  assert.ok(above && below && canvas);
  const outlet = await node(page, 'first').locator('[data-outlet="Sent"]').boundingBox();
  assert.ok(outlet);
  // Where the wire leaves its outlet, before it turns.
  await page.getByRole('button', { name: 'Send Message' }).dragTo(page.getByRole('application'), {
    targetPosition: { x: outlet.x + outlet.width / 2 - canvas.x, y: above.y + above.height + 8 - canvas.y },
  });
  await card(page, 'send_message_1').waitFor();
  const inserted = ['Trigger first', 'first send_message_1', 'second undefined', 'send_message_1 second'];
  const before = ['Trigger first', 'first second', 'second undefined'];
  assert.deepEqual(await wires(), inserted);
  await undo(page, 'send_message_1');
  assert.deepEqual(await wires(), before);
  await page.keyboard.press('Control+Shift+z');
  await card(page, 'send_message_1').focus();
  await page.locator('[data-card="send_message_1"][tabindex="0"]:focus').waitFor();
  // What is selected would go first.
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+Delete');
  await card(page, 'send_message_1').waitFor({ state: 'detached' });
  assert.deepEqual(await wires(), before);
  await page.keyboard.press('Control+z');
  await card(page, 'send_message_1').waitFor();
  assert.deepEqual(await wires(), inserted);
});

test('three widgets are copied into another flow, with the wires between them', async (t) => {
  const opened = await open(t);
  const { page, goto } = opened;
  const from = await made(opened, menu(['One']));
  const to = await made(opened, menu(['Two']));
  await goto(`/flows/${from}`);
  await card(page, 'ask').focus();
  for (const [name, next] of [
    ['ask', 'route'],
    ['route', 'text_1'],
    ['text_1', undefined],
  ] as const) {
    await page.locator(`[data-card="${name}"]:focus`).waitFor();
    await page.keyboard.press('Space');
    if (next !== undefined) await card(page, next).focus();
  }
  await page.keyboard.press('Control+c');
  await page.getByText('Copied 3 widgets.').first().waitFor({ state: 'attached' });
  const copied = JSON.parse(await page.evaluate(() => navigator.clipboard.readText()));
  assert.equal(copied.atelier, 1);
  assert.deepEqual(names(copied.states), ['ask', 'route', 'text_1']);
  await goto(`/flows/${to}`);
  await card(page, 'ask').focus();
  await page.keyboard.press('Control+v');
  await page.getByRole('application', { name: /, 7 widgets$/ }).waitFor();
  const { states } = await saved(opened, to);
  const [, ask, route, text] = names(states).slice(3);
  assert.match(`${ask} ${route} ${text}`, /^ask_\d route_\d text_\d$/);
  const pasted = states.slice(4);
  assert.deepEqual([pasted[0].transitions[0].next, pasted[1].transitions[1].next], [route, text]);
  assert.equal(pasted[1].properties.input, `{{widgets.${ask}.inbound.Body}}`);
  assert.equal(pasted[2].properties.body, 'One');
  // The group keeps its shape, and neither it nor a duplicate of it lies on a card.
  const shape = (all: readonly Placed[]) => all.map(({ x, y }) => [x - (all[0]?.x ?? 0), y - (all[0]?.y ?? 0)]);
  assert.deepEqual(shape(pasted.map(offsetOf)), shape(copied.states.map(offsetOf)));
  await card(page, String(ask)).focus();
  await page.keyboard.press('Control+d');
  await page.getByRole('application', { name: /, [89] widgets$|, 10 widgets$/ }).waitFor();
  const places = await until(async (): Promise<readonly Placed[] | undefined> => {
    const { states: now } = await saved(opened, to);
    return now.length > states.length ? now.map(offsetOf) : undefined;
  });
  for (const [at, one] of places.entries()) {
    for (const other of places.slice(at + 1)) {
      assert.ok(Math.abs(one.x - other.x) >= 240 || Math.abs(one.y - other.y) >= 80, JSON.stringify([one, other]));
    }
  }
});

interface Placed {
  readonly x: number;
  readonly y: number;
}

const offsetOf = ({ properties }: { readonly properties: { readonly offset: Placed } }): Placed => properties.offset;

interface Wired {
  readonly name: string;
  readonly transitions: readonly { readonly next?: string }[];
}

const texts = (body: string) => ({
  from: '{{flow.channel.address}}',
  to: '{{contact.channel.address}}',
  body,
});

const names = (states: readonly { readonly name: string }[]) => states.map(({ name }) => name);

/** Takes back what was done last, and waits until the card is gone. */
async function undo(page: Page, gone: string): Promise<void> {
  await page.locator('[data-card][tabindex="0"]').focus();
  await page.keyboard.press('Control+z');
  await card(page, gone).waitFor({ state: 'detached' });
}

async function made({ call }: OpenConsole, definition: string): Promise<string> {
  const { status, text } = await call('/v2/Flows', { FriendlyName: 'Round', Status: 'draft', Definition: definition });
  assert.equal(status, 201, text);
  return JSON.parse(text).sid;
}
