import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CallDraft, HandsetAct } from '../../network-calls.ts';
import { accountSid, contact, number } from '../simulator-fixture.ts';
import { openCallTest, told } from './calls-fixture.ts';

const every = ['initiated', 'ringing', 'answered', 'completed'];

const answers: readonly {
  readonly does: HandsetAct | number;
  readonly status: string;
  readonly told: readonly string[];
}[] = [
  { does: { answer: 'true' }, status: 'completed', told: ['initiated', 'ringing', 'in-progress', 'completed'] },
  { does: { answer: 'busy' }, status: 'busy', told: ['initiated', 'ringing', 'busy'] },
  { does: { answer: 'reject' }, status: 'busy', told: ['initiated', 'ringing', 'busy'] },
  { does: { hangsUp: true }, status: 'busy', told: ['initiated', 'ringing', 'busy'] },
  { does: { answer: 'no-answer' }, status: 'no-answer', told: ['initiated', 'ringing', 'no-answer'] },
  { does: { answer: 'failed' }, status: 'failed', told: ['initiated', 'ringing', 'failed'] },
  { does: 60, status: 'no-answer', told: ['initiated', 'ringing', 'no-answer'] },
];
for (const { does, status, told: expected } of answers) {
  test(`a handset that does ${JSON.stringify(does)} makes the call ${status}`, async (t) => {
    const { dial, act, pass, sent, base, leg } = await openCallTest(t, {
      '/voice': '<Pause length="3"/>',
      '/status': '',
    });
    const sid = await dial({ statusCallback: { url: `${base}/status`, events: every } });
    assert.equal((await leg(sid)).call.status, 'ringing');
    await (typeof does === 'number' ? pass(does) : act(sid, does));
    await pass(3);
    assert.equal((await leg(sid)).call.status, status);
    const callbacks = sent('/status').toSorted((a, b) => Number(a.SequenceNumber) - Number(b.SequenceNumber));
    assert.deepEqual(
      callbacks.map(({ CallStatus }) => CallStatus),
      expected,
    );
    const last = callbacks.at(-1);
    assert.equal(last?.CallbackSource, 'call-progress-events');
    assert.equal(last?.CallDuration, status === 'completed' ? '3' : '0');
    assert.equal(last?.Duration, status === 'completed' ? '1' : '0');
    assert.match(last?.Timestamp ?? '', /^Fri, 02 Jan 2026 03:0\d:\d\d \+0000$/);
    assert.equal(sent('/voice').length, status === 'completed' ? 1 : 0);
  });
}

test('only the end of a call is told where nothing else is wished', async (t) => {
  const { dial, act, sent, base } = await openCallTest(t, { '/voice': '', '/status': '' });
  const sid = await dial({ statusCallback: { url: `${base}/status` } });
  await act(sid, { answer: 'true' });
  assert.deepEqual(
    sent('/status').map(({ CallStatus }) => CallStatus),
    ['completed'],
  );
});

test('handsets have habits', async (t) => {
  const { dial, pass, status } = await openCallTest(
    t,
    { '/voice': '<Pause length="9"/>' },
    { handsets: { [contact]: { answer: 'true', afterSeconds: 5 }, '*': { answer: 'busy' } } },
  );
  const sid = await dial();
  const other = await dial({ to: '+15550009999' });
  await pass(4);
  assert.deepEqual([await status(sid), await status(other)], ['ringing', 'busy']);
  await pass(1);
  assert.equal(await status(sid), 'in-progress');
});

const verdicts: readonly {
  readonly says: string;
  readonly does: HandsetAct;
  readonly who: string;
  readonly ms: string;
}[] = [
  { says: 'nobody says otherwise', does: { answer: 'true' }, who: 'human', ms: '4000' },
  {
    says: 'a machine answers',
    does: { answer: 'true', answeredBy: 'machine_start' },
    who: 'machine_start',
    ms: '4000',
  },
];
for (const { says, does, who, ms } of verdicts) {
  test(`a machine is looked for before the document, and ${says}`, async (t) => {
    const { dial, act, pass, sent, leg } = await openCallTest(t, { '/voice': '<Pause/>' });
    const machineDetection = { mode: 'Enable', timeoutSeconds: 30, isAsync: false, asyncCallback: {} } as const;
    const sid = await dial({ machineDetection });
    await act(sid, does);
    assert.equal(sent('/voice').length, 0);
    await pass(4);
    const [asked] = sent('/voice');
    assert.deepEqual([asked?.AnsweredBy, asked?.MachineDetectionDuration], [who, ms]);
    assert.equal((await leg(sid)).call.answeredBy, who);
  });
}

