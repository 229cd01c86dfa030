import assert from 'node:assert/strict';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { openProject } from './functions-fixture.ts';

/** A handler that answers with the value of an expression. */
const answers = (expression: string) =>
  `exports.handler = (context, event, callback) => callback(null, ${expression});`;

suite('what a function is given', () => {
  test('event has the fields of query and form, in one object, as text', async (t) => {
    const { json } = await openProject(t, { 'echo.js': answers('{ ...event, request: undefined }') });
    const form = { number: '7', text: 'Grüße & 50 %', __proto__x: '1' };
    assert.deepEqual(await json('/echo?a=1&a=2&b=', { form }), { a: ['1', '2'], b: '', ...form });
  });

  test('event.request has the headers in lower case, and no Host', async (t) => {
    const { json } = await openProject(t, { 'echo.js': answers('event.request') });
    assert.deepEqual(await json('/echo?x=1'), {
      headers: {
        accept: '*/*',
        'user-agent': 'Atelier/0.1',
        'content-type': 'application/x-www-form-urlencoded;charset=utf-8',
        'x-twilio-signature': 'https://survey-1234-dev.twil.io/echo?x=1 by token of AC1',
      },
      cookies: {},
    });
  });

  test('context has path, host and the environment of the settings', async (t) => {
    const { json } = await openProject(
      t,
      { 'sub/echo.js': answers('{ ...context, client: typeof context.getTwilioClient }') },
      { environment: { GREETING: 'Hello', DOMAIN_NAME: 'own.example.com' } },
    );
    assert.deepEqual(await json('/sub/echo'), {
      PATH: '/sub/echo',
      DOMAIN_NAME: 'own.example.com',
      GREETING: 'Hello',
      client: 'function',
    });
  });

  test('process.env is that of the settings alone: nothing of the server is inherited', async (t) => {
    process.env.ATELIER_TEST_SECRET = 'secret';
    t.after(() => delete process.env.ATELIER_TEST_SECRET);
    const { json } = await openProject(t, { 'env.js': answers('process.env') }, { environment: { A: '1' } });
    assert.deepEqual(await json('/env'), { A: '1', TZ: 'UTC' });
  });

  test('credentials are those of the account whose flow calls, and only where they are given', async (t) => {
    const files = { 'who.js': answers('[context.ACCOUNT_SID ?? null, process.env.AUTH_TOKEN ?? null]') };
    const giving = await openProject(t, files, { givesCredentials: true });
    assert.deepEqual(await giving.json('/who'), ['AC1', 'token of AC1']);
    assert.deepEqual(await giving.json('/who', { accountSid: 'AC2' }), ['AC2', 'token of AC2']);
    const keeping = await openProject(t, files);
    assert.deepEqual(await keeping.json('/who'), [null, null]);
  });

  test('Runtime knows functions and private assets, and the function may require them', async (t) => {
    const { json, write } = await openProject(t, {
      'main.js': answers(`{
        functions: Object.keys(Runtime.getFunctions()).sort(),
        helped: require(Runtime.getFunctions()['helpers/dates'].path).today,
        assets: Object.keys(Runtime.getAssets()),
        price: JSON.parse(Runtime.getAssets()['/prices.json'].open()).tea,
      }`),
      'helpers/dates.private.js': "exports.today = 'Monday';",
    });
    await write('assets/prices.private.json', '{"tea": 3}');
    await write('assets/logo.svg', '');
    assert.deepEqual(await json('/main'), {
      functions: ['helpers/dates', 'main'],
      helped: 'Monday',
      assets: ['/prices.json'],
      price: 3,
    });
  });

  test('a package beside the folder can be required, and a module may be ESM', async (t) => {
    const { json, write } = await openProject(t, {
      'common.js': answers("[require('dep'), require('./part.mjs').part]"),
      'part.mjs': 'export const part = 2;',
      'modern/one.js':
        "import dep from 'dep'; export const handler = (context, event, callback) => callback(null, [dep]);",
      'modern/package.json': '{"type":"module"}',
    });
    await write('node_modules/dep/index.js', "module.exports = 'dep';");
    assert.deepEqual(await json('/common'), ['dep', 2]);
    assert.deepEqual(await json('/modern/one'), ['dep']);
  });

  test('the package twilio of the folder makes TwiML and a client', async (t) => {
    const installed = join(import.meta.dirname, '../../node_modules');
    const project = await openProject(
      t,
      {
        'twiml.js': `exports.handler = (context, event, callback) => {
          const response = new Twilio.twiml.MessagingResponse();
          response.message('Hi');
          callback(null, response);
        };`,
        'client.js': answers('context.getTwilioClient().accountSid'),
      },
      {
        sandbox: { read: [installed], write: [] },
        environment: { ACCOUNT_SID: `AC${'0'.repeat(32)}`, AUTH_TOKEN: 'x' },
      },
    );
    await project.write('node_modules/.keep', '');
    await symlink(join(installed, 'twilio'), join(project.folder, 'node_modules/twilio'));
    const twiml = await project.call('/twiml');
    assert.equal(twiml.ok && twiml.contentType, 'text/xml');
    assert.match(twiml.ok ? twiml.body : '', /<Response><Message>Hi<\/Message><\/Response>/);
    const client = await project.call('/client');
    assert.equal(client.ok && client.body, `AC${'0'.repeat(32)}`);
  });

  test('without that package the error says what to install, and where', async (t) => {
    const { call } = await openProject(t, { 'twiml.js': answers('new Twilio.twiml.VoiceResponse()') });
    const result = await call('/twiml');
    assert.ok(result.ok && result.status === 500);
    assert.match(result.body, /Twilio\.twiml needs the package twilio: run .*npm install twilio.* in /);
  });

  test('a client without credentials says where they belong', async (t) => {
    const { call } = await openProject(t, { 'client.js': answers('context.getTwilioClient()') });
    const result = await call('/client');
    assert.ok(result.ok && result.status === 500);
    assert.match(result.body, /ACCOUNT_SID and AUTH_TOKEN: .*functions\.environment/);
  });
});

