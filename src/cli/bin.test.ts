import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import manifest from '../../package.json' with { type: 'json' };

const bin = fileURLToPath(new URL('../../bin/atelier.mjs', import.meta.url));

function run(argv: readonly string[], input = '') {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...argv], { input, encoding: 'utf8' });
  return { status, stdout, stderr };
}

test('the bin passes arguments, input, output and exit code through', () => {
  assert.deepEqual(run(['--version']), { status: 0, stdout: `${manifest.version}\n`, stderr: '' });
  const { status, stdout, stderr } = run(['validate', '-'], '{}');
  assert.deepEqual([status, stderr], [1, '']);
  assert.match(stdout, /^-: error at #\/states/m);
});
