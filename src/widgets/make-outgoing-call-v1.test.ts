import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../engine/json.ts';
import { codesOf, connecting, inCall } from './call-fixture.ts';
import { makeOutgoingCallV1 } from './make-outgoing-call-v1.ts';

const events = ['answered', 'answeredByMachine', 'busy', 'noAnswer', 'failed', 'hangup'];
const call = (more: JsonObject = {}, connected: readonly string[] = []) =>
  inCall(
    makeOutgoingCallV1,
    { from: '{{flow.channel.address}}', to: '{{contact.channel.address}}', ...more },
    { start: { event: 'incomingRequest' }, ...connecting(events, connected) },
  );

function asked(more: JsonObject, connected?: readonly string[]) {
  const [request] = call(more, connected).asked;
  assert.equal(request?.type, 'call.create');
  const { answeredUrl: _, statusCallback: __, ...rest } = request.call;
  return rest;
}

test('`from`, `to`, `record` and `timeout` are the request', () => {
  const usual = { from: '+15550001111', to: '+15550002222', timeoutSeconds: 60, record: false };
  assert.deepEqual(asked({}), usual);
  assert.deepEqual(asked({ record: true, timeout: 15 }), { ...usual, record: true, timeoutSeconds: 15 });
  assert.deepEqual(asked({ from: '+1', to: '+2' }), { ...usual, from: '+1', to: '+2' });
});

test('the detection is asked for where `answeredByMachine` is connected', () => {
  assert.equal(asked({}, ['answered']).machineDetection, undefined);
  assert.deepEqual(asked({}, ['answeredByMachine']).machineDetection, { mode: 'Enable' });
});

const answers: [answeredBy: string | undefined, event: string][] = [
  [undefined, 'answered'],
  ['human', 'answered'],
  ['unknown', 'answered'],
  ['machine_start', 'answeredByMachine'],
  ['fax', 'answeredByMachine'],
];
for (const [answeredBy, event] of answers) {
  test(`AnsweredBy ${answeredBy} is \`${event}\`, and the run holds the call`, () => {
    const play = call();
    play.callback('answered', answeredBy === undefined ? {} : { AnsweredBy: answeredBy });
    const { AnsweredBy, CallStatus } = play.output as JsonObject;
    assert.deepEqual([play.event, AnsweredBy, CallStatus], [event, answeredBy, 'in-progress']);
    assert.equal(play.execution.call?.isLive, true);
  });
}

const statuses: [status: string, event: string, codes: number[]][] = [
  ['busy', 'busy', []],
  ['no-answer', 'noAnswer', []],
  ['failed', 'failed', [81008]],
  ['completed', 'hangup', []],
];
for (const [status, event, codes] of statuses) {
  test(`the status ${status} is \`${event}\``, () => {
    const play = call();
    play.callStatus(status);
    assert.deepEqual([play.event, codesOf(play)], [event, codes]);
  });
}

test('a call that the carrier refuses is `failed` with 81008', () => {
  const play = inCall(
    makeOutgoingCallV1,
    { from: '+1', to: '+2' },
    { start: { event: 'incomingRequest' }, calls: { widget: { refused: { code: 21211, message: 'Invalid To' } } } },
  );
  assert.deepEqual([play.event, play.output, codesOf(play)], ['failed', undefined, [81008]]);
});
