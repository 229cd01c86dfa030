/** Which process runs a call: kept ones, new ones, and none that is stale. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { openProject, usualSettings } from './functions-fixture.ts';

const counting = 'let calls = 0; exports.handler = (c, e, callback) => callback(null, [process.pid, ++calls]);';

/** Process and count of a function that counts its calls. */
function countOf(value: unknown): { pid: number; calls: number } {
  assert.ok(Array.isArray(value));
  return { pid: value[0], calls: value[1] };
}

suite('one process after the other', () => {
  test('the next call finds the process of the last', async (t) => {
    const { json } = await openProject(t, { 'f.js': counting });
    const first = countOf(await json('/f'));
    const second = countOf(await json('/f'));
    assert.deepEqual(second, { pid: first.pid, calls: 2 });
    assert.notEqual(first.pid, process.pid);
  });

  test('another function, and another account, finds a process of its own', async (t) => {
    const { json } = await openProject(t, { 'f.js': counting, 'g.js': counting });
    const all = [await json('/f'), await json('/g'), await json('/f', { accountSid: 'AC2' })].map(countOf);
    assert.deepEqual(
      all.map(({ calls }) => calls),
      [1, 1, 1],
    );
    assert.equal(new Set(all.map(({ pid }) => pid)).size, 3);
  });

  const leftovers = {
    'a timer': 'setTimeout(() => {}, 1e6)',
    'a server': "require('http').createServer().listen(0, '127.0.0.1')",
    'a failure': 'Promise.reject(new Error("late"))',
  };
  for (const [what, expression] of Object.entries(leftovers)) {
    test(`a process with ${what} left over is not used again`, async (t) => {
      const { json } = await openProject(t, {
        'f.js': `exports.handler = (c, e, callback) => { callback(null, [process.pid, 0]); ${expression}; };`,
      });
      assert.notEqual(countOf(await json('/f')).pid, countOf(await json('/f')).pid);
    });
  }

  test('a process that failed is not used again', async (t) => {
    const { call, json } = await openProject(t, {
      'f.js': `let calls = 0; exports.handler = (c, { fails }, callback) => {
        calls++;
        if (fails) throw new Error('no');
        callback(null, [process.pid, calls]);
      };`,
    });
    const { pid } = countOf(await json('/f'));
    await call('/f?fails=1');
    const after = countOf(await json('/f'));
    assert.equal(after.calls, 1);
    assert.notEqual(after.pid, pid);
  });
});

suite('edits count from the next call on', () => {
  const file = (text: string) => `exports.handler = (c, e, callback) => callback(null, ${text});`;

  test('of the file itself, broken in between', async (t) => {
    const { call, json, write } = await openProject(t, { 'f.js': file('1') });
    assert.equal(await json('/f'), 1);
    await write('functions/f.js', file('2'));
    assert.equal(await json('/f'), 2);
    await write('functions/f.js', 'exports.handler = (');
    assert.equal((await call('/f').then((result) => result.ok && result.status)) || 0, 500);
    await write('functions/f.js', file('3'));
    assert.equal(await json('/f'), 3);
  });

  test('of what it requires, at its start, in a call, as JSON and as a module', async (t) => {
    const { json, write } = await openProject(
      t,
      {
        'f.js': `const early = require('./early.private.js'); ${file("[early, require('../data/late.json'), require('./m.mjs').m]")}`,
        'early.private.js': 'module.exports = 1;',
        'm.mjs': 'export { m } from "./n.mjs";',
        'n.mjs': 'export const m = 1;',
      },
      (folder) => ({ sandbox: { read: [join(folder, 'data')], write: [] } }),
    );
    await write('data/late.json', '1');
    assert.deepEqual(await json('/f'), [1, 1, 1]);
    await write('functions/early.private.js', 'module.exports = 2;');
    assert.deepEqual(await json('/f'), [2, 1, 1]);
    await write('data/late.json', '2');
    assert.deepEqual(await json('/f'), [2, 2, 1]);
    await write('functions/n.mjs', 'export const m = 2;');
    assert.deepEqual(await json('/f'), [2, 2, 2]);
  });

  test('a file that is replaced by an older one of the same size', async (t) => {
    const { json, write, folder } = await openProject(t, { 'other.js': file('2'), 'f.js': file('1') });
    assert.equal(await json('/f'), 1);
    await rename(join(folder, 'functions/other.js'), join(folder, 'functions/f.js'));
    assert.equal(await json('/f'), 2);
    await write('functions/new.js', file('3'));
    assert.equal(await json('/new'), 3);
  });

  test('a file that is removed', async (t) => {
    const { call, json, folder } = await openProject(t, { 'f.js': file('1') });
    await json('/f');
    await rm(join(folder, 'functions/f.js'));
    const result = await call('/f');
    assert.equal(result.ok && result.status, 404);
  });
});

