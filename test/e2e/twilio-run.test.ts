/**
 * The official twilio-run serves functions that flows call through a mapping, and the same files run in the folder of
 * our own: what they answer is compared.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, suite, test } from 'node:test';
import twilio from 'twilio';
import { freePort, type Lifetime, serve } from '../local-server.ts';
import { eventually } from './composed-server.ts';
import { openFunctionServer, writeProject } from './function-flow.ts';

const base = 'https://survey-1234-dev.twil.io';
const installed = join(import.meta.dirname, '../../node_modules');
const answers = (expression: string) =>
  `exports.handler = (context, event, callback) => callback(null, ${expression});`;

/** Functions by name, and how the two servers differ where they do. */
const compared: Record<string, { file: string; differs?: { theirs: object; ours: object } }> = {
  object: { file: answers('{ foo: "bar", number: 1.5, nothing: null }') },
  list: { file: answers('[1, 2]') },
  text: { file: answers('"Grüße"') },
  'json-text': { file: answers('\'{"a":1}\'') },
  event: { file: answers('event.fields ?? { a: event.a, b: event.b, empty: event.empty }') },
  nothing: { file: 'exports.handler = (context, event, callback) => callback();' },
  null: { file: answers('null') },
  boolean: { file: answers('true') },
  twiml: {
    file: `exports.handler = (context, event, callback) => {
      const response = new Twilio.twiml.MessagingResponse();
      response.message('Hi');
      callback(null, response);
    };`,
  },
  status: { file: answers('new Twilio.Response({ statusCode: 404, body: { why: "gone" } })') },
  custom: {
    file: `exports.handler = (context, event, callback) => {
      const response = new Twilio.Response();
      response.setStatusCode(201);
      response.appendHeader('Content-Type', 'application/json');
      response.setBody({ created: true });
      callback(null, response);
    };`,
  },
  promise: { file: 'exports.handler = async (context, event, callback) => callback(null, { path: context.PATH });' },
  helper: { file: answers("{ value: require(Runtime.getFunctions()['inner'].path).value }") },
  asset: { file: answers("JSON.parse(Runtime.getAssets()['/prices.json'].open())") },
  // Where we go our own way; why is in docs/functions.md.
  'plain-response': {
    file: answers('new Twilio.Response({ body: "text" })'),
    differs: {
      theirs: { status_code: 200, content_type: 'text/html', body: 'text' },
      ours: { status_code: 200, content_type: 'text/plain', body: 'text' },
    },
  },
  inner: {
    file: 'exports.value = 7; exports.handler = (context, event, callback) => callback(null, "inner");',
  },
};

suite('twilio-run', () => {
  const ends: (() => unknown)[] = [];
  const lifetime = { after: (end: () => unknown) => void ends.push(end) };
  let there = '';
  const files = {
    'package.json': '{"name":"functions"}',
    ...Object.fromEntries(Object.entries(compared).map(([name, { file }]) => [`functions/${name}.js`, file])),
    'functions/store.protected.js': answers('{ stored: event.number }'),
    'assets/prices.private.json': '{"tea":3}',
  };

  before(async () => {
    const folder = await writeProject(lifetime, files);
    const port = await freePort();
    const child = spawn(
      process.execPath,
      [
        join(installed, 'twilio-run/bin/twilio-run.js'),
        'start',
        '--port',
        String(port),
        '--log-level',
        'error',
        '--cwd',
        folder,
      ],
      { stdio: 'ignore', env: { HOME: folder, PATH: process.env.PATH } },
    );
    ends.push(() => child.kill('SIGKILL'));
    there = `http://127.0.0.1:${port}`;
    const isUp = async () => (await fetch(`${there}/object`).catch(() => undefined))?.ok || undefined;
    // It takes two seconds, on a busy machine many more.
    await eventually(isUp).catch(() => eventually(isUp));
  });
  after(async () => {
    for (const end of ends.reverse()) await end();
  });

  test('a flow calls a function that twilio-run serves, and takes success with its parsed answer', async (t) => {
    const { run } = await openFunctionServer(t, {}, { map: [{ from: base, to: there }] });
    const { event, output } = await run(`${base}/event`, { a: '{{contact.channel.address}}', b: '2', empty: '' });
    assert.equal(event, 'success');
    assert.deepEqual(output.parsed, { a: '+15550002222', b: '2', empty: '' });
    assert.equal(output.content_type, 'application/json');
    assert.equal(output.status_code, 200);
  });

  test('a protected function takes the call: its signature is that of the URL it is reached at', async (t) => {
    const gate = await openGate(t);
    const server = await openFunctionServer(t, {}, { map: [{ from: base, to: gate.url }] });
    gate.token = server.authToken;
    const { event, output } = await server.run(`${base}/store?x=1`, { number: '7' });
    assert.equal(event, 'success');
    assert.deepEqual(output.parsed, { stored: '7' });
    gate.token = 'another';
    const refused = await server.run(`${base}/store`, { number: '7' });
    assert.deepEqual([refused.event, refused.code, refused.output.status_code], ['fail', '81017', 403]);
  });

  test('a folder of our own answers as twilio-run does', async (t) => {
    const theirs = await openFunctionServer(t, {}, { map: [{ from: base, to: there }] });
    const folder = await writeProject(t, { ...files, 'node_modules/.keep': '' });
    await symlink(join(installed, 'twilio'), join(folder, 'node_modules/twilio'));
    const ours = await openFunctionServer(t, {}, { folder: join(folder, 'functions'), allow_read: [installed] });
    for (const [name, { differs }] of Object.entries(compared)) {
      await t.test(`${name}${differs ? ': differs as we say' : ''}`, async () => {
        const call = (server: typeof ours) => server.run(`${base}/${name}`, { a: '1', b: 'ä & ö', empty: '' });
        const [one, other] = [await call(theirs), await call(ours)];
        assert.equal(one.event, other.event);
        const { headers: _, ...output } = other.output;
        if (differs) assert.deepEqual([one.output, output], [differs.theirs, differs.ours]);
        else assert.deepEqual(output, one.output);
      });
    }
  });

  /**
   * Stands in front of twilio-run, which does not look at signatures, as Twilio's gateway stands in front of protected
   * functions; it checks with the official library.
   */
  async function openGate(t: Lifetime) {
    const gate = { url: '', token: '' };
    gate.url = await serve(t, async (request, response) => {
      const body = await text(request);
      const signature = String(request.headers['x-twilio-signature']);
      const url = `http://${request.headers.host}${request.url}`;
      if (!twilio.validateRequest(gate.token, signature, url, Object.fromEntries(new URLSearchParams(body)))) {
        response.writeHead(403).end();
        return;
      }
      const type = String(request.headers['content-type']);
      const answer = await fetch(`${there}${request.url}`, { method: 'POST', body, headers: { 'content-type': type } });
      response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
      response.end(await answer.text());
    });
    return gate;
  }
});
