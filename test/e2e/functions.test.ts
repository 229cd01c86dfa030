/** Flows that call functions of the folder beside atelier.yaml. Source: messaging page §8; docs/functions.md. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import twilio from 'twilio';
import { ConfigError } from '../../src/server/index.ts';
import { docBlocks } from '../doc-blocks.ts';
import { serve } from '../local-server.ts';
import { openFunctionServer } from './function-flow.ts';

const base = 'https://survey-1234-dev.twil.io';

test('a folder beside atelier.yaml serves the functions of *.twil.io, without any setting', async (t) => {
  const { run } = await openFunctionServer(t, {
    'functions/store.js': `exports.handler = (context, event, callback) => {
      callback(null, { number: event.number, type: typeof event.number, path: context.PATH });
    };`,
  });
  const { event, output } = await run(`${base}/store`, { number: '{{contact.channel.address}}' });
  assert.equal(event, 'success');
  assert.deepEqual(output.parsed, { number: '+15550002222', type: 'string', path: '/store' });
  assert.equal(output.status_code, 200);
  assert.equal(output.content_type, 'application/json');
  assert.deepEqual(output.headers, { 'x-twilio-function-concurrency': '1' });
});

test('the example of docs/functions.md runs as it stands', async (t) => {
  const page = await readFile(join(import.meta.dirname, '../../docs/functions.md'), 'utf8');
  const [example] = docBlocks(page).filter(({ language }) => language === 'js');
  const { run } = await openFunctionServer(t, { 'functions/store.js': example?.text ?? '' });
  assert.deepEqual((await run(`${base}/store`, { number: '7' })).output.parsed, { stored: '7' });
});

test('a function that loops for ever is stopped, and the flow takes fail', async (t) => {
  const { run } = await openFunctionServer(
    t,
    {
      'functions/loop.js': 'exports.handler = () => { for (;;); };',
      'functions/fine.js': 'exports.handler = (context, event, callback) => callback(null, "fine");',
    },
    { timeout_seconds: 1 },
  );
  const looping = await run(`${base}/loop`);
  assert.deepEqual([looping.event, looping.code, looping.output], ['fail', '81010', undefined]);
  assert.equal((await run(`${base}/fine`)).output.body, 'fine');
});

const failures = [
  { what: 'throws', file: 'exports.handler = () => { throw new Error("no"); };', status: 500 },
  { what: 'ends its process', file: 'exports.handler = () => process.exit(1);', status: 500 },
  {
    what: 'answers 404',
    file: 'exports.handler = (c, e, cb) => cb(null, new Twilio.Response({ statusCode: 404, body: "none" }));',
    status: 404,
  },
  { what: 'is missing', file: undefined, status: 404 },
];
for (const { what, file, status } of failures) {
  test(`a function that ${what} leads to fail with 81017 and status ${status}`, async (t) => {
    const { run } = await openFunctionServer(t, {
      'functions/other.js': '',
      ...(file === undefined ? {} : { 'functions/f.js': file }),
    });
    const { event, code, output } = await run(`${base}/f`);
    assert.deepEqual([event, code, output.status_code], ['fail', '81017', status]);
  });
}

test('an answer beyond 64 kB leads to fail with 81017, and nothing is written', async (t) => {
  const { run } = await openFunctionServer(t, {
    'functions/f.js': "exports.handler = (context, event, callback) => callback(null, 'x'.repeat(65537));",
  });
  const { event, code, output } = await run(`${base}/f`);
  assert.deepEqual([event, code, output], ['fail', '81017', undefined]);
});

test('the settings give variables, credentials and a mapping from any URL to a folder', async (t) => {
  const server = await openFunctionServer(
    t,
    {
      'lib/f.js': `exports.handler = (context, event, callback) => callback(null, {
        key: context.KEY, port: process.env.PORT, on: context.ON, sid: context.ACCOUNT_SID, secret: process.env.HOME,
        signed: event.request.headers['x-twilio-signature'],
      });`,
    },
    {
      map: [{ from: 'https://tools.example.com/api', to: 'lib' }],
      environment: { KEY: 'value', PORT: 3000, ON: true },
      credentials: true,
    },
  );
  const { output } = await server.run('https://tools.example.com/api/f', { a: '1' });
  const { signed, ...rest } = output.parsed;
  assert.deepEqual(rest, { key: 'value', port: '3000', on: 'true', sid: server.accountSid });
  assert.ok(twilio.validateRequest(server.authToken, signed, 'https://tools.example.com/api/f', { a: '1' }));
});

test('a mapping leads to a private URL that no other widget reaches, signed for the URL that is called', async (t) => {
  const seen: { url: string | undefined; signature: string }[] = [];
  const there = await serve(t, (request, response) => {
    seen.push({ url: request.url, signature: String(request.headers['x-twilio-signature']) });
    response.setHeader('content-type', 'application/json');
    response.end('{"there":true}');
  });
  const server = await openFunctionServer(t, {}, { map: [{ from: base, to: there }] });
  const { event, output } = await server.run(`${base}/store?x=1`, { a: '1' });
  assert.equal(event, 'success');
  assert.deepEqual(output.parsed, { there: true });
  assert.equal(seen[0]?.url, '/store?x=1');
  assert.ok(twilio.validateRequest(server.authToken, seen[0]?.signature ?? '', `${there}/store?x=1`, { a: '1' }));
  // The same address, named by a flow: the guard stands.
  const direct = await server.run(`${there}/store`);
  assert.deepEqual([direct.event, direct.code], ['fail', '81010']);
  assert.equal(seen.length, 1);
});

const mistakes: readonly (readonly [functions: object, message: RegExp])[] = [
  [{ folder: 'nowhere' }, /functions\.folder of the settings: there is no folder .*nowhere/],
  [{ map: [{ from: base, to: './nowhere' }] }, /functions\.map, to \.\/nowhere of the settings: there is no folder/],
  [{ map: [{ from: base, to: 'ftp://example.com' }] }, /to takes an http or https URL without a query, not ftp:/],
  [{ map: [{ from: `${base}?a=1`, to: base }] }, /from takes an http or https URL without a query/],
  [{ map: [{ from: 'survey', to: base }] }, /functions\.map\[0\]\.from: has not the form it needs/],
  [{ memory_mb: 1 }, /functions\.memory_mb: takes 16 or more/],
  [{ timout_seconds: 3 }, /functions\.timout_seconds: is not a key here; did you mean timeout_seconds\?/],
];
for (const [functions, message] of mistakes) {
  test(`the server does not start with ${JSON.stringify(functions)}`, async (t) => {
    await assert.rejects(openFunctionServer(t, {}, functions), (error: unknown) => {
      assert.ok(error instanceof ConfigError);
      assert.match(error.message, message);
      return true;
    });
  });
}
