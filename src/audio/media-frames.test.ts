import assert from 'node:assert/strict';
import { test } from 'node:test';
import { frameBytes, mediaPayloads, samplesOfPayload } from './media-frames.ts';
import { silence, tone } from './tones.ts';

test('a second is fifty frames of 160 bytes', () => {
  const payloads = [...mediaPayloads(tone([440], 1))];
  assert.equal(payloads.length, 50);
  for (const payload of payloads) assert.equal(Buffer.from(payload, 'base64').length, frameBytes);
});

test('the last frame is filled up with silence', () => {
  const payloads = [...mediaPayloads(silence(0.03))];
  assert.deepEqual(payloads, new Array(2).fill(Buffer.alloc(160, 0xff).toString('base64')));
  assert.deepEqual([...mediaPayloads(new Int16Array(0))], []);
});

test('a payload of any length is heard', () => {
  assert.deepEqual(
    samplesOfPayload(Buffer.from([0xff, 0x80, 0x00]).toString('base64')),
    Int16Array.of(0, 32_124, -32_124),
  );
  assert.deepEqual(samplesOfPayload(''), new Int16Array(0));
});

test('what is no base64 is refused', () => {
  assert.throws(() => samplesOfPayload('%%%'), /The payload is no base64/);
});
