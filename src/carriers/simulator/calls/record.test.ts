import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wavSeconds } from '../../../audio/wav-reader.ts';
import type { HandsetAct } from '../../network-calls.ts';
import { accountSid } from '../simulator-fixture.ts';
import { openCallTest } from './calls-fixture.ts';

interface Case {
  readonly says: string;
  readonly record: string;
  readonly does: readonly (HandsetAct | number)[];
  readonly sent: { readonly [name: string]: string | undefined };
}

const says = (text: string): HandsetAct => ({ speech: { text, confidence: undefined } });

const cases: readonly Case[] = [
  {
    says: 'a key ends it',
    record: '<Record/>',
    does: [0.5, 3, { digits: '#' }],
    sent: { Digits: '#', RecordingDuration: '0' },
  },
  {
    says: 'silence is kept where it is not trimmed',
    record: '<Record trim="do-not-trim"/>',
    does: [0.5, 3, { digits: '#' }],
    sent: { RecordingDuration: '3' },
  },
  {
    says: 'silence ends it',
    record: '<Record timeout="2"/>',
    does: [0.5, says('x'.repeat(45)), 5],
    sent: { Digits: undefined, RecordingDuration: '3' },
  },
  {
    says: 'its longest length ends it',
    record: '<Record maxLength="4" timeout="0" trim="do-not-trim"/>',
    does: [0.5, 4],
    sent: { Digits: undefined, RecordingDuration: '4' },
  },
  {
    says: 'the caller hangs up',
    record: '<Record trim="do-not-trim"/>',
    does: [0.5, 2, { hangsUp: true }],
    sent: { Digits: 'hangup', RecordingDuration: '2', CallStatus: 'completed' },
  },
  {
    says: 'only its keys end it',
    record: '<Record finishOnKey="*" trim="do-not-trim"/>',
    does: [0.5, 1, { digits: '#' }, 1, { digits: '*' }],
    sent: { Digits: '*', RecordingDuration: '2' },
  },
  {
    says: 'a handset supplies it',
    record: '<Record/>',
    does: [0.5, { recording: { seconds: 12, transcript: 'Call me.' } }, 12],
    sent: { Digits: undefined, RecordingDuration: '12' },
  },
  {
    says: 'a handset supplies more than is taken',
    record: '<Record maxLength="5"/>',
    does: [0.5, { recording: { seconds: 12 } }, 5],
    sent: { Digits: undefined, RecordingDuration: '5' },
  },
  {
    says: 'a key cuts short what a handset supplies',
    record: '<Record/>',
    does: [0.5, { recording: { seconds: 12 } }, 3, { digits: '#' }],
    sent: { Digits: '#', RecordingDuration: '3' },
  },
  {
    says: 'without a beep it begins at once',
    record: '<Record playBeep="false"/>',
    does: [{ recording: { seconds: 1 } }, 1],
    sent: { RecordingDuration: '1' },
  },
];

for (const { says: what, record, does, sent: expected } of cases) {
  test(`record: ${what}`, async (t) => {
    const { call, act, pass, sent, calls } = await openCallTest(t, {
      '/voice': record.replace('<Record', '<Record action="/done"'),
      '/done': '<Hangup/>',
    });
    const sid = await call();
    for (const deed of does) await (typeof deed === 'number' ? pass(deed) : act(sid, deed));
    const [asked] = sent('/done');
    assert.ok(asked);
    for (const [name, value] of Object.entries(expected)) assert.equal(asked[name], value, name);
    const recording = await calls.findRecording(accountSid, asked.RecordingSid ?? '');
    assert.equal(recording?.status, 'completed');
    assert.equal(asked.RecordingUrl?.endsWith(`/Recordings/${recording?.sid}`), true);
    const sound = await calls.readRecording(accountSid, recording?.sid ?? '');
    const file = Buffer.concat([...(sound?.chunks ?? [])]);
    assert.equal(file.length, sound?.byteLength);
    assert.equal(Math.round(wavSeconds(file)), Number(asked.RecordingDuration));
  });
}

test('a recording is told and written down', async (t) => {
  const { call, act, pass, sent } = await openCallTest(t, {
    '/voice':
      '<Record action="/done" recordingStatusCallback="/status" recordingStatusCallbackEvent="in-progress completed" transcribe="true" transcribeCallback="/text"/>',
    '/done': '',
    '/status': '',
    '/text': '',
  });
  const sid = await call();
  await pass(0.5);
  await act(sid, { speech: { text: 'Please call back.', confidence: undefined } });
  await pass(10);
  assert.deepEqual(
    sent('/status')
      .map(({ RecordingStatus, RecordingSource, RecordingChannels }) => [
        RecordingStatus,
        RecordingSource,
        RecordingChannels,
      ])
      .toSorted(),
    [
      ['completed', 'RecordVerb', '1'],
      ['in-progress', 'RecordVerb', '1'],
    ],
  );
  const [text] = sent('/text');
  assert.deepEqual(
    [text?.TranscriptionText, text?.TranscriptionStatus, text?.CallSid],
    ['Please call back.', 'completed', sid],
  );
});

test('a document without an address must say where a recording goes', async (t) => {
  const { dial, act, leg } = await openCallTest(t, {});
  const sid = await dial({ twiml: '<Response><Record/></Response>' });
  await act(sid, { answer: 'true' });
  const { transcript } = await leg(sid);
  assert.ok(transcript.some(({ code }) => code === 11100));
});

test('record: what the account stopped is ended once, and told as long as it was', async (t) => {
  const { call, act, pass, sent, calls } = await openCallTest(t, {
    '/voice': '<Record playBeep="false" trim="do-not-trim" action="/done" recordingStatusCallback="/status"/>',
    '/done': '<Hangup/>',
    '/status': '',
  });
  const sid = await call();
  await pass(2);
  await calls.updateRecording(accountSid, sid, 'Twilio.CURRENT', { status: 'stopped', skipsPause: false });
  await pass(2);
  await act(sid, { digits: '#' });
  const lengths = [...sent('/status'), ...sent('/done')].map(({ RecordingDuration }) => RecordingDuration);
  assert.deepEqual(lengths, ['2', '2']);
});
