import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Json } from '../../engine/json.ts';
import { anyFlow, opened, realFlows, smallFlow } from './document-fixture.ts';
import { applyEdit, type Edit } from './edit.ts';
import { changedWidgets, exportFlow, importDocument, openDocument } from './open.ts';
import { jsonOfWidget, rangeOf } from './queries.ts';
import { flowView } from './view.ts';

function edited(text: string, edit: Edit) {
  const before = opened(text);
  const applied = applyEdit(before, edit);
  if ('refused' in applied) throw new Error(applied.refused);
  return { before, after: applied.document, text: exportFlow(applied.document) };
}

for (const [name, text] of realFlows) {
  test(`${name} is exported as it was imported`, () => {
    const document = opened(text);
    assert.equal(exportFlow(document), text);
    assert.equal(flowView(document).states.length, JSON.parse(text).states.length);
  });

  test(`of ${name} only the text changes that was edited`, () => {
    const { ids, states } = flowView(opened(text));
    for (const [index, id] of ids.entries()) {
      const [key, value] =
        Object.entries(states[index]?.properties ?? {}).find((entry) => typeof entry[1] === 'string') ?? [];
      if (key === undefined || typeof value !== 'string') continue;
      const after = edited(text, { do: 'setProperty', widget: id, path: [key], value: `${value} ✓` });
      const range = rangeOf(opened(text), ['states', index, 'properties', key]);
      assert.ok(range);
      const written = text.slice(range.start, range.end);
      assert.equal(after.text, `${text.slice(0, range.start)}${written.slice(0, -1)} ✓"${text.slice(range.end)}`);
      const expected = JSON.parse(text);
      expected.states[index].properties[key] = `${value} ✓`;
      assert.deepEqual(JSON.parse(after.text), expected);
      assert.deepEqual(changedWidgets(after.before, after.after), [id]);
    }
  });

  test(`the JSON of each widget of ${name} can be put back as it is`, () => {
    for (const id of flowView(opened(text)).ids) {
      const json = jsonOfWidget(opened(text), id) ?? '';
      assert.equal(edited(text, { do: 'setWidgetText', widget: id, text: `${json}\n` }).text, text);
    }
  });
}

test('an edit of one widget changes nothing outside of it', () => {
  const widgetEdit = fc.tuple(fc.nat(), fc.nat(), fc.constantFrom('', 'new', '"é\\'));
  fc.assert(
    fc.property(anyFlow, widgetEdit, (text, [which, kind, value]) => {
      const document = opened(text);
      const { ids } = flowView(document);
      const index = which % (ids.length || 1);
      const widget = ids[index];
      if (widget === undefined) return;
      const edits: readonly Edit[] = [
        { do: 'setProperty', widget, path: ['body'], value },
        { do: 'setProperty', widget, path: ['a', 'b'], value },
        { do: 'clearProperty', widget, path: ['body'] },
        { do: 'move', places: [{ widget, x: 7, y: 8 }] },
        { do: 'connect', outlet: { widget, event: 'timeout' }, to: ids.at(-1) ?? widget },
        { do: 'disconnect', outlet: { widget, transition: 0 } },
        { do: 'addCondition', widget, type: 'is_blank' },
        { do: 'removeTransition', widget, transition: 0 },
        { do: 'setInput', widget, input: value },
      ];
      const edit = edits[kind % edits.length];
      const applied = edit && applyEdit(document, edit);
      if (applied === undefined || 'refused' in applied) return;
      const range = rangeOf(document, ['states', index]);
      const after = exportFlow(applied.document);
      assert.ok(range);
      assert.ok(after.startsWith(text.slice(0, range.start)));
      assert.ok(after.endsWith(text.slice(range.end)));
      const others = (all: Json) => (Array.isArray(all) ? all.toSpliced(index, 1) : all);
      assert.deepEqual(others(JSON.parse(after).states), others(JSON.parse(text).states));
      assert.ok(changedWidgets(document, applied.document).every((each) => each === widget));
    }),
    { numRuns: 1000 },
  );
});

