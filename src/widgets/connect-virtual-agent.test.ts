import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../engine/json.ts';
import { codesOf, inCall, told } from './call-fixture.ts';
import { connectVirtualAgent } from './connect-virtual-agent.ts';

const connected = (agent: string) => `<Connect action="FLOW?FlowEvent=virtualAgent"><VirtualAgent ${agent}/></Connect>`;

const documents: { title: string; properties: JsonObject; agent: string }[] = [
  {
    title: 'the documented form: `connector`, `language`, `sentiment_analysis`, `status_callback`',
    properties: { connector: '{{"df"}}', language: 'en-US', sentiment_analysis: 'true', status_callback: 'https://s' },
    agent: 'connectorName="df" language="en-US" sentimentAnalysis="true" statusCallback="https://s"',
  },
  {
    title: "what is not said is the connector's",
    properties: { connector: 'df', language: '' },
    agent: 'connectorName="df"',
  },
  {
    title: '`sentiment_analysis` as a boolean counts',
    properties: { connector: 'df', sentiment_analysis: false },
    agent: 'connectorName="df" sentimentAnalysis="false"',
  },
];
for (const { title, properties, agent } of documents) {
  test(title, () => assert.equal(told(inCall(connectVirtualAgent, properties)), connected(agent)));
}

for (const [CallStatus, event] of [
  ['in-progress', 'return'],
  ['completed', 'hangup'],
] as const) {
  test(`a call that is ${CallStatus} afterwards is \`${event}\`, with all parameters`, () => {
    const play = inCall(connectVirtualAgent, { connector: 'df' });
    play.callback('virtualAgent', { CallStatus, VirtualAgentStatus: 'completed' });
    const output = play.output as JsonObject;
    assert.deepEqual([play.event, output.CallStatus, output.VirtualAgentStatus], [event, CallStatus, 'completed']);
  });
}

test('a hang-up that only the status of the call tells is `hangup`', () => {
  const play = inCall(connectVirtualAgent, { connector: 'df' });
  play.callStatus('completed');
  play.elapse(10);
  assert.deepEqual([play.event, play.output], ['hangup', undefined]);
});

test('without a call it is not entered: 81020, and the run ends', () => {
  const play = inCall(connectVirtualAgent, { connector: 'df' }, { start: { event: 'incomingMessage' } });
  assert.deepEqual([play.endedReason, codesOf(play)], ['ERROR', [81020]]);
});
