import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openCallTest, told } from './calls-fixture.ts';

/** What a handset does: keys, words, or seconds that pass. */
type Deed =
  | { readonly keys: string }
  | { readonly says: string; readonly confidence?: number }
  | { readonly waits: number };

interface Case {
  readonly says: string;
  readonly gather: string;
  readonly does: readonly Deed[];
  /** Input that the action is sent; null: it is not asked. */
  readonly input: { readonly [name: string]: string } | null;
}

const cases: readonly Case[] = [
  {
    says: 'the finish key ends it',
    gather: '<Gather/>',
    does: [{ keys: '12#' }],
    input: { Digits: '12', FinishedOnKey: '#' },
  },
  {
    says: 'a number of keys ends it',
    gather: '<Gather numDigits="2"/>',
    does: [{ keys: '123' }],
    input: { Digits: '12', FinishedOnKey: '' },
  },
  {
    says: 'silence after keys ends it',
    gather: '<Gather timeout="3"/>',
    does: [{ keys: '1' }, { waits: 2.9 }, { keys: '2' }, { waits: 3 }],
    input: { Digits: '12', FinishedOnKey: '' },
  },
  {
    says: 'another finish key',
    gather: '<Gather finishOnKey="*"/>',
    does: [{ keys: '1#*' }],
    input: { Digits: '1#', FinishedOnKey: '*' },
  },
  {
    says: 'no finish key',
    gather: '<Gather finishOnKey="" timeout="1"/>',
    does: [{ keys: '1#' }, { waits: 1 }],
    input: { Digits: '1#', FinishedOnKey: '' },
  },
  { says: 'silence falls through', gather: '<Gather/>', does: [{ waits: 5 }], input: null },
  { says: 'the finish key alone falls through', gather: '<Gather/>', does: [{ keys: '#' }], input: null },
  {
    says: 'silence is told where that is wished',
    gather: '<Gather actionOnEmptyResult="true"/>',
    does: [{ waits: 5 }],
    input: { Digits: '', FinishedOnKey: '' },
  },
  { says: 'words are not listened to', gather: '<Gather/>', does: [{ says: 'hello' }, { waits: 5 }], input: null },
  {
    says: 'keys are not listened to',
    gather: '<Gather input="speech"/>',
    does: [{ keys: '1' }, { waits: 5 }],
    input: null,
  },
  {
    says: 'words end after silence',
    gather: '<Gather input="speech" speechTimeout="2"/>',
    does: [{ says: 'I want', confidence: 0.8 }, { waits: 1 }, { says: 'to pay', confidence: 0.7 }, { waits: 2 }],
    input: { SpeechResult: 'I want to pay', Confidence: '0.7' },
  },
  {
    says: 'words end at once',
    gather: '<Gather input="speech" speechTimeout="auto"/>',
    does: [{ says: 'yes' }],
    input: { SpeechResult: 'yes', Confidence: '0.9' },
  },
  {
    says: 'speech is listened to for a minute at most',
    gather: '<Gather input="speech" speechTimeout="50"/>',
    does: [{ says: 'a' }, { waits: 40 }, { says: 'b' }, { waits: 20 }],
    input: { SpeechResult: 'a b', Confidence: '0.9' },
  },
  {
    says: 'of two kinds the first counts: keys',
    gather: '<Gather input="dtmf speech" numDigits="1"/>',
    does: [{ keys: '7' }],
    input: { Digits: '7', FinishedOnKey: '' },
  },
  {
    says: 'of two kinds the first counts: words',
    gather: '<Gather input="dtmf speech" speechTimeout="1"/>',
    does: [{ says: 'seven' }, { keys: '7#' }, { waits: 1 }],
    input: { SpeechResult: 'seven', Confidence: '0.9' },
  },
  {
    says: 'a key cuts the prompt short',
    gather: '<Gather numDigits="1"><Say>A prompt that takes four seconds to be said, about so.</Say></Gather>',
    does: [{ waits: 1 }, { keys: '1' }],
    input: { Digits: '1', FinishedOnKey: '' },
  },
  {
    says: 'a key does not cut a prompt short that stands fast',
    gather: '<Gather numDigits="1" bargeIn="false" timeout="1"><Pause length="2"/></Gather>',
    does: [{ waits: 1 }, { keys: '1' }, { waits: 1 }, { keys: '2' }],
    input: { Digits: '2', FinishedOnKey: '' },
  },
  {
    says: 'the time runs from the end of the prompts',
    gather: '<Gather timeout="1"><Pause length="3"/></Gather>',
    does: [{ waits: 3.9 }, { keys: '5#' }],
    input: { Digits: '5', FinishedOnKey: '#' },
  },
];

for (const { says, gather, does, input } of cases) {
  test(`gather: ${says}`, async (t) => {
    const { call, act, pass, sent, leg } = await openCallTest(t, {
      '/voice': `${gather.replace('<Gather', '<Gather action="/done"')}<Say>Nothing came.</Say>`,
      '/done': '<Say>Thank you.</Say>',
    });
    const sid = await call();
    for (const deed of does) {
      if ('waits' in deed) await pass(deed.waits);
      else if ('keys' in deed) await act(sid, { digits: deed.keys });
      else await act(sid, { speech: { text: deed.says, confidence: deed.confidence } });
    }
    const [asked] = sent('/done');
    const { Digits, FinishedOnKey, SpeechResult, Confidence } = asked ?? {};
    const got = Object.fromEntries(
      Object.entries({ Digits, FinishedOnKey, SpeechResult, Confidence }).filter(([, value]) => value !== undefined),
    );
    assert.deepEqual(asked === undefined ? null : got, input);
    assert.equal(told(await leg(sid)).at(-1), input === null ? '< Nothing came.' : '< Thank you.');
  });
}

test('partial results are told as they come', async (t) => {
  const { call, act, sent } = await openCallTest(t, {
    '/voice': '<Gather input="speech" speechTimeout="3" partialResultCallback="/partial"/>',
    '/partial': '',
  });
  const sid = await call();
  await act(sid, { speech: { text: 'one', confidence: undefined } });
  await act(sid, { speech: { text: 'two', confidence: undefined } });
  assert.deepEqual(
    sent('/partial')
      .map(({ StableSpeechResult, SequenceNumber }) => [SequenceNumber, StableSpeechResult])
      .toSorted(),
    [
      ['0', 'one'],
      ['1', 'one two'],
    ],
  );
});

test('without an action the present document is asked again, with the input', async (t) => {
  const { call, act, sent } = await openCallTest(t, {
    '/voice': ({ params }) => (params.Digits === '1' ? '<Say>One.</Say>' : '<Gather numDigits="1"/>'),
  });
  const sid = await call();
  await act(sid, { digits: '1' });
  assert.deepEqual(
    sent('/voice').map(({ Digits, CallStatus }) => [Digits, CallStatus]),
    [
      [undefined, 'ringing'],
      ['1', 'in-progress'],
    ],
  );
});
