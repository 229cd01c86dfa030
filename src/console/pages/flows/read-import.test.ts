import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { nameOfFile, readImport } from './read-import.ts';

const definition = '{"states": [ {"name":"Trigger", "x": 1.0} ]}';

const texts = [
  { what: 'a definition', text: definition, name: 'menu' },
  { what: 'a definition between blanks, behind a byte order mark', text: `\uFEFF\n${definition}\n`, name: 'menu' },
  { what: 'a Flow resource', text: `{"sid":"FW1","friendly_name":"Menu","definition":${definition}}`, name: 'Menu' },
  {
    what: 'a Flow resource that holds it as text',
    text: JSON.stringify({ friendly_name: 'Menu', definition }),
    name: 'Menu',
  },
];

for (const { what, text, name } of texts) {
  test(`${what} is imported as it was written`, () => {
    assert.deepEqual(readImport(text, 'menu.json', 'menu'), { name, definition, widgets: 1 });
  });
}

const refused = [
  { text: '{"a": {}}', problem: 'menu.json is not a flow: it has no “states”.' },
  { text: '[]', problem: 'menu.json is not a flow: it is not a JSON object.' },
  { text: '{\n  "states": []\n  "flags": {}\n}', problem: 'Line 3, column 3: a comma is missing.' },
  { text: '', problem: 'Line 1, column 1: there is nothing here.' },
  { text: '{"definition": "{"}', problem: 'Line 1, column 2: the file ends before all brackets are closed.' },
];

for (const { text, problem } of refused) {
  test(`${JSON.stringify(text)} is refused: ${problem}`, () => {
    assert.deepEqual(readImport(text, 'menu.json', 'menu'), { problem });
  });
}

test('a flow is called as its file is', () => {
  assert.equal(nameOfFile('Pizza order.JSON'), 'Pizza order');
  assert.equal(nameOfFile('.json'), '.json');
});

const folder = new URL('../../../../test/flows/', import.meta.url);
for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
  test(`${file} is a flow`, () => {
    const found = readImport(readFileSync(new URL(file, folder), 'utf8'), file, file);
    assert.ok('definition' in found);
  });
}
