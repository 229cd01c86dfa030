import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { account, type Fields, startApi } from '../../../test/e2e/api-server.ts';
import { granted, openHooks, openNetwork } from '../../carriers/simulator/simulator-fixture.ts';
import { carrierApi } from './index.ts';

const root = `/2010-04-01/Accounts/${account.sid}`;
const number = '+15550002222';

async function open(t: TestContext) {
  const { base, hooks } = await openHooks(t, ({ path }) => ({
    body:
      path === '/voice'
        ? '<Response><Enqueue>support</Enqueue></Response>'
        : '<Response><Pause length="9"/></Response>',
  }));
  const simulated = await openNetwork(t);
  const { network } = simulated;
  granted(await network.createNumber(account.sid, { phoneNumber: number }, { voiceUrl: `${base}/voice` }));
  const server = await startApi({ modules: carrierApi(network) });
  t.after(() => server.close());
  return {
    ...simulated,
    base,
    hooks,
    post: (path: string, form: Fields = {}) => server.call('POST', path, { form }),
    get: (path: string) => server.call('GET', path),
    drop: (path: string) => server.call('DELETE', path),
    async call(from: string) {
      const leg = granted(await network.calls.place(account.sid, { from, to: number, params: {} }));
      await simulated.settled();
      return leg.call.sid;
    },
  };
}

test('a queue is made, found, changed, listed and removed', async (t) => {
  const { post, get, drop, call } = await open(t);
  const made = await post(`${root}/Queues.json`, { FriendlyName: 'support', MaxSize: '5' });
  assert.equal(made.status, 201);
  const { sid, uri, ...rest } = made.body;
  assert.match(sid, /^QU[0-9a-f]{32}$/);
  assert.deepEqual(rest, {
    account_sid: account.sid,
    friendly_name: 'support',
    current_size: 0,
    max_size: 5,
    average_wait_time: 0,
    date_created: 'Fri, 02 Jan 2026 03:04:00 +0000',
    date_updated: 'Fri, 02 Jan 2026 03:04:00 +0000',
    subresource_uris: { members: `${root}/Queues/${sid}/Members.json` },
  });
  assert.equal((await post(`${root}/Queues.json`, { FriendlyName: 'support' })).body.code, 22003);
  for (const form of [{}, { FriendlyName: 'x'.repeat(65) }, { FriendlyName: 'a', MaxSize: '5001' }]) {
    assert.equal((await post(`${root}/Queues.json`, form)).body.code, 20001);
  }
  assert.equal((await post(uri, { FriendlyName: 'Support', MaxSize: '2' })).body.max_size, 2);
  await post(uri, { FriendlyName: 'support' });
  await call('+15550001111');
  assert.equal((await get(uri)).body.current_size, 1);
  assert.equal((await drop(uri)).body.code, 22002);
  assert.equal((await get(`${root}/Queues.json`)).body.queues.length, 1);
  const other = (await post(`${root}/Queues.json`, { FriendlyName: 'other' })).body;
  assert.equal((await drop(other.uri)).status, 204);
  assert.equal((await get(other.uri)).body.code, 20404);
});

test('who waits is listed, first come first, and sent to another document', async (t) => {
  const { post, get, call, hooks, base, pass, settled } = await open(t);
  const first = await call('+15550001111');
  await pass(5_000);
  const second = await call('+15550001112');
  const [{ subresource_uris: parts }] = (await get(`${root}/Queues.json`)).body.queues;
  const members = parts.members as string;
  const { queue_members: listed } = (await get(members)).body;
  assert.deepEqual(
    listed.map(({ call_sid, position, wait_time }: Record<string, unknown>) => [call_sid, position, wait_time]),
    [
      [first, 1, 5],
      [second, 2, 0],
    ],
  );
  const memberPath = (sid: string) => members.replace('.json', `/${sid}.json`);
  assert.equal((await get(memberPath('Front'))).body.call_sid, first);
  assert.equal((await post(memberPath('Front'), { Url: 'nowhere' })).body.code, 20001);
  const taken = await post(memberPath('Front'), { Url: `${base}/taken` });
  assert.deepEqual([taken.status, taken.body.call_sid], [200, first]);
  await settled();
  assert.deepEqual(
    hooks.filter(({ path }) => path === '/taken').map(({ params }) => params.CallSid),
    [first],
  );
  assert.equal((await post(memberPath(second), { Url: `${base}/taken` })).body.call_sid, second);
  for (const sid of ['Front', first]) {
    assert.equal((await get(memberPath(sid))).status, 404);
    assert.equal((await post(memberPath(sid), { Url: `${base}/taken` })).status, 404);
  }
});
