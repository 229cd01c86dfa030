import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HttpResult } from '../engine/effects.ts';
import { eventRecord } from './run-events.ts';

const answer = (result: HttpResult) =>
  eventRecord('FN1', { type: 'effectResult', key: 'FT1.0', outcome: { type: 'http.request', result } }, 5, {});

test('of an answer, headers that open doors are kept without their values', () => {
  const headers = { 'set-cookie': 'session=1', 'content-type': 'text/plain' };
  const { event } = answer({ ok: true, status: 200, body: 'b', headers });
  assert.deepEqual(event.type === 'effectResult' && event.outcome.result, {
    ok: true,
    status: 200,
    body: 'b',
    headers: { 'set-cookie': '•••', 'content-type': 'text/plain' },
  });
});

test('what has no headers is kept as it came', () => {
  const result: HttpResult = { ok: false, reason: 'timeout', message: 'no answer in 10 s' };
  const { event } = answer(result);
  assert.equal(event.type === 'effectResult' && event.outcome.result, result);
  const message = { type: 'incomingMessage', params: { Body: 'hi' } } as const;
  assert.equal(eventRecord('FN1', message, 5, {}).event, message);
});
