import assert from 'node:assert/strict';
import { test } from 'node:test';
import { documentTexts } from '../../texts/document.ts';
import { opened, realFlows, smallFlow } from '../document-fixture.ts';
import { applyEdit } from '../edit.ts';
import { exportFlow } from '../open.ts';
import { flowView } from '../view.ts';
import { testRefusals } from './edits-fixture.ts';

function renamed(text: string, widget: string, to: string) {
  const applied = applyEdit(opened(text), { do: 'rename', widget, to });
  if ('refused' in applied) throw new Error(applied.refused);
  return { text: exportFlow(applied.document), name: applied.name, counts: applied.counts };
}

test('each reference follows, and the text around it does not', () => {
  const { text, name, counts } = renamed(smallFlow, 'ask_day', 'ask_when');
  const expected = smallFlow
    .replace('"name": "ask_day"', '"name": "ask_when"')
    .replace('"next": "ask_day"', '"next": "ask_when"')
    .replaceAll('{{widgets.ask_day.', '{{widgets.ask_when.')
    .replace("widgets['ask_day']", "widgets['ask_when']");
  assert.equal(text, expected);
  assert.match(text, /not widgets\.ask_day\. \\u00e9/, 'plain text and escapes stay');
  assert.equal(name, 'Rename ask_day to ask_when');
  assert.deepEqual(counts, { references: 3, widgets: 2 });
});

test('the flow starts at the Trigger whatever its name', () => {
  const { text } = renamed(smallFlow, 'Trigger', 'Start');
  const expected = smallFlow
    .replace('"name": "Trigger"', '"name": "Start"')
    .replace('"initial_state": "Trigger"', '"initial_state": "Start"');
  assert.equal(text, expected);
});

test('of two widgets with one name the first has the references', () => {
  const doubled = smallFlow.replace('"name": "thanks"', '"name": "ask_day"');
  const { text, counts } = renamed(doubled, flowView(opened(doubled)).ids[3] ?? '', 'thanks');
  assert.equal(text, smallFlow);
  assert.deepEqual(counts, { references: 0, widgets: 0 });
});

test('a name that Liquid cannot write after a dot goes in brackets', () => {
  const { text } = renamed(smallFlow, 'ask_day', 'asked+day');
  assert.equal(text.match(/\{\{widgets\[\\"asked\+day\\"\]\.inbound\.Body\}\}/g)?.length, 2);
});

test('there and back gives the bytes of each real flow', () => {
  for (const text of realFlows.values()) {
    for (const name of flowView(opened(text)).ids) {
      const there = renamed(text, name, 'another_name');
      assert.equal(there.counts?.references, renamed(there.text, 'another_name', 'a1').counts?.references);
      // A name that could not be given is put back through its JSON alone.
      if (/^[A-Za-z][^\s."'\\]*$/.test(name)) assert.equal(renamed(there.text, 'another_name', name).text, text);
    }
  }
});

const announcements: readonly (readonly [references: number, widgets: number, words: string])[] = [
  [0, 0, 'Renamed.'],
  [1, 1, 'Renamed. 1 reference in 1 widget follows.'],
  [7, 4, 'Renamed. 7 references in 4 widgets follow.'],
];
for (const [references, widgets, words] of announcements) {
  test(words, () => {
    assert.equal(documentTexts.renamed(references, widgets), words);
  });
}

testRefusals([
  [{ do: 'rename', widget: 'ask_day', to: 'route_day' }, 'route_day is taken.'],
  [{ do: 'rename', widget: 'ask_day', to: 'ask day' }, 'A name has no space.'],
  [{ do: 'rename', widget: 'nobody', to: 'a' }, 'nobody is not in this flow.'],
]);
