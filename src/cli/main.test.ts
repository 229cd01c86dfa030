import assert from 'node:assert/strict';
import { test } from 'node:test';
import manifest from '../../package.json' with { type: 'json' };
import { atelier, file } from './io-fixture.ts';

test('the help names every command', async () => {
  for (const argv of [[], ['--help'], ['help']]) {
    const { code, out, err } = await atelier(argv);
    assert.deepEqual([code, err], [0, '']);
    for (const name of ['serve', 'chat', 'validate']) assert.match(out, new RegExp(`^  ${name} `, 'm'));
  }
});

for (const name of ['serve', 'chat', 'validate']) {
  test(`the help of ${name} shows examples`, async () => {
    const asked = await atelier([name, '--help']);
    assert.equal(asked.code, 0);
    assert.match(asked.out, new RegExp(`Examples:\n  .*atelier ${name}`));
    assert.deepEqual(await atelier(['help', name]), asked);
  });
}

test('the version is that of the package', async () => {
  assert.deepEqual(await atelier(['--version']), { code: 0, out: `${manifest.version}\n`, err: '' });
});

const bad: { argv: string[]; says: RegExp }[] = [
  { argv: ['vlidate'], says: /unknown command 'vlidate' \(Did you mean validate\?\)/ },
  { argv: ['--nope'], says: /unknown option '--nope'/ },
  { argv: ['validate'], says: /missing required argument 'files'/ },
  { argv: ['validate', '--jsn', 'x'], says: /unknown option '--jsn' \(Did you mean --json\?\)/ },
  { argv: ['validate', '/nowhere/flow.json'], says: /cannot read \/nowhere\/flow\.json: there is no such file/ },
  { argv: ['validate', '/'], says: /cannot read \/: it is a folder/ },
  { argv: ['chat'], says: /missing required argument 'flow'/ },
  { argv: ['chat', 'a', 'b'], says: /too many arguments/ },
  { argv: ['chat', '-'], says: /the flow must be a file/ },
  { argv: ['chat', '/nowhere/flow.json'], says: /there is no such file/ },
  { argv: ['chat', '--from'], says: /option '--from <address>' argument missing/ },
  { argv: ['serve', 'x'], says: /too many arguments/ },
];
for (const { argv, says } of bad) {
  test(`atelier ${argv.join(' ')}: one line, exit code 2`, async () => {
    const { code, out, err } = await atelier(argv);
    assert.deepEqual([code, out], [2, '']);
    assert.match(err, /^atelier: [^\n]+\n$/);
    assert.match(err, says);
  });
}

test('a file that is no flow: one line, exit code 2', async (t) => {
  const flow = file(t, 'flow.json', { states: [], initial_state: 'Trigger' });
  for (const [argv, says] of [
    [[file(t, 'a.json', '{')], /a\.json is not JSON: /],
    [[file(t, 'b.json', [])], /b\.json is no flow definition/],
    [['--subflow', 'FW1', flow], /--subflow takes a flow SID and a file/],
    [['--subflow', `FW1=${file(t, 'c.json', '7')}`, flow], /c\.json is no flow definition/],
    [['--allow-host', 'http://[', flow], /--allow-host|allowed host/i],
  ] as const) {
    const { code, err } = await atelier(['chat', ...argv]);
    assert.equal(code, 2);
    assert.match(err, /^atelier: [^\n]+\n$/);
    assert.match(err, says);
  }
});