suite('many at once', () => {
  const slow = 'exports.handler = (c, e, callback) => setTimeout(() => callback(null, [process.pid, +e.n]), 20);';

  test('20 calls on 4 processes: each gets its own answer', async (t) => {
    const { json } = await openProject(t, { 'f.js': slow }, { concurrency: 4 });
    const all = await Promise.all(Array.from({ length: 20 }, (_, n) => json(`/f?n=${n}`))).then((each) =>
      each.map(countOf),
    );
    assert.deepEqual(
      all.map(({ calls }) => calls),
      Array.from({ length: 20 }, (_, n) => n),
    );
    assert.ok(new Set(all.map(({ pid }) => pid)).size <= 4);
  });

  test('10 calls, some of which loop, throw or end their process: the others are answered', async (t) => {
    const { call } = await openProject(
      t,
      {
        'f.js': `exports.handler = (c, e, callback) => {
          const n = +e.n;
          if (n % 5 === 1) throw new Error('no');
          if (n % 5 === 2) process.exit(1);
          if (n === 3) for (;;);
          callback(null, n);
        };`,
      },
      { concurrency: 5, timeoutSeconds: 5 },
    );
    const results = await Promise.all(Array.from({ length: 10 }, (_, n) => call(`/f?n=${n}`)));
    for (const [n, result] of results.entries()) {
      if (n === 3) assert.equal(!result.ok && result.reason, 'timeout');
      else if (n % 5 === 1 || n % 5 === 2) assert.equal(result.ok && result.status, 500);
      else assert.equal(result.ok && result.body, String(n));
    }
  });

  test('who waits too long for a process is told so', async (t) => {
    const { call } = await openProject(
      t,
      { 'f.js': 'exports.handler = () => {};' },
      { concurrency: 1, timeoutSeconds: 1 },
    );
    const results = await Promise.all([call('/f'), call('/f'), call('/f')]);
    const messages = results.map((result) => (result.ok ? '' : result.message));
    assert.ok(messages.includes('The function did not answer within 1 s'));
    assert.ok(messages.includes('1 other functions are running, and none ended within 1 s'), messages.join('\n'));
  });
});

test('closing ends every process, those that loop too, and answers what waits', async (t) => {
  const project = await openProject(
    t,
    { 'f.js': "require('fs').writeFileSync(process.env.SPOOL + '/pid', String(process.pid)); for (;;);" },
    (folder) => ({ concurrency: 1, environment: { SPOOL: folder }, sandbox: { read: [], write: [folder] } }),
  );
  const calls = [project.call('/f'), project.call('/f')];
  const pid = Number(await eventually(() => readFile(join(project.folder, 'pid'), 'utf8').catch(() => '')));
  assert.ok(isAlive(pid));
  await project.close();
  assert.ok(!isAlive(pid));
  const stopping = { ok: false, reason: 'network', message: 'The server is stopping' };
  assert.deepEqual(await Promise.all(calls), [stopping, stopping]);
  assert.deepEqual(await project.call('/f'), stopping);
});

test('a server that is killed leaves no process behind', async (t) => {
  const project = await openProject(t, {
    'f.js': `exports.handler = () => {
      require('fs').writeFileSync(process.env.SPOOL + '/pid', String(process.pid));
      setInterval(() => {}, 1_000);
    };`,
  });
  const settings = {
    ...usualSettings,
    folder: { functions: join(project.folder, 'functions'), assets: '' },
    environment: { SPOOL: project.folder },
    sandbox: { read: [], write: [project.folder] },
  };
  const script = `
    import { createFunctionRunner } from ${JSON.stringify(import.meta.resolve('./function-runner.ts'))};
    const runner = createFunctionRunner(${JSON.stringify(settings)}, { tokenOf: async () => undefined, log: console });
    runner.run('AC1', { method: 'POST', url: 'https://survey-1234-dev.twil.io/f', sign: false, authenticate: false });
  `;
  const server = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'inherit' });
  t.after(() => server.kill('SIGKILL'));
  const pid = Number(await eventually(() => readFile(join(project.folder, 'pid'), 'utf8').catch(() => '')));
  assert.ok(isAlive(pid));
  server.kill('SIGKILL');
  assert.equal(await eventually(async () => (isAlive(pid) ? '' : 'gone')), 'gone');
});

async function eventually(read: () => Promise<string>): Promise<string> {
  for (let tries = 0; tries < 1_000; tries++) {
    const text = await read();
    if (text !== '') return text;
    await sleep(10);
  }
  throw new Error('it did not come within ten seconds');
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
