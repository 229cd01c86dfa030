import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { CarrierUnreachable, type SendRequest } from '../../carriers/carrier.ts';
import { VirtualClock } from '../../runtime/clock.ts';
import { sendReply } from './replies.ts';

const accountSid = `AC${'1'.repeat(32)}`;
const draft = { to: '+15550000002', from: '+15550000001', body: 'Hi', mediaUrls: ['https://example.com/a.png'] };
const sent = { ok: true, resource: { sid: 'one' } } as const;
const unsent = (retryAfterMs?: number) =>
  new CarrierUnreachable('not now', { isUnsent: true, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) });

/** Sends by a carrier that fails so often; gives the result and when each attempt began. */
async function send(failures: readonly unknown[], from = draft.from) {
  const clock = new VirtualClock(0);
  const requests: SendRequest[] = [];
  const times: number[] = [];
  const carrier = {
    name: 'gw',
    async send(request: SendRequest) {
      times.push(clock.now());
      requests.push(request);
      const failure = failures[requests.length - 1];
      if (failure !== undefined) throw failure;
      return sent;
    },
  };
  let isDone = false;
  const outcome = sendReply({ carrier, clock }, accountSid, 'key', {
    draft: { ...draft, from },
    statusCallbackMethod: 'POST',
  });
  outcome
    .catch(() => {})
    .finally(() => {
      isDone = true;
    });
  while (!isDone) {
    await nextTurn();
    const nextMs = clock.nextTimerMs();
    if (nextMs !== null) clock.advance(nextMs - clock.now());
  }
  return { result: await outcome, requests, times };
}

const cases: readonly {
  readonly says: string;
  readonly failures: readonly unknown[];
  readonly times: readonly number[];
  readonly isSent: boolean;
}[] = [
  { says: 'at once', failures: [], times: [0], isSent: true },
  {
    says: 'later while it surely has not left',
    failures: [unsent(), unsent()],
    times: [0, 1_000, 3_000],
    isSent: true,
  },
  { says: 'when the carrier asks for it', failures: [unsent(5_000)], times: [0, 5_000], isSent: true },
  { says: 'after ten seconds at most', failures: [unsent(60_000)], times: [0, 10_000], isSent: true },
  {
    says: 'no more after four times',
    failures: [unsent(), unsent(), unsent(), unsent()],
    times: [0, 1_000, 3_000, 7_000],
    isSent: false,
  },
  {
    says: 'not again when it may have left',
    failures: [new CarrierUnreachable('who knows', { isUnsent: false })],
    times: [0],
    isSent: false,
  },
];
for (const { says, failures, times, isSent } of cases) {
  test(`a reply is sent ${says}`, async () => {
    const { result, ...given } = await send(failures);
    assert.deepEqual(given.times, times);
    assert.equal(result.ok, isSent);
    assert.ok(given.requests.every(({ key }) => key === 'key'));
  });
}

test('a reply is the message of its draft; a service is its sender by its SID', async () => {
  const [{ requests }, byService] = [await send([]), await send([], `MG${'1'.repeat(32)}`)];
  assert.deepEqual(requests[0]?.message, draft);
  const { from: _, ...senderless } = draft;
  assert.deepEqual(byService.requests[0]?.message, { ...senderless, messagingServiceSid: `MG${'1'.repeat(32)}` });
});

test('a fault of ours is not taken for one of the carrier', async () => {
  await assert.rejects(send([new TypeError('ours')]), /ours/);
});
