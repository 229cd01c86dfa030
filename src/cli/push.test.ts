import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type Composed, openComposed } from '../../test/e2e/composed-server.ts';
import { atelier, type CommandResult, folder } from './io-fixture.ts';
import { shapedError, shapedPage, twilioShaped } from './remote/twilio-shaped-fixture.ts';

const quiet = { ATELIER_SAMPLES: 'off' };

function definition(body: string, subflow?: string) {
  const state =
    subflow === undefined
      ? { name: 'say', type: 'send-message', properties: { from: 'x', body }, transitions: [{ event: 'sent' }] }
      : {
          name: 'sub',
          type: 'run-subflow',
          properties: { flow_sid: subflow, flow_revision: 'LatestPublished' },
          transitions: [],
        };
  const trigger = { name: 'Trigger', type: 'trigger', transitions: [{ event: 'incomingMessage', next: state.name }] };
  return JSON.stringify({ states: [trigger, state], initial_state: 'Trigger', description: body });
}

function push(to: Composed, path: string, argv: readonly string[] = []): Promise<CommandResult> {
  const access = ['--to', to.server.url, '--account', to.accountSid, '--token', to.authToken];
  return atelier(['push', ...access, '--folder', path, ...argv]);
}

function pull(from: Composed, path: string): Promise<CommandResult> {
  const access = ['--from', from.server.url, '--account', from.accountSid, '--token', from.authToken];
  return atelier(['pull', ...access, '--folder', path]);
}

async function flowOf(server: Composed, name: string) {
  const { body } = await server.call('/v2/Flows');
  const listed = body.flows.find((flow: { friendly_name: string }) => flow.friendly_name === name);
  return listed === undefined ? undefined : (await server.call(`/v2/Flows/${listed.sid}`)).body;
}

/** A server, and a folder with one flow that it does not have. */
async function setting(t: TestContext, text = definition('Hi')) {
  const server = await openComposed(t, quiet);
  const path = folder(t);
  const file = join(path, 'greeting.json');
  writeFileSync(file, text);
  return { server, path, file };
}

test('a dry run first, then a draft, then nothing, then published', async (t) => {
  const { server, path } = await setting(t);
  const dry = await push(server, path);
  assert.equal(dry.code, 0);
  assert.match(dry.out, /^greeting\.json: would create: new\n1 to save on http:\S+ AC\S+; --apply does it\.\n$/);
  assert.equal(await flowOf(server, 'greeting'), undefined);

  const draft = await push(server, path, ['--apply', '--message', 'first try']);
  assert.match(draft.out, /^greeting\.json: new; saved as FW\w{32}, revision 1, draft\n$/);
  const saved = await flowOf(server, 'greeting');
  assert.deepEqual([saved.status, saved.commit_message, saved.revision], ['draft', 'first try', 1]);

  assert.match((await push(server, path, ['--apply'])).out, /^greeting\.json: the same\n$/);
  assert.match((await push(server, path)).out, /^greeting\.json: the same\nNothing to do\.\n$/);
  assert.match((await push(server, path, ['--publish'])).out, /would update: publish/);
  assert.match((await push(server, path, ['--publish', '--apply'])).out, /revision 2, published/);
  assert.equal((await flowOf(server, 'greeting')).status, 'published');
});

test('numbers and order of the file reach the server', async (t) => {
  const { server, path } = await setting(
    t,
    `{"states":[{"type":"trigger","name":"Trigger","transitions":[{"event":"incomingCall"}],"properties":{"offset":{"y":1.50,"x":2e2}}}],"initial_state":"Trigger","description":"é"}`,
  );
  await push(server, path, ['--apply']);
  const sid = (await flowOf(server, 'greeting')).sid;
  const response = await fetch(`${server.server.url}/v2/Flows/${sid}`, {
    headers: { authorization: `Basic ${btoa(`${server.accountSid}:${server.authToken}`)}` },
  });
  assert.match(await response.text(), /"offset":\{"y":1\.50,"x":2e2\}/);
});

test('what changed here is saved on the flow that it came from', async (t) => {
  const { server, path, file } = await setting(t);
  await push(server, path, ['--apply', '--publish']);
  writeFileSync(file, definition('Ho'));
  const { code, out } = await push(server, path, ['--apply']);
  assert.equal(code, 0);
  assert.match(out, /revision 1 changes; saved as FW\w+, revision 2, draft/);
  assert.equal((await flowOf(server, 'greeting')).definition.states[1].properties.body, 'Ho');
});

test('what was changed there is not overwritten without --force', async (t) => {
  const { server, path, file } = await setting(t);
  await push(server, path, ['--apply', '--publish']);
  const { sid } = await flowOf(server, 'greeting');
  await server.call(`/v2/Flows/${sid}`, { Status: 'draft', Definition: definition('Theirs') });
  writeFileSync(file, definition('Ours'));
  const { code, out } = await push(server, path, ['--apply']);
  assert.equal(code, 1);
  assert.match(
    out,
    /has revision 2 there, and this folder knows 1: pull first, or overwrite with --force\nNothing was saved\.\n$/,
  );
  assert.equal((await flowOf(server, 'greeting')).revision, 2);
  assert.equal((await push(server, path, ['--apply', '--force'])).code, 0);
  assert.equal((await flowOf(server, 'greeting')).definition.states[1].properties.body, 'Ours');
});