suite('how a function answers', { concurrency: 4 }, () => {
  const statuses: readonly (readonly [what: string, file: string, status: number, body: string | RegExp])[] = [
    ['an async handler that calls back', 'exports.handler = async (c, e, cb) => cb(null, 1);', 200, '1'],
    ['a callback after a while', 'exports.handler = (c, e, cb) => { setTimeout(cb, 5, null, 1); };', 200, '1'],
    ['a callback without a value', 'exports.handler = (c, e, cb) => cb();', 200, ''],
    ['a second callback', 'exports.handler = (c, e, cb) => { cb(null, 1); cb(null, 2); cb("no"); };', 200, '1'],
    [
      'a throw after the callback',
      'exports.handler = (c, e, cb) => { cb(null, 1); throw new Error("late"); };',
      200,
      '1',
    ],
    ['an end after the callback', 'exports.handler = (c, e, cb) => { cb(null, 1); process.exit(1); };', 200, '1'],
    ['a loop after the callback', 'exports.handler = (c, e, cb) => { cb(null, 1); for (;;); };', 200, '1'],
    [
      'an error for the callback',
      'exports.handler = (c, e, cb) => cb(new Error("no"));',
      500,
      '{"message":"no","name":"Error"}',
    ],
    ['text for an error', 'exports.handler = (c, e, cb) => cb("no such member");', 500, 'no such member'],
    ['a throw', 'exports.handler = () => { throw new TypeError("no"); };', 500, '{"message":"no","name":"TypeError"}'],
    ['a throw later', 'exports.handler = () => { setTimeout(() => { throw new Error("no"); }, 1); };', 500, /"no"/],
    ['a promise that is rejected', 'exports.handler = async () => { throw new Error("no"); };', 500, /"no"/],
    ['a promise rejected with nothing', 'exports.handler = () => Promise.reject();', 500, /was rejected/],
    ['a rejection that nobody awaits', 'exports.handler = () => { Promise.reject(new Error("no")); };', 500, /"no"/],
    ['a throw outside of the handler', 'throw new Error("broken");', 500, /"broken"/],
    ['a file that is no JavaScript', 'exports.handler = (', 500, /SyntaxError/],
    ['a package that is missing', 'require("not-installed");', 500, /Cannot find module 'not-installed'/],
    ['no handler', 'exports.handel = 1;', 500, /exports no handler/],
    ['a handler that is none', 'exports.handler = "text";', 500, /exports no handler/],
    ['exports that are null', 'module.exports = null;', 500, /exports no handler/],
    ['a circle', 'exports.handler = (c, e, cb) => { const a = {}; a.a = a; cb(null, a); };', 500, /circular/],
    ['an end of the process', 'exports.handler = () => process.exit(3);', 500, /ended its process \(exit code 3\)/],
    ['an abort', 'exports.handler = () => process.abort();', 500, /ended its process \(SIGABRT\)/],
    ['an end of the process outside', 'process.exit(0);', 500, /ended its process \(exit code 0\)/],
    ['a channel that is closed', "exports.handler = () => require('fs').closeSync(3);", 500, /ended its process/],
    ['a channel that is abused', "exports.handler = () => require('fs').writeSync(3, 'x\\n');", 500, /no known form/],
  ];

  for (const [what, file, status, body] of statuses) {
    test(`${what}: status ${status}`, async (t) => {
      const { call } = await openProject(t, { 'f.js': file });
      const result = await call('/f');
      assert.ok(result.ok, JSON.stringify(result));
      assert.equal(result.status, status);
      if (typeof body === 'string') assert.equal(result.body, body);
      else assert.match(result.body, body);
    });
  }

  test('the answer of a 500 has no stack; the log has it', async (t) => {
    const { call, log } = await openProject(t, { 'f.js': 'exports.handler = () => { throw new Error("no"); };' });
    const result = await call('/f');
    assert.ok(result.ok && !result.body.includes('f.js'));
    const [warning] = log;
    assert.equal(warning?.level, 'warn');
    assert.match(JSON.stringify(warning?.facts), /f\.js:1/);
  });

  test('a status, a header and a body of its own', async (t) => {
    const { call } = await openProject(t, {
      'f.js': `exports.handler = (context, event, callback) => {
        const response = new Twilio.Response();
        response.setStatusCode(404);
        response.appendHeader('X-Why', 'gone');
        response.setBody({ why: 'gone' });
        callback(null, response);
      };`,
    });
    assert.deepEqual(await call('/f'), {
      ok: true,
      status: 404,
      contentType: 'application/json',
      body: '{"why":"gone"}',
      headers: { 'content-type': 'application/json', 'x-why': 'gone', 'x-twilio-function-concurrency': '1' },
    });
  });

  test('a redirect is followed: to another function, and out', async (t) => {
    const redirect = (status: number, to: string) =>
      answers(`new Twilio.Response({ statusCode: ${status}, headers: { Location: '${to}' } })`);
    const { json, call, sent } = await openProject(t, {
      'a.js': redirect(302, '/b?x=1'),
      'b.js': answers('{ x: event.x, number: event.number ?? null }'),
      'kept.js': redirect(307, 'b'),
      'out.js': redirect(303, 'https://example.com/there'),
      'circle.js': redirect(302, '/circle'),
    });
    assert.deepEqual(await json('/a', { form: { number: '7' } }), { x: '1', number: null });
    assert.deepEqual(await json('/kept', { form: { number: '7' } }), { number: '7' });
    assert.equal((await call('/out')).ok, true);
    assert.deepEqual(sent, [
      {
        by: 'exchange',
        request: { method: 'GET', url: 'https://example.com/there', sign: false, authenticate: false },
      },
    ]);
    assert.deepEqual(await call('/circle'), { ok: false, reason: 'redirects', message: 'More than 10 redirects' });
  });
});

