import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createColors } from 'picocolors';
import { atelier, file } from './io-fixture.ts';

const good = {
  description: 'Good',
  initial_state: 'Trigger',
  states: [
    { name: 'Trigger', type: 'trigger', transitions: [{ event: 'incomingMessage', next: 'hello' }], properties: {} },
    {
      name: 'hello',
      type: 'send-message',
      transitions: [{ event: 'sent' }, { event: 'failed' }],
      properties: { from: '{{flow.channel.address}}', body: 'Hi' },
    },
  ],
};
const bad = {
  ...good,
  states: [
    good.states[0],
    {
      name: 'hello',
      type: 'send-message',
      transitions: [{ event: 'sent', next: 'nowhere' }, { event: 'gone' }],
      properties: { from: 7, body: '{% if %}', extra: 1 },
    },
  ],
};

test('a good file is one line, exit code 0', async (t) => {
  const path = file(t, 'good.json', good);
  assert.deepEqual(await atelier(['validate', path, path]), {
    code: 0,
    out: `${path}: valid\n${path}: valid\n`,
    err: '',
  });
});

test('every problem has file, widget and path; one bad file makes exit code 1', async (t) => {
  const [badPath, goodPath] = [file(t, 'bad.json', bad), file(t, 'good.json', good)];
  const { code, out, err } = await atelier(['validate', badPath, goodPath]);
  assert.deepEqual([code, err], [1, '']);
  const lines = out.trimEnd().split('\n');
  const has = (pattern: RegExp) =>
    assert.ok(
      lines.some((line) => pattern.test(line)),
      `${pattern} in ${out}`,
    );
  has(
    /bad\.json: error in "hello" at #\/states\/1\/transitions\/0\/next: must match a widget name \[unknown-target\]$/,
  );
  has(/bad\.json: error in "hello" at #\/states\/1\/properties\/from: integer found, string expected \[wrong-type\]$/);
  has(
    /bad\.json: error in "hello" at #\/states\/1\/transitions\/1\/event: must be a constant value .* \[unknown-event\]$/,
  );
  has(/bad\.json: warning in "hello" at #\/states\/1\/properties\/extra: /);
  has(/bad\.json: warning in "hello" at #\/states\/1\/properties\/body: .* \[liquid-error\]$/);
  assert.equal(lines.at(-1), `${goodPath}: valid`);
});

test('a problem outside of the widgets names none', async (t) => {
  const path = file(t, 'flow.json', { ...good, initial_state: 'nowhere' });
  const { out } = await atelier(['validate', path]);
  assert.match(out, /flow\.json: error at #\/initial_state: must match a widget name/);
});

test('standard input is -', async () => {
  assert.deepEqual(await atelier(['validate', '-'], JSON.stringify(good)), { code: 0, out: '-: valid\n', err: '' });
  assert.equal((await atelier(['validate', '-'], JSON.stringify(bad))).code, 1);
});

for (const [title, text] of [
  ['no JSON', '{'],
  ['nothing', ''],
] as const) {
  test(`${title} is a problem like others`, async () => {
    const { code, out } = await atelier(['validate', '-'], text);
    assert.equal(code, 1);
    assert.match(out, /^-: error at #: is not JSON: [^\n]+ \[not-json\]\n$/);
  });
}

test('JSON that is no flow is a problem', async () => {
  for (const text of ['[]', '7', 'null', '{}']) assert.equal((await atelier(['validate', '-'], text)).code, 1);
});

test('--json prints all of it for programs', async (t) => {
  const [badPath, goodPath] = [file(t, 'bad.json', bad), file(t, 'good.json', good)];
  const { code, out } = await atelier(['validate', '--json', goodPath, badPath]);
  assert.equal(code, 1);
  const [first, second] = JSON.parse(out);
  assert.deepEqual(first, { file: goodPath, valid: true, errors: [], warnings: [] });
  assert.deepEqual([second.file, second.valid], [badPath, false]);
  assert.deepEqual(
    second.errors.find(({ code }: { code: string }) => code === 'unknown-target'),
    {
      message: 'must match a widget name',
      property_path: '#/states/1/transitions/0/next',
      code: 'unknown-target',
      state: 'hello',
    },
  );
});

test('a terminal gets colours, a pipe does not', async () => {
  const painted = await atelier(['validate', '-'], JSON.stringify(good), { colours: createColors(true) });
  assert.equal(painted.out, `-: ${createColors(true).green('valid')}\n`);
});
