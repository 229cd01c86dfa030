import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type Composed, openComposed } from '../../test/e2e/composed-server.ts';
import { atelier, type CommandResult, folder } from './io-fixture.ts';

const quiet = { ATELIER_SAMPLES: 'off' };

/** A flow whose text is unlike what JSON.stringify writes: number forms, order of keys. */
function definition(body: string, subflow?: string): string {
  const state =
    subflow === undefined
      ? `{"name":"say","type":"send-message","properties":{"offset":{"y":1.0,"x":2e2},"body":${JSON.stringify(body)},"from":"{{flow.channel.address}}"},"transitions":[{"event":"sent"},{"event":"failed"}]}`
      : `{"name":"sub","type":"run-subflow","properties":{"flow_sid":"${subflow}","flow_revision":"LatestPublished"},"transitions":[{"event":"completed"},{"event":"failed"}]}`;
  const next = subflow === undefined ? 'say' : 'sub';
  return `{"states":[{"name":"Trigger","type":"trigger","transitions":[{"event":"incomingMessage","next":"${next}"}]},${state}],"initial_state":"Trigger","description":"d"}`;
}

async function create(server: Composed, name: string, text: string, status = 'published'): Promise<string> {
  const { status: code, body } = await server.call('/v2/Flows', {
    FriendlyName: name,
    Status: status,
    Definition: text,
    CommitMessage: 'first',
  });
  assert.equal(code, 201, JSON.stringify(body));
  return body.sid;
}

async function update(server: Composed, sid: string, form: Record<string, string>): Promise<void> {
  const { status, body } = await server.call(`/v2/Flows/${sid}`, { Status: 'published', ...form });
  assert.equal(status, 200, JSON.stringify(body));
}

function pull(from: Composed, argv: readonly string[]): Promise<CommandResult> {
  return atelier([
    'pull',
    ...['--from', from.server.url, '--account', from.accountSid, '--token', from.authToken],
    ...argv,
  ]);
}

function access(to: Composed): string[] {
  return ['--to', to.server.url, '--to-account', to.accountSid, '--to-token', to.authToken];
}

const read = (path: string) => readFileSync(path, 'utf8');

async function pulledFolder(t: TestContext) {
  const server = await openComposed(t, quiet);
  const sid = await create(server, 'Main IVR (new)', definition('Hi'));
  const path = join(folder(t), 'flows');
  const file = join(path, 'main-ivr-new.json');
  const again = (...argv: string[]) => pull(server, ['--folder', path, ...argv]);
  const first = await again();
  assert.deepEqual([first.code, first.err], [0, '']);
  return { server, sid, path, file, again, first };
}

test('a flow comes as it is: order of keys and form of numbers', async (t) => {
  const { file, first, sid, path } = await pulledFolder(t);
  assert.match(
    first.out,
    /^Main IVR \(new\): .*main-ivr-new\.json, revision 1, published\n1 new\.\nTo run here: 1 flow: 1 as it is\. atelier report tells what\.\n$/,
  );
  const text = read(file);
  assert.match(text, /"y": 1\.0,\n\s+"x": 2e2/);
  assert.ok(text.startsWith('{\n  "states": ['));
  const { home, flows } = JSON.parse(read(join(path, 'atelier-flows.json')));
  assert.match(home, /^http:\/\/127\.0\.0\.1:\d+ AC[0-9a-f]{32}$/);
  assert.deepEqual(flows[0].remotes[home].sid, sid);
  assert.deepEqual([flows[0].friendly_name, flows[0].file], ['Main IVR (new)', 'main-ivr-new.json']);
});

test('a second time nothing is written', async (t) => {
  const { again, path, file } = await pulledFolder(t);
  const before = [read(file), read(join(path, 'atelier-flows.json'))];
  // Touching a file would show in its text; a manifest that is written anew in its form.
  writeFileSync(file, `${before[0]}\n`);
  const { code, out } = await again();
  assert.equal(code, 0);
  assert.match(out, /^1 the same\.$/m);
  assert.deepEqual([read(file), read(join(path, 'atelier-flows.json'))], [`${before[0]}\n`, before[1]]);
});

