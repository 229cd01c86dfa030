/** A caller may hang up in every state that a call can be in: no run is left behind. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { JsonObject } from '../../src/engine/json.ts';
import { Line, RefusedError } from '../../src/testing/index.ts';
import { widgetsByType } from '../../src/widgets/index.ts';

const trigger = (next: string): JsonObject => ({
  name: 'Trigger',
  type: 'trigger',
  properties: {},
  transitions: ['incomingCall', 'incomingRequest'].map((event) => ({ event, next })),
});

/** A state of this type, whose events all lead on. */
function state(name: string, type: string, properties: JsonObject, next?: string): JsonObject {
  const events = Object.keys(widgetsByType.get(type)?.events ?? {});
  const transitions = events.map((event) => (next === undefined ? { event } : { event, next }));
  return { name, type, properties, transitions };
}

const after = state('after', 'send-message', {
  from: '{{flow.channel.address}}',
  to: '{{contact.channel.address}}',
  body: 'After',
});
const goodbye = state('goodbye', 'say-play', { say: 'Goodbye to you, whoever you are.', loop: 1 }, 'after');

const asked: { readonly [type: string]: JsonObject } = {
  'say-play': { say: 'A long text that takes a while to be said, and more of it.', loop: 2 },
  'gather-input-on-call': { say: 'Press a key.', timeout: 5, number_of_digits: 2 },
  'connect-call-to': { noun: 'number', to: '+15550009999', caller_id: '{{contact.channel.address}}', timeout: 10 },
  'record-voicemail': { timeout: 4, max_length: 20, play_beep: 'true' },
  'record-call': { record_call: true, recording_channels: 'dual' },
  'enqueue-call': { queue_name: 'support' },
  'capture-payments': {
    payment_connector: 'stripe',
    payment_amount: '5',
    currency: 'usd',
    max_attempts: 1,
    timeout: 3,
  },
  'fork-stream': {
    stream_action: 'start',
    stream_transport_type: 'websocket',
    stream_url: 'wss://audio.example.com/',
    stream_name: 's',
  },
  'connect-virtual-agent': { connector: 'agent' },
  'connect-virtual-agent-v2': { connector_name: 'agent', channel: 'voice', session_behavior: 'new_session' },
  'run-conversation-relay': { url: 'wss://relay.example.com/' },
  'add-twiml-redirect': { url: 'https://example.com/twiml', timeout: '20' },
  'send-to-flex': { workflow: `WW${'1'.repeat(32)}`, channel: `TC${'1'.repeat(32)}`, attributes: '{}' },
  'make-http-request': { method: 'GET', url: 'https://example.com/' },
  'send-and-wait-for-reply': { from: '{{flow.channel.address}}', body: 'Text me', timeout: '30' },
};

/** The call may have ended by itself meanwhile. */
async function unlessOver(acted: Promise<void>): Promise<void> {
  await acted.catch((error) => {
    if (!(error instanceof RefusedError)) throw error;
  });
}

/** Seconds after the call began. */
const moments = [0, 0.3, 2, 5, 9, 20];

for (const [type, properties] of Object.entries(asked)) {
  test(`a caller hangs up in ${type}`, async () => {
    const definition = {
      initial_state: 'Trigger',
      states: [trigger('at'), state('at', type, properties, 'goodbye'), goodbye, after],
    };
    for (const seconds of moments) {
      const line = await Line.open({ definition });
      try {
        const call = await line.call();
        await line.elapse(seconds);
        await unlessOver(line.act(call, { hangsUp: true }));
        // The longest that anything may still take: a text that is waited for.
        await line.elapse(60);
        const [run] = await line.runs();
        assert.equal(run?.status, 'ended', `after ${seconds} s in "${(await line.state(run?.sid ?? '')).waitsIn}"`);
        assert.equal((await line.leg(call)).call.endedAtMs !== null, true);
        assert.deepEqual(
          (await line.legs()).filter(({ call: { endedAtMs } }) => endedAtMs === null),
          [],
        );
      } finally {
        await line.close();
      }
    }
  });
}

for (const answer of ['true', 'busy', 'no-answer', 'reject', 'failed', undefined] as const) {
  test(`a call that a flow makes ends, when the contact answers ${answer ?? 'never'}`, async () => {
    const make = { from: '{{flow.channel.address}}', to: '{{contact.channel.address}}', timeout: 15 };
    const call = state('at', 'make-outgoing-call-v2', make, 'goodbye');
    const line = await Line.open({
      definition: { initial_state: 'Trigger', states: [trigger('at'), call, goodbye, after] },
    });
    try {
      assert.ok(await line.request());
      await line.elapse(2);
      const [leg] = await line.legs();
      assert.equal(leg?.call.status, 'ringing');
      if (answer !== undefined) await line.act(leg.call.sid, { answer });
      await line.elapse(1);
      if (answer === 'true') await line.act(leg.call.sid, { hangsUp: true });
      await line.elapse(60);
      assert.deepEqual(
        (await line.runs()).map(({ status }) => status),
        ['ended'],
      );
    } finally {
      await line.close();
    }
  });
}

test('at any instant, in any order of widgets, a hang-up leaves no run', async () => {
  const types = Object.keys(asked);
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...types), { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 0, max: 40_000 }),
      fc.array(fc.constantFrom('1', '#', '12', '*'), { maxLength: 3 }),
      async (chain, afterMs, keys) => {
        const states = chain.map((type, place) =>
          state(`s${place}`, type, asked[type] ?? {}, place + 1 < chain.length ? `s${place + 1}` : 'after'),
        );
        const line = await Line.open({
          definition: { initial_state: 'Trigger', states: [trigger('s0'), ...states, after] },
        });
        try {
          const call = await line.call();
          for (const digits of keys) {
            await line.elapse(2);
            await unlessOver(line.act(call, { digits }));
          }
          await line.elapse(afterMs / 1_000);
          await unlessOver(line.act(call, { hangsUp: true }));
          await line.elapse(150);
          assert.deepEqual(
            (await line.runs()).filter(({ status }) => status === 'active'),
            [],
          );
        } finally {
          await line.close();
        }
      },
    ),
    { numRuns: 40 },
  );
});
