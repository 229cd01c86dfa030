/** What a function cannot do to the server, nor to other functions. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { openProject } from './functions-fixture.ts';

const answers = (expression: string) =>
  `exports.handler = (context, event, callback) => callback(null, ${expression});`;

suite('time', { concurrency: true }, () => {
  const endless = {
    'a loop': 'exports.handler = () => { for (;;); };',
    'a loop outside of the handler': 'for (;;);',
    'a chain of promises': 'exports.handler = async () => { for (;;) await null; };',
    'a timer without end': 'exports.handler = () => new Promise(() => setInterval(() => {}, 1));',
    'a promise without end': 'exports.handler = () => new Promise(() => {});',
    'a handler that never calls back': 'exports.handler = () => {};',
  };
  for (const [what, file] of Object.entries(endless)) {
    test(`${what} is ended`, async (t) => {
      const { call, log } = await openProject(t, { 'f.js': file }, { timeoutSeconds: 1 });
      const message = 'The function did not answer within 1 s';
      assert.deepEqual(await call('/f'), { ok: false, reason: 'timeout', message });
      assert.equal(log.at(-1)?.message, `/f: ${message}`);
    });
  }

  test('one that returns without calling back is told so', async (t) => {
    const { call } = await openProject(t, { 'f.js': 'exports.handler = async () => "lost";' }, { timeoutSeconds: 1 });
    assert.deepEqual(await call('/f'), {
      ok: false,
      reason: 'timeout',
      message: 'The function did not answer within 1 s: it returned without calling its callback',
    });
  });
});

suite('memory and size', () => {
  const greedy = {
    'of the heap': 'const all = []; exports.handler = () => { for (;;) all.push(new Array(1e5).fill(all.length)); };',
    ...(process.platform === 'linux'
      ? {
          'of buffers': 'const all = []; exports.handler = () => setInterval(() => all.push(Buffer.alloc(2e7, 1)), 1);',
        }
      : {}),
  };
  for (const [what, file] of Object.entries(greedy)) {
    test(`a function that takes too much ${what} is ended, and the answer says so`, async (t) => {
      const { call } = await openProject(t, { 'f.js': file }, { memoryMb: 32 });
      const result = await call('/f');
      assert.ok(result.ok, JSON.stringify(result));
      assert.deepEqual([result.status, result.body], [500, 'The function needs more memory than its 32 MB']);
    });
  }

  const bodies = {
    text: "'x'.repeat(1001)",
    'text of few characters and many bytes': "'€'.repeat(334)",
    'an object': "{ a: 'x'.repeat(1000) }",
    'a hundred megabytes': "'x'.repeat(1e8)",
  };
  for (const [what, body] of Object.entries(bodies)) {
    test(`an answer that is too large is none: ${what}`, async (t) => {
      const { call } = await openProject(t, { 'f.js': answers(body) }, { maxBodyBytes: 1000, memoryMb: 512 });
      const message = 'The response is larger than 1000 bytes';
      assert.deepEqual(await call('/f'), { ok: false, reason: 'too-large', message });
    });
  }

  test('an answer of exactly the limit is taken, and so is an error', async (t) => {
    const { call } = await openProject(t, { 'f.js': answers("'x'.repeat(1000)") }, { maxBodyBytes: 1000 });
    const result = await call('/f');
    assert.equal(result.ok && result.body.length, 1000);
  });

  test('a flood on the channel is cut off', async (t) => {
    const flood =
      "exports.handler = () => { for (;;) try { require('fs').writeSync(3, 'x'.repeat(10000)); } catch {} };";
    const { call } = await openProject(t, { 'f.js': flood });
    const result = await call('/f');
    assert.equal(!result.ok && result.reason, 'too-large');
  });
});

suite('output', () => {
  test('what a function prints goes to the log with its name, line by line', async (t) => {
    const { call, log, close } = await openProject(t, {
      'f.js': 'exports.handler = (c, e, cb) => { console.log("one\\ntwo"); console.error("three"); cb(); };',
      'g.js': 'exports.handler = (c, e, cb) => { process.stdout.write("no end of line"); cb(); process.exit(); };',
    });
    await call('/f');
    await call('/g');
    await close();
    const lines = log.map(({ level, facts, message }) => [level, ...Object.values(facts), message].join(' '));
    assert.deepEqual(lines.toSorted(), [
      'info /f stderr three',
      'info /f stdout one',
      'info /f stdout two',
      'info /g stdout no end of line',
    ]);
  });

  test('endless output is cut, and ends with its call', async (t) => {
    const { call, log } = await openProject(
      t,
      {
        'lines.js': 'exports.handler = () => { for (;;) console.log("y".repeat(999)); };',
        'line.js': 'exports.handler = () => { for (;;) process.stdout.write("y".repeat(999)); };',
      },
      { timeoutSeconds: 1 },
    );
    for (const path of ['/lines', '/line']) {
      // Too slow, or too much for its memory: what cannot be passed on as fast is kept there.
      const result = await call(path);
      assert.ok(!result.ok || result.status === 500);
    }
    const printed = log.filter(({ level }) => level === 'info').map(({ message }) => message);
    // 64 KiB of each call, in lines of a thousand characters at the least, and what says that there was more.
    assert.ok(printed.length <= 2 * 68, `${printed.length} lines`);
    assert.ok(printed.every((line) => line.length <= 4_097));
  });
});

suite('permissions', () => {
  const tries = {
    'reading a file elsewhere': "require('fs').readFileSync('/etc/hostname', 'utf8')",
    'listing a folder elsewhere': "require('fs').readdirSync('/')",
    'writing into its own folder': "require('fs').writeFileSync(__dirname + '/new.js', '')",
    'starting a program': "require('child_process').execFileSync('ls')",
    'starting a thread': "new (require('worker_threads').Worker)('0', { eval: true })",
    // Signal 0 only asks: were it not refused, the tests would live.
    'a signal to the server': 'process.kill(process.ppid, 0)',
    'a signal by the function beneath': 'process._kill(process.ppid, 0)',
    'waking a debugger elsewhere': 'process._debugProcess(2 ** 30)',
    'ending a debugger': 'process._debugEnd()',
    'another program in its place': "process.execve(process.execPath, ['node', '-v'])",
    'the priority of the server': "require('os').setPriority(process.ppid, require('os').getPriority(process.ppid))",
    "what lies beneath Node's modules": "process.binding('process_wrap')",
  };
  for (const [what, expression] of Object.entries(tries)) {
    test(`${what} is refused, and the log names the way out`, async (t) => {
      const { call, log } = await openProject(t, { 'f.js': answers(`String(${expression})`) });
      const result = await call('/f');
      assert.ok(result.ok);
      assert.equal(result.status, 500);
      assert.match(log.at(-1)?.message ?? '', /functions\.allow_read, allow_write or sandbox of atelier\.yaml/);
    });
  }

  test('a signal is refused to a module that imports it by name, too', async (t) => {
    const module = [
      "import { kill, ppid } from 'node:process';",
      'export const handler = (context, event, callback) => callback(null, String(kill(ppid, 0)));',
    ];
    const { call } = await openProject(t, { 'package.json': '{"type":"module"}', 'f.js': module.join('\n') });
    const result = await call('/f');
    assert.ok(result.ok);
    assert.equal(result.status, 500);
    assert.match(result.body, /process\.kill is not there for functions: they may not reach other processes/);
  });

  test('the settings permit more: a folder, or all', async (t) => {
    const files = {
      'read.js': answers("require('fs').readFileSync('/etc/hostname', 'utf8').length > 0"),
      'write.js': answers("require('fs').writeFileSync(process.env.SPOOL + '/a', 'x') ?? 'written'"),
      'run.js': answers("require('child_process').execFileSync(process.execPath, ['-p', '1']).toString()"),
      'signal.js': answers('process.kill(process.ppid, 0)'),
    };
    const wide = await openProject(t, files, (folder) => ({
      sandbox: { read: ['/etc/hostname'], write: [folder] },
      environment: { SPOOL: folder },
    }));
    assert.equal(await wide.json('/read'), true);
    const written = await wide.call('/write');
    assert.equal(written.ok && written.body, 'written');
    const refused = await wide.call('/run');
    assert.equal(refused.ok && refused.status, 500);
    const free = await openProject(t, files, { sandbox: undefined });
    const ran = await free.call('/run');
    assert.equal(ran.ok && ran.body, '1\n');
    assert.equal(await free.json('/signal'), true);
  });
});
