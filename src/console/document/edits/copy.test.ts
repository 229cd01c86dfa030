import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../engine/json.ts';
import { opened, realFlows, smallFlow } from '../document-fixture.ts';
import { applyEdit, type Edit } from '../edit.ts';
import { exportFlow } from '../open.ts';
import { clipboardText } from '../queries.ts';
import { type FlowDocument, flowView } from '../view.ts';
import { clipboardStates } from './copy.ts';
import { testRefusals } from './edits-fixture.ts';

function made(document: FlowDocument, edit: Edit) {
  const applied = applyEdit(document, edit);
  if ('refused' in applied) throw new Error(applied.refused);
  return applied;
}

function stateOf(document: FlowDocument, id: string): JsonObject {
  return flowView(document).find(id)?.json ?? {};
}

const empty =
  '{\n    "states": [\n        {\n            "name": "Trigger",\n            "type": "trigger"\n        }\n    ]\n}';
const places = [
  { x: 330, y: 200 },
  { x: 330, y: 400 },
];

test('copies are numbered, lead to each other, and read each other', () => {
  const { document, added, name } = made(opened(smallFlow), {
    do: 'duplicate',
    widgets: ['ask_day', 'route_day'],
    places,
  });
  assert.deepEqual(added, ['ask_day_1', 'route_day_1']);
  assert.equal(name, 'Duplicate 2 widgets');
  assert.deepEqual(stateOf(document, 'ask_day_1').transitions, [
    { next: 'route_day_1', event: 'incomingMessage' },
    { event: 'timeout' },
    { event: 'deliveryFailure' },
  ]);
  assert.deepEqual(stateOf(document, 'route_day_1').properties, {
    offset: { x: 330, y: 400 },
    input: '{{widgets.ask_day_1.inbound.Body}}',
  });
});

test('a copy is written as its original, number by number and blank by blank', () => {
  const { document } = made(opened(smallFlow), { do: 'duplicate', widgets: ['thanks'], places });
  const original = smallFlow.slice(
    smallFlow.indexOf(',\n    {\n      "name": "thanks"'),
    smallFlow.indexOf('\n  ],\n  "initial'),
  );
  const copy = original.replace('thanks', 'thanks_1').replace('10,', '330,').replace('600', '200');
  assert.equal(
    exportFlow(document),
    smallFlow.replace(original, () => original + copy),
  );
});

test('a copy of one widget reads what its original reads', () => {
  const { document } = made(opened(smallFlow), { do: 'duplicate', widgets: ['route_day'], places });
  assert.match(JSON.stringify(stateOf(document, 'route_day_1')), /\{\{widgets\.ask_day\.inbound\.Body\}\}/);
});

test('the clipboard holds the widgets as they are written, and no Trigger', () => {
  const text = clipboardText(opened(smallFlow), ['Trigger', 'ask_day']) ?? '';
  assert.match(text, /^\{"atelier":1,"states":\[\{\n {6}"name": "ask_day"[\s\S]*10\.0[\s\S]*1e3[\s\S]*\]\}$/);
  assert.equal(clipboardText(opened(smallFlow), ['Trigger']), undefined);
});

test('pasted into another flow, widgets keep free names and take its layout', () => {
  const text = clipboardText(opened(smallFlow), ['ask_day', 'route_day']) ?? '';
  const { document, added, name } = made(opened(empty), { do: 'paste', text });
  assert.deepEqual(added, ['ask_day', 'route_day']);
  assert.equal(name, 'Paste 2 widgets');
  const pasted = exportFlow(document);
  assert.ok(pasted.startsWith(empty.slice(0, -8)), 'what was there stays');
  assert.match(pasted, /\n {8}\},\n {8}\{\n {12}"name": "ask_day",\n/);
  assert.match(pasted, /"x": 10\.0,[\s\S]*"x_own": 1e3/, 'numbers stay as they were written');
  assert.deepEqual(stateOf(document, 'route_day').transitions, [
    { event: 'noMatch' },
    {
      event: 'match',
      conditions: [
        {
          friendly_name: 'If value equal_to 1',
          arguments: ['{{widgets.ask_day.inbound.Body}}'],
          type: 'equal_to',
          value: '1',
        },
      ],
    },
  ]);
});

test('wires to the outside are kept on demand, where there is such a widget', () => {
  const text = clipboardText(opened(smallFlow), ['ask_day']) ?? '';
  const nextIn = (flow: string) =>
    flowView(made(opened(flow), { do: 'paste', text, keepsOuterWires: true }).document).states.at(-1)?.transitions[0]
      ?.next;
  assert.equal(nextIn(smallFlow), 'route_day');
  assert.equal(nextIn(empty), undefined);
});

const state = '{"name": "a", "type": "send-message"}';
const forms: readonly (readonly [what: string, text: string, names: readonly string[]])[] = [
  ['our own form', `{"atelier": 1, "states": [${state}]}`, ['a']],
  ['a flow', `{"states": [{"name": "Trigger", "type": "trigger"}, ${state}], "flags": {}}`, ['a']],
  ['a list of states', `[${state}, ${state}]`, ['a', 'a']],
  ['one state', ` ${state}\n`, ['a']],
  ['a Trigger alone', '{"name": "Trigger", "type": "trigger"}', []],
  ['a list with something else', `[${state}, 1]`, []],
  ['a text', 'hello', []],
];
for (const [what, text, names] of forms) {
  test(`the clipboard holds ${what}: ${names.length} widgets`, () => {
    assert.deepEqual(
      clipboardStates(text).map(({ name }) => name),
      names,
    );
  });
}

test('two of one name get two names', () => {
  assert.deepEqual(made(opened(empty), { do: 'paste', text: `[${state}, ${state}]` }).added, ['a', 'a_1']);
});

test('a real flow copied whole into another has all its wires', () => {
  for (const text of realFlows.values()) {
    const { ids } = flowView(opened(text));
    const copied = clipboardText(opened(text), ids);
    if (copied === undefined) continue;
    const { document } = made(opened(empty), { do: 'paste', text: copied });
    const isTrigger = (each: JsonObject) => each.type === 'trigger';
    const wiresOf = (flow: FlowDocument) =>
      flowView(flow)
        .states.filter(({ json }) => !isTrigger(json))
        .map(({ json }) => json);
    assert.deepEqual(wiresOf(document), wiresOf(opened(text)));
  }
});

testRefusals([
  [{ do: 'duplicate', widgets: ['Trigger'], places: [] }, 'A flow has one Trigger only.'],
  [{ do: 'paste', text: 'hello' }, 'The clipboard holds no widgets.'],
  [{ do: 'paste', text: '{"name": "a"}' }, 'The clipboard holds no widgets.'],
]);