test('a machine is looked for while the document runs', async (t) => {
  const { dial, act, pass, sent, base } = await openCallTest(t, { '/voice': '<Pause length="9"/>', '/amd': '' });
  const asyncCallback = { url: `${base}/amd` };
  const machineDetection = { mode: 'Enable', timeoutSeconds: 30, isAsync: true, asyncCallback } as const;
  const sid = await dial({ machineDetection });
  await act(sid, { answer: 'true', answeredBy: 'fax' });
  assert.equal(sent('/voice')[0]?.AnsweredBy, undefined);
  await pass(4);
  assert.deepEqual(
    sent('/amd').map(({ CallSid, AnsweredBy }) => [CallSid, AnsweredBy]),
    [[sid, 'fax']],
  );
});

test('keys are sent before the document is asked for', async (t) => {
  const { dial, act, pass, sent, leg } = await openCallTest(t, { '/voice': '<Say>Hi.</Say>' });
  const sid = await dial({ sendDigits: 'w1' });
  await act(sid, { answer: 'true' });
  assert.equal(sent('/voice').length, 0);
  await pass(1);
  assert.deepEqual(told(await leg(sid)), ['< w1', '< Hi.']);
});

test('a call is recorded from the answer on', async (t) => {
  const { dial, act, pass, sent, base } = await openCallTest(t, {
    '/voice': '<Pause length="7"/>',
    '/recorded': '',
    '/status': '',
  });
  const statusCallback = { url: `${base}/recorded` };
  const sid = await dial({
    recording: { channels: 2, track: 'both', statusCallback },
    statusCallback: { url: `${base}/status` },
  });
  await act(sid, { answer: 'true' });
  await pass(7);
  const [told] = sent('/recorded');
  assert.deepEqual(
    [told?.CallSid, told?.RecordingStatus, told?.RecordingDuration, told?.RecordingSource, told?.RecordingChannels],
    [sid, 'completed', '7', 'OutboundAPI', '2'],
  );
  const [ended] = sent('/status');
  assert.deepEqual([ended?.RecordingSid, ended?.RecordingUrl], [told?.RecordingSid, told?.RecordingUrl]);
});

const refusals: readonly { readonly says: string; readonly draft: CallDraft; readonly code: number }[] = [
  { says: 'nobody to call', draft: { to: '' }, code: 21201 },
  { says: 'no caller', draft: { from: '' }, code: 21213 },
  { says: 'a wrong callee', draft: { to: 'nobody' }, code: 21211 },
  { says: 'a wrong caller', draft: { from: '§' }, code: 21212 },
  { says: 'itself', draft: { to: number }, code: 21211 },
  { says: 'the invalid magic callee', draft: { to: '+15005550001' }, code: 21217 },
  { says: 'the unreachable magic callee', draft: { to: '+15005550002' }, code: 21214 },
  { says: 'the magic caller of somebody else', draft: { from: '+15005550007' }, code: 21210 },
  { says: 'no document', draft: { url: '' }, code: 21205 },
  { says: 'a wrong address', draft: { url: 'ftp://x.example/' }, code: 21205 },
  { says: 'an application that is not there', draft: { url: '', applicationSid: 'AP1' }, code: 21218 },
  { says: 'wrong keys', draft: { sendDigits: 'x' }, code: 21206 },
  { says: 'a wrong status callback', draft: { statusCallback: { url: 'x' } }, code: 21209 },
  { says: 'a long document', draft: { url: '', twiml: 'x'.repeat(4001) }, code: 20001 },
];
for (const { says, draft, code } of refusals) {
  test(`a call with ${says} is refused: ${code}`, async (t) => {
    const { calls } = await openCallTest(t, {});
    const made = await calls.create(accountSid, { from: number, to: contact, url: 'https://x.example/', ...draft });
    assert.equal(made.ok ? undefined : made.refusal.code, code);
  });
}
