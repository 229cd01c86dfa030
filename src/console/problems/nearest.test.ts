import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nearestFinder, nearestName } from './nearest.ts';

const cases: readonly [name: string, names: readonly string[], nearest: string | undefined][] = [
  ['confrim', ['cancel', 'confirm'], 'confirm'],
  ['nmae', ['name', 'day'], 'name'],
  ['post', ['GET', 'POST'], 'POST'],
  ['uper', ['downcase', 'upcase'], 'upcase'],
  ['send_2', ['lend_2', 'send_1'], 'send_1'],
  ['old_ask', ['terms', 'ask_day'], undefined],
  ['x', ['y'], undefined],
  ['', ['a'], undefined],
];

for (const [name, names, nearest] of cases) {
  test(`"${name}" of ${names.join(', ')} is ${nearest ?? 'none of them'}`, () => {
    assert.equal(nearestName(name, names), nearest);
  });
}

test('where a whole flow is missing, only the first names are looked for', () => {
  const find = nearestFinder(Array.from({ length: 2000 }, (_, at) => `w_${at}`));
  const found = Array.from({ length: 2000 }, (_, at) => find(`v_${at}`)).filter((each) => each !== undefined);
  assert.ok(found.length > 0 && found.length < 20);
  assert.equal(find('v_0'), 'w_0');
});