test('what changed there comes; test users come along', async (t) => {
  const { again, server, sid, path, file } = await pulledFolder(t);
  await update(server, sid, { Definition: definition('Ho'), Status: 'draft' });
  await server.call(`/v2/Flows/${sid}/TestUsers`, { TestUsers: '+15550002222' });
  const { code, out } = await again();
  assert.equal(code, 0);
  assert.match(out, /^1 changed\.$/m);
  assert.match(read(file), /"Ho"/);
  const [flow] = JSON.parse(read(join(path, 'atelier-flows.json'))).flows;
  assert.deepEqual(flow.test_users, ['+15550002222']);
  assert.equal(flow.remotes[Object.keys(flow.remotes)[0] ?? ''].status, 'draft');
});

test('what was changed here is not overwritten without --force', async (t) => {
  const { again, file } = await pulledFolder(t);
  const mine = read(file).replace('"Hi"', '"Mine"');
  writeFileSync(file, mine);
  const { code, out } = await again();
  assert.equal(code, 1);
  assert.match(out, /was changed here; --force overwrites it\n1 not overwritten\.\n/);
  assert.equal(read(file), mine);
  assert.equal((await again('--force')).code, 0);
  assert.match(read(file), /"Hi"/);
});

test('a file that is gone comes again; another one of the same name stays', async (t) => {
  const { again, file, path } = await pulledFolder(t);
  rmSync(file);
  assert.equal((await again()).code, 0);
  assert.ok(existsSync(file));
  rmSync(join(path, 'atelier-flows.json'));
  writeFileSync(file, '{"mine":true}');
  const { code, out } = await again();
  assert.equal(code, 1);
  assert.match(out, /is there already, and is another flow/);
  assert.equal(read(file), '{"mine":true}');
});

test('a flow that is gone there is told, and stays here', async (t) => {
  const { again, server, sid, file } = await pulledFolder(t);
  await server.call(`/v2/Flows/${sid}`, undefined, 'DELETE');
  const { code, out } = await again();
  assert.deepEqual([code, existsSync(file)], [0, true]);
  assert.match(out, /FW[0-9a-f]{32} is gone there; main-ivr-new\.json stays here/);
});

test('the history comes beside the flow, each revision once', async (t) => {
  const { again, server, sid, path } = await pulledFolder(t);
  await update(server, sid, { Definition: definition('Two'), CommitMessage: 'second' });
  const { code, out } = await again('--revisions', 'all');
  assert.equal(code, 0);
  assert.match(out, /2 revisions beside it/);
  assert.match(read(join(path, 'revisions/main-ivr-new/1.json')), /"Hi"/);
  assert.match(read(join(path, 'revisions/main-ivr-new/2.json')), /"Two"/);
  const [flow] = JSON.parse(read(join(path, 'atelier-flows.json'))).flows;
  assert.deepEqual(flow.revisions, [
    { revision: 1, status: 'published', commit_message: 'first' },
    { revision: 2, status: 'published', commit_message: 'second' },
  ]);
  assert.match((await again('--revisions', 'all')).out, /1 the same\./);
});

test('the published revision alone, where a draft is newer', async (t) => {
  const { again, server, sid, file } = await pulledFolder(t);
  await update(server, sid, { Definition: definition('Draft'), Status: 'draft' });
  await create(server, 'Never', definition('x'), 'draft');
  const { code, out } = await again('--revisions', 'published');
  assert.equal(code, 0);
  assert.match(out, /Never: was never published/);
  assert.match(read(file), /"Hi"/);
});

test('only some flows, by name or SID; a name that is not there is told', async (t) => {
  const { server, sid } = await pulledFolder(t);
  await create(server, 'Other', definition('x'));
  const path = folder(t);
  assert.match((await pull(server, ['--folder', path, '--flow', sid])).out, /1 new\./);
  assert.match((await pull(server, ['--folder', path, '--flow', 'Other'])).out, /^Other: .*\n1 new\.\n/);
  const { code, err } = await pull(server, ['--folder', path, '--flow', 'Otter']);
  assert.equal(code, 2);
  assert.match(err, /--flow Otter: there is no such flow/);
});