suite('who may be called', () => {
  const files = { 'open.js': answers('1'), 'guarded.protected.js': answers('2'), 'inner.private.js': answers('3') };
  const cases = [
    { path: '/open', sign: true, status: 200 },
    { path: '/open', sign: false, status: 200 },
    { path: '/guarded', sign: true, status: 200 },
    { path: '/guarded', sign: false, status: 403 },
    { path: '/inner', sign: true, status: 403 },
    { path: '/nothing', sign: true, status: 404 },
  ];
  for (const { path, sign, status } of cases) {
    test(`${path}, ${sign ? 'signed' : 'not signed'}: status ${status}`, async (t) => {
      const { call } = await openProject(t, files);
      const result = await call(path, { sign });
      assert.equal(result.ok && result.status, status);
    });
  }

  test('an account that is not active signs nothing', async (t) => {
    const { call } = await openProject(t, files, {}, { tokenOf: async () => undefined });
    const result = await call('/guarded');
    assert.equal(result.ok && result.status, 403);
  });

  test('a mapping leads a request elsewhere, to be signed there; what no mapping knows goes where it says', async (t) => {
    const { call, sent } = await openProject(t, files, {
      mappings: [{ from: new URL('https://survey-1234-dev.twil.io/api'), to: new URL('http://127.0.0.1:3000') }],
    });
    await call('/api/store?x=1');
    await call('/store', { base: 'https://example.com' });
    assert.deepEqual(
      sent.map(({ by, request }) => [by, request.url, request.sign, request.method]),
      [
        ['mappedExchange', 'http://127.0.0.1:3000/store?x=1', true, 'POST'],
        ['exchange', 'https://example.com/store', true, 'POST'],
      ],
    );
    assert.equal((await call('/open')).ok, true);
  });
});
