import assert from 'node:assert/strict';
import { test } from 'node:test';
import { account, type Fields, startApi } from '../../../test/e2e/api-server.ts';
import { granted, openHooks, openNetwork } from '../../carriers/simulator/simulator-fixture.ts';
import { carrierApi } from './index.ts';

const root = `/2010-04-01/Accounts/${account.sid}`;
const number = '+15550002222';

test('a conference is looked at, its participants are muted, held and put out, and it is ended', async (t) => {
  const { base, hooks } = await openHooks(t, ({ path, params }) => ({
    body:
      path === '/voice'
        ? `<Response><Dial><Conference beep="false" participantLabel="${params.FromCity ?? ''}" statusCallback="${base}/status"
            statusCallbackEvent="mute hold end">room</Conference></Dial><Say>Out.</Say></Response>`
        : '',
  }));
  const { network, settled } = await openNetwork(t);
  granted(await network.createNumber(account.sid, { phoneNumber: number }, { voiceUrl: `${base}/voice` }));
  const server = await startApi({ modules: carrierApi(network) });
  t.after(() => server.close());
  const get = (path: string) => server.call('GET', path);
  const post = (path: string, form: Fields) => server.call('POST', path, { form });
  const call = async (name: string) => {
    const leg = granted(
      await network.calls.place(account.sid, { from: '+15550001111', to: number, params: { FromCity: name } }),
    );
    await settled();
    return leg.call.sid;
  };
  const lastOf = async (sid: string) => (await network.calls.readLeg(account.sid, sid))?.transcript.at(-1);
  const say = async (sid: string, text: string) => {
    granted(await network.calls.act(account.sid, sid, { speech: { text, confidence: undefined } }));
    await settled();
  };

  const first = await call('one');
  const [conference] = (await get(`${root}/Conferences.json`)).body.conferences;
  assert.deepEqual([conference.friendly_name, conference.status], ['room', 'init']);
  const second = await call('two');
  const third = await call('three');
  assert.equal((await get(conference.uri)).body.status, 'in-progress');
  const participants = conference.subresource_uris.participants as string;
  const at = (name: string) => participants.replace('.json', `/${name}.json`);
  const listed = (await get(participants)).body.participants;
  assert.deepEqual(listed.map(({ label }: { label: string }) => label).toSorted(), ['one', 'three', 'two']);

  assert.equal((await post(at('one'), { Muted: 'true' })).body.muted, true);
  await say(first, 'Not heard.');
  assert.notEqual((await lastOf(second))?.kind, 'heard');
  await post(at(first), { Muted: 'false' });
  assert.equal((await post(at(third), { Hold: 'true' })).body.hold, true);
  await say(first, 'Heard.');
  assert.equal((await lastOf(second))?.text, 'Heard.');
  assert.notEqual((await lastOf(third))?.kind, 'heard');

  assert.equal((await server.call('DELETE', at('three'))).status, 204);
  await settled();
  assert.equal((await lastOf(third))?.text, 'Out.');
  for (const answer of [
    await get(at('three')),
    await post(at('three'), { Muted: 'true' }),
    await server.call('DELETE', at('three')),
  ]) {
    assert.deepEqual([answer.status, answer.body.code], [404, 20404]);
  }
  const ended = (await post(conference.uri, { Status: 'completed' })).body;
  assert.deepEqual([ended.status, ended.reason_conference_ended], ['completed', 'conference-ended-via-api']);
  await settled();
  assert.equal((await lastOf(first))?.text, 'Out.');
  assert.equal((await get(`${root}/Conferences.json?Status=in-progress`)).body.conferences.length, 0);
  assert.deepEqual(
    hooks
      .filter(({ path }) => path === '/status')
      .toSorted((a, b) => Number(a.params.SequenceNumber) - Number(b.params.SequenceNumber))
      .map(({ params }) => params.StatusCallbackEvent),
    ['participant-mute', 'participant-unmute', 'participant-hold', 'conference-end'],
  );
});