test('a widget is the same object until it is edited', () => {
  const { before, after } = edited(smallFlow, { do: 'delete', widgets: ['thanks'] });
  const same = flowView(after).ids.filter((id) => flowView(after).find(id) === flowView(before).find(id));
  assert.deepEqual(same, ['Trigger', 'ask_day']);
  assert.equal(flowView(after), flowView(after));
});

test('of 2,000 widgets the 1,999 that are not edited stay the same objects', () => {
  const states = Array.from({ length: 2000 }, (_, index) => ({
    name: `w${index}`,
    type: 'send-message',
    transitions: [{ event: 'sent', next: `w${index + 1}` }],
    properties: { body: `{{widgets.w${index - 1}.x}}` },
  }));
  const { before, after } = edited(JSON.stringify({ states }), {
    do: 'setProperty',
    widget: 'w1000',
    path: ['body'],
    value: 'Hi',
  });
  assert.deepEqual(changedWidgets(before, after), ['w1000']);
});

test('the keys of one object that stand twice are both kept, the last counts', () => {
  const text =
    '{"states": [{"name": "b", "type": "send-message", "name": "a", "properties": {"body": "1", "body": "2"}}]}';
  assert.deepEqual(flowView(opened(text)).find('a')?.properties, { body: '2' });
  assert.equal(
    edited(text, { do: 'setProperty', widget: 'a', path: ['body'], value: '3' }).text,
    text.replace('"2"', '"3"'),
  );
  assert.equal(edited(text, { do: 'clearProperty', widget: 'a', path: ['media_url'] }).text, text);
});

const resource = `{
  "sid": "FW1",
  "definition": {
    "states": [ ],
    "a": 1.0
  }
}`;
const imports: readonly (readonly [what: string, text: string, result: string])[] = [
  ['a definition', '{"states": []}', '{"states": []}'],
  ['a resource with its definition as an object', resource, '{\n  "states": [ ],\n  "a": 1.0\n}'],
  ['a resource with its definition as text', '{"definition": "{\\"states\\": [] }"}', '{"states": [] }'],
  ['a definition that has such a key', '{"states": [], "definition": {}}', '{"states": [], "definition": {}}'],
  ['another object', '{"a": 1}', 'This is not a flow: it has no "states".'],
  ['a list', '[]', 'This is not a flow: it has no "states".'],
  ['a resource without a flow', '{"definition": null}', 'This is not a flow: it has no "states".'],
  ['no JSON', '{"states": [}', 'Line 1, column 13: a value is missing.'],
];
for (const [what, text, result] of imports) {
  test(`${what} is imported: ${result.slice(0, 40)}`, () => {
    const document = importDocument(text);
    assert.equal('refused' in document ? document.refused : exportFlow(document), result);
  });
}

test('where a text is no JSON is told by line, column and offset', () => {
  const document = openDocument('{\n  "states": [\n    1\n    2\n  ]\n}');
  assert.ok('refused' in document);
  assert.deepEqual(document.problem, {
    reason: 'a comma is missing',
    message: 'Line 4, column 5: a comma is missing.',
    offset: 26,
    line: 4,
    column: 5,
  });
});

test('what is no widget is kept and not shown, what has no name has an id', () => {
  const text = '{"states": [1, {"type": "trigger"}, {"type": "x"}, {"name": "Trigger", "type": "x"}, {}, null]}';
  const view = flowView(opened(text));
  assert.deepEqual(view.ids, ['Trigger', '\n2', 'Trigger\n2']);
  assert.deepEqual(view.ids.map(view.indexOf), [1, 2, 3]);
  const after = edited(text, { do: 'delete', widgets: ['\n2'] });
  assert.equal(after.text, '{"states": [1, {"type": "trigger"}, {"name": "Trigger", "type": "x"}, {}, null]}');
});