test('two flows of one name get two files', async (t) => {
  const { server, again, path, sid } = await pulledFolder(t);
  const other = await create(server, 'Main IVR (new)', definition('Second'));
  assert.equal((await again()).code, 0);
  assert.match(read(join(path, 'main-ivr-new.json')), /"Hi"/);
  assert.match(read(join(path, `main-ivr-new-${other.slice(-6)}.json`)), /"Second"/);
  assert.notEqual(sid, other);
});

test('a manifest that leads out of its folder, or is none, is refused', async (t) => {
  const { again, path } = await pulledFolder(t);
  const manifest = join(path, 'atelier-flows.json');
  for (const text of ['{', '[]', read(manifest).replace('"main-ivr-new.json"', '"../../x.json"')]) {
    writeFileSync(manifest, text);
    const { code, err } = await again();
    assert.equal(code, 2);
    assert.match(err, /atelier-flows\.json is no list of flows as atelier pull writes it/);
  }
});

async function twoServers(t: TestContext) {
  const from = await openComposed(t, quiet);
  const to = await openComposed(t, quiet);
  const copy = (...argv: string[]) => pull(from, [...access(to), ...argv]);
  const there = async () => {
    const { body } = await to.call('/v2/Flows');
    return body.flows as { sid: string; friendly_name: string; revision: number; status: string }[];
  };
  const flowThere = async (name: string) => {
    const sid = (await there()).find(({ friendly_name }) => friendly_name === name)?.sid;
    return (await to.call(`/v2/Flows/${sid}`)).body;
  };
  return { from, to, copy, there, flowThere };
}

test('into a server: dry run first, then flows with subflows by their new SIDs, test users, the published and the draft', async (t) => {
  const { from, to, copy, there, flowThere } = await twoServers(t);
  const child = await create(from, 'Child', definition('Hi'));
  const parent = await create(from, 'Parent', definition('', child));
  await update(from, parent, { Definition: definition('', child).replace('"d"', '"e"'), Status: 'draft' });
  await from.call(`/v2/Flows/${parent}/TestUsers`, { TestUsers: '+15550002222' });

  const dry = await copy();
  assert.equal(dry.code, 0, dry.err);
  assert.match(dry.out, /Child: FW\w+: would be new, revision 1 \(published\)/);
  assert.deepEqual(await there(), []);

  const { code, out } = await copy('--apply');
  assert.equal(code, 0);
  const childThere = await flowThere('Child');
  const parentThere = await flowThere('Parent');
  assert.match(out, new RegExp(`run-subflow: ${child} becomes ${childThere.sid}`));
  assert.equal(parentThere.definition.states[1].properties.flow_sid, childThere.sid);
  assert.deepEqual([parentThere.status, parentThere.revision], ['draft', 2]);
  const published = await to.call(`/v2/Flows/${parentThere.sid}/Revisions/LatestPublished`);
  assert.equal(published.body.definition.description, 'd');
  const users = await to.call(`/v2/Flows/${parentThere.sid}/TestUsers`);
  assert.deepEqual(users.body.test_users, ['+15550002222']);

  assert.match((await copy('--apply')).out, /2 the same\.\n$/);
});

test('into a server: what changed at the source follows; what was changed there is not overwritten without --force', async (t) => {
  const { from, to, copy, flowThere } = await twoServers(t);
  const sid = await create(from, 'One', definition('Hi'));
  await copy('--apply');
  await update(from, sid, { Definition: definition('Ho') });
  assert.match((await copy('--apply')).out, /1 changed\./);
  const there = await flowThere('One');
  assert.equal(there.definition.states[1].properties.body, 'Ho');
  assert.equal(there.revision, 2);
  await update(to, there.sid, { Definition: definition('Theirs') });
  const { code, out } = await copy('--apply');
  assert.equal(code, 1);
  assert.match(out, /was changed there, or is another flow of that name; --force overwrites it/);
  assert.equal((await copy('--apply', '--force')).code, 0);
  assert.equal((await flowThere('One')).definition.states[1].properties.body, 'Ho');
});