test('the same change there and here is no conflict', async (t) => {
  const { server, path, file } = await setting(t);
  await push(server, path, ['--apply', '--publish']);
  const { sid } = await flowOf(server, 'greeting');
  await server.call(`/v2/Flows/${sid}`, { Status: 'published', Definition: definition('Same') });
  writeFileSync(file, definition('Same'));
  assert.match((await push(server, path, ['--apply'])).out, /^greeting\.json: the same\n$/);
  writeFileSync(file, definition('More'));
  assert.equal((await push(server, path, ['--apply'])).code, 0);
});

test('a definition that the server refuses: every problem is told, and nothing is saved', async (t) => {
  const { server, path } = await setting(t, JSON.stringify({ states: [], initial_state: 'Gone' }));
  writeFileSync(join(path, 'good.json'), definition('Hi'));
  for (const argv of [[], ['--apply']]) {
    const { code, out } = await push(server, path, argv);
    assert.equal(code, 1);
    assert.match(out, /^greeting\.json: Flow definition validation failed \(81022\)\n {2}#\/\S*: .+\n/);
    assert.match(out, /Nothing was saved\.\n$/);
  }
  assert.equal(await flowOf(server, 'good'), undefined);
});

test('a flow of that name that the folder does not know is not doubled', async (t) => {
  const { server, path } = await setting(t);
  await server.call('/v2/Flows', { FriendlyName: 'greeting', Status: 'draft', Definition: definition('Hi') });
  const { code, out } = await push(server, path, ['--apply']);
  assert.equal(code, 1);
  assert.match(out, /there is a flow of that name already \(FW\w+\), which this folder does not know: pull it first/);
});

test('a flow that is gone there is created anew', async (t) => {
  const { server, path } = await setting(t);
  await push(server, path, ['--apply']);
  const { sid } = await flowOf(server, 'greeting');
  await server.call(`/v2/Flows/${sid}`, undefined, 'DELETE');
  const { code, out } = await push(server, path, ['--apply']);
  assert.equal(code, 0);
  assert.match(out, new RegExp(`${sid} is gone there: created anew; saved as FW\\w+, revision 1, draft`));
});

test('from one server to another: subflows by their SIDs there, test users along, and back again', async (t) => {
  const [one, two] = [await openComposed(t, quiet), await openComposed(t, quiet)];
  const path = folder(t);
  const make = async (name: string, text: string) =>
    (await one.call('/v2/Flows', { FriendlyName: name, Status: 'published', Definition: text })).body.sid as string;
  // The parent is before the child in the alphabet.
  const child = await make('Zed', definition('Hi'));
  const parent = await make('Abe', definition('', child));
  await one.call(`/v2/Flows/${parent}/TestUsers`, { TestUsers: '+15550002222' });
  await pull(one, path);
  const files = () => readFileSync(join(path, 'abe.json'), 'utf8');
  const before = files();

  assert.equal((await push(two, path, ['--apply', '--publish'])).code, 0);
  const [abe, zed] = [await flowOf(two, 'Abe'), await flowOf(two, 'Zed')];
  assert.equal(abe.definition.states[1].properties.flow_sid, zed.sid);
  assert.notEqual(zed.sid, child);
  const users = await two.call(`/v2/Flows/${abe.sid}/TestUsers`);
  assert.deepEqual(users.body.test_users, ['+15550002222']);
  assert.match((await push(two, path, ['--apply', '--publish'])).out, /^zed\.json: the same\nabe\.json: the same\n$/);

  // The files keep the SIDs of the place that they came from, whichever server they are pulled from.
  assert.match((await pull(two, path)).out, /2 the same\./);
  assert.equal(files(), before);
  assert.match((await push(one, path, [])).out, /Nothing to do\.\n$/);
});

test('two flows that run each other name each other there', async (t) => {
  const [one, two] = [await openComposed(t, quiet), await openComposed(t, quiet)];
  const path = folder(t);
  const make = async (name: string, text: string) =>
    (await one.call('/v2/Flows', { FriendlyName: name, Status: 'published', Definition: text })).body.sid as string;
  const a = await make('A', definition('Hi'));
  const b = await make('B', definition('', a));
  await one.call(`/v2/Flows/${a}`, { Status: 'published', Definition: definition('', b) });
  await pull(one, path);
  const { code, out } = await push(two, path, ['--apply']);
  assert.deepEqual([code, /names the flows that it runs by their SIDs there/.test(out)], [0, true]);
  const [first, second] = [await flowOf(two, 'A'), await flowOf(two, 'B')];
  assert.equal(first.definition.states[1].properties.flow_sid, second.sid);
  assert.equal(second.definition.states[1].properties.flow_sid, first.sid);
});

test('a flow that began on one server is named by its SID on the next, though it never was where the others come from', async (t) => {
  const [home, other, third] = [
    await openComposed(t, quiet),
    await openComposed(t, quiet),
    await openComposed(t, quiet),
  ];
  const path = folder(t);
  await home.call('/v2/Flows', { FriendlyName: 'Old', Status: 'published', Definition: definition('Hi') });
  await pull(home, path);
  writeFileSync(join(path, 'new.json'), definition('New'));
  await push(other, path, ['--apply', 'new.json']);
  const { sid } = await flowOf(other, 'new');
  writeFileSync(join(path, 'caller.json'), definition('', sid));
  assert.equal((await push(third, path, ['--apply'])).code, 0);
  const caller = await flowOf(third, 'caller');
  assert.equal(caller.definition.states[1].properties.flow_sid, (await flowOf(third, 'new')).sid);
});

test('a flow that is created anew changes the flows that run it', async (t) => {
  const { server, path } = await setting(t);
  await push(server, path, ['--apply']);
  const { sid } = await flowOf(server, 'greeting');
  writeFileSync(join(path, 'caller.json'), definition('', sid));
  await push(server, path, ['--apply']);
  await server.call(`/v2/Flows/${sid}`, undefined, 'DELETE');
  assert.match((await push(server, path)).out, /^2 to save/m);
  assert.equal((await push(server, path, ['--apply'])).code, 0);
  const caller = await flowOf(server, 'caller');
  assert.equal(caller.definition.states[1].properties.flow_sid, (await flowOf(server, 'greeting')).sid);
  assert.match((await push(server, path)).out, /Nothing to do\.\n$/);
});

test('one of several is pushed by its name; a failure on the way is told, and what was saved is known', async (t) => {
  const saved: string[] = [];
  const row = (n: number) => ({
    sid: `FW${String(n).padStart(32, '0')}`,
    account_sid: `AC${'0'.repeat(32)}`,
    friendly_name: 'x',
    status: 'draft',
    revision: 1,
  });
  const server = await twilioShaped(t, (path, request) => {
    if (path.endsWith('/Validate')) return { body: { valid: true } };
    if (request.method === 'POST') {
      saved.push(path);
      return saved.length === 1 ? { status: 201, body: row(1) } : shapedError(500, 20500, 'Internal Server Error');
    }
    return shapedPage('flows', [], null);
  });
  const path = folder(t);
  for (const name of ['a', 'b', 'c']) writeFileSync(join(path, `${name}.json`), definition(name));
  const argv = ['push', '--to', server.url, '--account', 'AC1', '--token', 'x', '--folder', path];
  const { code, out } = await atelier([...argv, '--apply', 'a.json', join(path, 'b.json')]);
  assert.equal(code, 1);
  assert.match(out, /^a\.json: new; saved as FW0+1, revision 1, draft\nb\.json: Internal Server Error \(20500\)\n$/);
  // A create whose outcome is not known is not repeated.
  assert.equal(saved.length, 2);
  const { flows } = JSON.parse(readFileSync(join(path, 'atelier-flows.json'), 'utf8'));
  assert.deepEqual(
    flows.map((flow: { file: string }) => flow.file),
    ['a.json'],
  );
});

const refused: { name: string; argv: (path: string) => string[]; says: RegExp }[] = [
  {
    name: 'a folder that is not there',
    argv: (path) => ['--folder', join(path, 'gone')],
    says: /there is no folder \S+gone/,
  },
  { name: 'an empty folder', argv: (path) => ['--folder', path], says: /holds no flows: atelier pull fetches some/ },
  {
    name: 'a file that is not there',
    argv: (path) => ['--folder', path, 'gone.json'],
    says: /gone\.json: there is no such file/,
  },
  {
    name: 'a file elsewhere',
    argv: (path) => ['--folder', path, '/etc/x.json'],
    says: /is not in \S+: name its folder with --folder/,
  },
];
for (const { name, argv, says } of refused) {
  test(`${name}: one line, exit code 2`, async (t) => {
    const access = ['--to', 'http://127.0.0.1:1', '--account', 'AC1', '--token', 'x'];
    const { code, err } = await atelier(['push', ...access, ...argv(folder(t))]);
    assert.equal(code, 2);
    assert.match(err, /^atelier: [^\n]+\n$/);
    assert.match(err, says);
  });
}

test('a file that is no flow, and a server that is not there: one line each', async (t) => {
  const path = folder(t);
  writeFileSync(join(path, 'a.json'), '[1]');
  const argv = ['push', '--to', 'http://127.0.0.1:1', '--account', 'AC1', '--token', 'x', '--folder', path];
  assert.match((await atelier(argv)).err, /a\.json is no flow definition: it takes a JSON object\n$/);
  writeFileSync(join(path, 'a.json'), '{}');
  const { code, err } = await atelier(argv);
  assert.equal(code, 1);
  assert.match(err, /^atelier: cannot reach http:\/\/127\.0\.0\.1:1: [^\n]+\n$/);
});
