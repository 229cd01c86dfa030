import assert from 'node:assert/strict';
import { test } from 'node:test';
import { flow, leg, run, step, view, waiting } from './phone-fixture.ts';
import { statusOf } from './status.ts';
import type { LineView } from './view.ts';

const hour = 3_600_000;
const begun = step('Trigger', 'incomingMessage', 'ask');
const asked = step('ask', 'incomingMessage', 'say', { endedMs: 5_000 });
const hungUp = leg([], { endedMs: 42_000, status: 'completed' });
const problem = { code: 30003, message: 'Unreachable.', widget: 'say' };

const cases: readonly (readonly [says: string, view: LineView | undefined, kind: string, text: string])[] = [
  ['nothing was said', undefined, 'idle', 'Nothing has started the flow yet.'],
  ['a question waits', view([waiting('ask', [begun], hour)]), 'waiting', 'waits for a reply, 1:00:00'],
  ['a question waits for ever', view([waiting('ask', [begun])]), 'waiting', 'waits for a reply'],
  ['another widget waits', view([waiting('menu', [begun])]), 'waiting', 'waits in menu'],
  [
    'the world is asked',
    view([waiting('say', [begun])], {
      asks: [{ id: 1, kind: 'http', method: 'GET', url: 'https://example.com/', body: undefined }],
    }),
    'asking',
    'say calls https://example.com/',
  ],
  ['a branch ends', view([run([begun, asked, step('say', 'sent', undefined)])]), 'ended', 'ended after say'],
  [
    'the trigger leads nowhere',
    view([run([step('Trigger', 'incomingCall', undefined)])]),
    'ended',
    'The Trigger leads nowhere on Call: connect it to a widget.',
  ],
  [
    'nobody answers',
    view([run([begun, step('ask', 'timeout', undefined, { endedMs: hour })])]),
    'ended',
    'Ended at ask: no reply within 1 h, and No reply leads nowhere.',
  ],
  [
    'nobody presses a key',
    view([run([begun, step('menu', 'timeout', undefined, { endedMs: 5_000 })])]),
    'ended',
    'Ended at menu: no input within 5 s, and No input leads nowhere.',
  ],
  [
    'no condition matches',
    view([run([begun, step('route', 'noMatch', undefined)])]),
    'ended',
    'Ended at route: no condition matched and No match leads nowhere.',
  ],
  [
    'a message fails',
    view([run([begun, asked, step('say', 'failed', undefined)], { isFailed: true, problems: [problem] })]),
    'failed',
    'Failed at say: Unreachable. (30003) Failed leads nowhere.',
  ],
  [
    'the caller hangs up',
    view([run([step('Trigger', 'incomingCall', 'menu')], { endedReason: 'HANGUP' })], { legs: [hungUp] }),
    'ended',
    'Ended at menu: the caller hung up after 42 s.',
  ],
  ['somebody stops it', view([run([begun], { endedReason: 'STOPPED' })]), 'ended', 'Stopped.'],
  [
    'a limit is reached',
    view([
      run([begun], {
        endedReason: 'STEP_LIMIT',
        isFailed: true,
        problems: [{ code: 81000, message: 'Too many steps.', widget: 'ask' }],
      }),
    ]),
    'failed',
    'Failed at ask: Too many steps. (81000)',
  ],
];
for (const [says, seen, kind, text] of cases) {
  test(`when ${says}, the line is: ${text}`, () => assert.deepEqual(statusOf(flow, seen), { kind, text }));
}