test('into a server: two flows that run each other name each other there', async (t) => {
  const { from, copy, flowThere } = await twoServers(t);
  const one = await create(from, 'One', definition('Hi'));
  const two = await create(from, 'Two', definition('', one));
  await update(from, one, { Definition: definition('', two) });
  assert.equal((await copy('--apply')).code, 0);
  const [a, b] = [await flowThere('One'), await flowThere('Two')];
  assert.equal(a.definition.states[1].properties.flow_sid, b.sid);
  assert.equal(b.definition.states[1].properties.flow_sid, a.sid);
});

test('into a server: the whole history, with the same numbers', async (t) => {
  const { from, to, copy, flowThere } = await twoServers(t);
  const sid = await create(from, 'One', definition('Hi'), 'draft');
  await update(from, sid, { Definition: definition('Ho'), CommitMessage: 'second' });
  assert.equal((await copy('--apply', '--revisions', 'all')).code, 0);
  const there = await flowThere('One');
  const { body } = await to.call(`/v2/Flows/${there.sid}/Revisions`);
  assert.deepEqual(
    body.revisions.map((each: { revision: number; status: string; commit_message: string }) => [
      each.revision,
      each.status,
      each.commit_message.split(' ')[0],
    ]),
    [
      [2, 'published', 'second'],
      [1, 'draft', 'first'],
    ],
  );
});

test('without credentials, with wrong ones, and at no API: one line each', async (t) => {
  const server = await openComposed(t, quiet);
  const path = folder(t);
  const none = await atelier(['pull', '--folder', path]);
  assert.equal(none.code, 2);
  assert.match(
    none.err,
    /^atelier: no credentials for https:\/\/studio\.twilio\.com: give --account and --token, or set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN, or [^\n]+\n$/,
  );
  const wrong = await atelier([
    'pull',
    '--folder',
    path,
    '--from',
    server.server.url,
    '--account',
    server.accountSid,
    '--token',
    'secret-token',
  ]);
  assert.equal(wrong.code, 1);
  assert.match(
    wrong.err,
    /^atelier: http:\S+ does not know the credentials of AC[0-9a-f]{32}: check --account and --token\n$/,
  );
  assert.ok(!wrong.err.includes('secret-token'));
  const nobody = await atelier([
    'pull',
    '--folder',
    path,
    '--from',
    'http://127.0.0.1:1',
    '--account',
    'AC1',
    '--token',
    'x',
  ]);
  assert.equal(nobody.code, 1);
  assert.match(nobody.err, /^atelier: cannot reach http:\/\/127\.0\.0\.1:1: [^\n]+\n$/);
  for (const [argv, says] of [
    [['--revisions', 'some'], /--revisions takes latest, published or all/],
    [['--from', 'ftp://x'], /--from takes an http or https URL/],
  ] as const) {
    const { code, err } = await atelier(['pull', '--account', 'AC1', '--token', 'x', ...argv]);
    assert.equal(code, 2);
    assert.match(err, says);
  }
});

test('credentials of Atelier come from its variables or its file, and those of Twilio never go to another host', async (t) => {
  const server = await openComposed(t, quiet);
  await create(server, 'One', definition('Hi'));
  const argv = ['pull', '--from', server.server.url, '--folder', folder(t)];
  const env = { ATELIER_ACCOUNT_SID: server.accountSid, ATELIER_AUTH_TOKEN: server.authToken };
  assert.match((await atelier(argv, '', { env })).out, /1 new/);
  const twilio = { TWILIO_ACCOUNT_SID: server.accountSid, TWILIO_AUTH_TOKEN: server.authToken };
  assert.equal((await atelier(argv, '', { env: { ...twilio, ATELIER_DATA: '/nowhere' } })).code, 2);
  const data = folder(t);
  writeFileSync(join(data, 'credentials'), `${server.accountSid}:${server.authToken}\n`);
  assert.match((await atelier(argv, '', { env: { ATELIER_DATA: data } })).out, /1 the same/);
});
