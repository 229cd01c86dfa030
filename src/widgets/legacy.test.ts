import assert from 'node:assert/strict';
import { test } from 'node:test';
import { playWidget } from '../testing/play-widget.ts';
import { addMemberToChatChannel } from './add-member-to-chat-channel.ts';
import { createChatChannel } from './create-chat-channel.ts';
import { createTask } from './create-task.ts';
import { sendToAutoPilot } from './send-to-auto-pilot.ts';
import { understand } from './understand.ts';
import { updateSyncObject } from './update-sync-object.ts';

const legacy = [createTask, createChatChannel, addMemberToChatChannel, updateSyncObject, understand];

/** Events of the state → the one that is taken. Source: messaging page §13.1. */
const branches = [
  { events: ['success', 'failed'], taken: 'failed' },
  { events: ['fail'], taken: 'fail' },
  { events: ['failure'], taken: 'failure' },
  { events: ['done', 'error', 'failed'], taken: 'error' },
];

for (const widget of legacy) {
  for (const { events, taken } of branches) {
    test(`${widget.type} with the events ${events.join(', ')} takes ${taken}`, () => {
      const transitions = events.map((event) => ({ event, next: event === taken ? 'after' : 'elsewhere' }));
      const play = playWidget(widget, { any: ['thing'] }, { transitions, states: [leadingNowhere('after')] });
      assert.equal(play.event, taken);
      assert.ok(play.steps.some(({ transitionedTo }) => transitionedTo === 'after'));
      assert.equal(play.problems[0]?.code, 81020);
    });
  }

  test(`${widget.type} without an event that means failure ends the run`, () => {
    const play = playWidget(widget, {}, { transitions: [{ event: 'done', next: 'after' }] });
    assert.equal(play.event, 'failed');
    assert.equal(play.endedReason, 'ERROR');
    assert.equal(play.output, undefined);
  });
}

test('send-to-auto-pilot takes failure, and writes nothing', () => {
  const play = playWidget(sendToAutoPilot, sendToAutoPilot.example);
  assert.equal(play.event, 'failure');
  assert.equal(play.status, 'ended');
  assert.equal(play.output, undefined);
  assert.equal(play.problems[0]?.code, 81020);
});

/** A state that waits for nothing: the run ends there. */
function leadingNowhere(name: string) {
  return { name, type: 'set-variables', transitions: [], properties: {} };
}
