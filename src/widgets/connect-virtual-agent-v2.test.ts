import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../engine/json.ts';
import type { PlayWidgetOptions } from '../testing/index.ts';
import { codesOf, inCall, told } from './call-fixture.ts';
import { connectVirtualAgentV2 } from './connect-virtual-agent-v2.ts';

const usual = { connector_name: 'cx' };
const connect = (properties: JsonObject = usual, options: PlayWidgetOptions = {}) =>
  inCall(connectVirtualAgentV2, properties, options);

/** The agent of the document, within `<Connect>`. */
function agent(properties: JsonObject) {
  return /^<Connect action="FLOW\?FlowEvent=virtualAgent">(.*)<\/Connect>$/.exec(told(connect(properties)))?.[1];
}

const documents: { title: string; properties: JsonObject; is: string }[] = [
  {
    title: 'the documented form: `connector_name`, `configurations`, `parameters`',
    properties: {
      channel: 'voice',
      connector_name: '{{"cx_prod"}}',
      session_behavior: 'new_session',
      status_callback_method: 'POST',
      parameters: [{ key: 'tier', value: '{{"gold"}}' }],
      configurations: [{ key: 'language', value: 'en-US' }],
    },
    is: '<VirtualAgent connectorName="cx_prod"><Config name="language" value="en-US"/><Parameter name="tier" value="gold"/></VirtualAgent>',
  },
  {
    title: 'an older export without `channel` and `session_behavior`',
    properties: usual,
    is: '<VirtualAgent connectorName="cx"/>',
  },
  {
    title: '`status_callback` is asked by POST unless said',
    properties: { ...usual, status_callback: 'https://s' },
    is: '<VirtualAgent connectorName="cx" statusCallback="https://s" statusCallbackMethod="POST"/>',
  },
  {
    title: '`status_callback_method` goes with the callback alone',
    properties: { ...usual, status_callback: 'https://s', status_callback_method: 'GET' },
    is: '<VirtualAgent connectorName="cx" statusCallback="https://s" statusCallbackMethod="GET"/>',
  },
  {
    title:
      '`session_behavior` resume takes up the session of an end user: `resume_session_identification_value`, `resume_session_event_name`',
    properties: {
      ...usual,
      session_behavior: 'resume_session',
      resume_session_identification_method: 'manual',
      resume_session_identification_value: '{{"user"}}7',
      resume_session_event_name: 'paid',
    },
    is: '<VirtualAgent connectorName="cx"><Config name="resumeEndUserId" value="user7"/><Config name="resumeEventName" value="paid"/></VirtualAgent>',
  },
  {
    title: 'what says how to resume is nothing to a new session',
    properties: { ...usual, resume_session_identification_value: 'user7', resume_session_event_name: 'paid' },
    is: '<VirtualAgent connectorName="cx"/>',
  },
];
for (const { title, properties, is } of documents) test(title, () => assert.equal(agent(properties), is));

test('`resume_session_identification_method` widget takes up what the named widget had, connector and all', () => {
  const resume = {
    name: 'again',
    type: 'connect-virtual-agent-v2',
    properties: {
      session_behavior: 'resume_session',
      resume_session_identification_method: 'widget',
      resume_session_identification_value: 'widget',
    },
    transitions: [],
  };
  const play = connect(usual, { transitions: [{ event: 'paused', next: 'again' }], states: [resume] });
  play.callback('virtualAgent', { VirtualAgentStatus: 'paused', VirtualAgentProviderData: '{"EndUserId":"u1"}' });
  assert.match(
    told(play),
    /<VirtualAgent connectorName="cx"><Config name="resumeEndUserId" value="u1"\/><\/VirtualAgent>/,
  );
});

for (const [status, event] of [
  ['completed', 'completed'],
  ['live-agent-handoff', 'live-agent-handoff'],
  ['failed', 'failed'],
  ['paused', 'paused'],
  ['timeout', 'failed'],
  ['toString', 'failed'],
  [undefined, 'failed'],
] as const) {
  test(`the status ${status} is \`${event}\`, with what the provider says as an object`, () => {
    const play = connect();
    play.callback('virtualAgent', {
      ...(status ? { VirtualAgentStatus: status } : {}),
      VirtualAgentProviderData: '{"ConversationId":"c","AgentHandoffParameters":{"a":[1]}}',
    });
    const { VirtualAgentProviderData, ConnectorName } = play.output as JsonObject;
    assert.deepEqual(
      [play.event, VirtualAgentProviderData, ConnectorName],
      [event, { ConversationId: 'c', AgentHandoffParameters: { a: [1] } }, 'cx'],
    );
  });
}

test('`VirtualAgentProvider`, `VirtualAgentStatus`, `VirtualAgentError`, `VirtualAgentErrorCode`, `VirtualAgentProviderError` and `ConnectorName` are written, `VirtualAgentProviderData` as text where it is no JSON', () => {
  const given = {
    VirtualAgentProvider: 'DialogflowCX',
    VirtualAgentStatus: 'failed',
    VirtualAgentProviderData: '{',
    VirtualAgentError: 'e',
    VirtualAgentErrorCode: '32601',
    VirtualAgentProviderError: 'p',
  };
  const play = connect();
  play.callback('virtualAgent', given);
  const output = play.output as JsonObject;
  assert.deepEqual({ ...output, ...given, ConnectorName: 'cx' }, output);
});

for (const params of [{ VirtualAgentStatus: 'hangup' }, { CallStatus: 'completed' }]) {
  test(`${JSON.stringify(params)} is \`hangup\`, which writes nothing`, () => {
    const play = connect();
    play.callback('virtualAgent', params);
    assert.deepEqual([play.event, play.output, play.execution.call?.isLive], ['hangup', undefined, false]);
  });
}

test('a hang-up that only the status of the call tells is `hangup`', () => {
  const play = connect();
  play.callStatus('completed');
  play.elapse(10);
  assert.deepEqual([play.event, play.output], ['hangup', undefined]);
});

test('`channel` conversations has no product behind it: `failed` with 81020', () => {
  const play = connect({ ...usual, channel: 'conversations' });
  assert.deepEqual([play.event, play.twiml, codesOf(play)], ['failed', undefined, [81020]]);
  const elsewhere = connect(usual, { start: { event: 'incomingConversationMessage' } });
  assert.deepEqual([elsewhere.event, codesOf(elsewhere)], ['failed', [81020]]);
});
