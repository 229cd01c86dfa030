/** What a person does on a leg of a call, as a form says it. */
import {
  answeredByValues,
  type HandsetAct,
  type HandsetAnswer,
  type SuppliedRecording,
} from '../../carriers/network-calls.ts';
import { apiError } from '../errors.ts';
import { type Form, first } from '../forms.ts';
import { integer, invalid, oneOf, optional, type Reader, text } from '../parameters.ts';

const maxRecordingSeconds = 14_400;

const keys: Reader<string> = (value, name) => {
  if (!/^[0-9A-D*#]{1,1000}$/.test(value)) throw invalid(name, 'it must be keys of 0-9, *, # and A to D');
  return value;
};

const confidence: Reader<number> = (value, name) => {
  const number = /^\d(\.\d{1,10})?$/.test(value) ? Number(value) : Number.NaN;
  if (!(number <= 1)) throw invalid(name, 'it must be a number from 0 to 1');
  return number;
};

/** What a person does on a leg; throws when it is nothing. */
export function readAct(form: Form): HandsetAct {
  const answer: HandsetAnswer | undefined = optional(
    form,
    'Answer',
    oneOf('true', 'busy', 'no-answer', 'reject', 'failed'),
  );
  const act: HandsetAct = {
    answer,
    answeredBy: optional(form, 'AnsweredBy', oneOf(...answeredByValues)),
    digits: optional(form, 'Digits', keys),
    speech: readSpeech(form),
    recording: readRecording(form),
    outcome: readOutcome(form),
    hangsUp: optional(form, 'Status', oneOf('completed')) !== undefined,
  };
  const isAnything = Object.values(act).some((part) => part !== undefined && part !== false);
  if (isAnything) return act;
  throw apiError(20001, {
    message: 'Nothing was done: give Digits, Speech, SpeechAudio, Answer, AnsweredBy, Recording, Outcome or Status',
  });
}

/** `Speech`: the words; `SpeechAudio`: their sound, a WAV as a `data:` URL. */
function readSpeech(form: Form): HandsetAct['speech'] {
  const said = optional(form, 'Speech', text(10_000));
  if (said !== undefined) return { text: said, confidence: optional(form, 'Confidence', confidence) };
  const given = first(form, 'SpeechAudio');
  return given === undefined || given === '' ? undefined : { audio: soundOf(given, 'SpeechAudio').bytes };
}

/** `Recording`: seconds, or the sound as a `data:` URL; `Transcript`: what is said in it. */
function readRecording(form: Form): SuppliedRecording | undefined {
  const given = first(form, 'Recording');
  const transcript = optional(form, 'Transcript', text(100_000));
  if (given === undefined || given === '') return transcript === undefined ? undefined : { transcript };
  if (!given.startsWith('data:')) {
    return { seconds: integer(0, maxRecordingSeconds)(given, 'Recording'), transcript };
  }
  return { audio: soundOf(given, 'Recording'), transcript };
}

function soundOf(given: string, name: string): { readonly contentType: string; readonly bytes: Uint8Array } {
  const [, contentType = 'audio/wav', data = ''] =
    /^data:(audio\/[\w.+-]+)?(?:;[\w-]+=[^;,]*)*;base64,(.*)$/s.exec(given) ?? [];
  const bytes = Buffer.from(data, 'base64');
  if (bytes.length === 0)
    throw invalid(name, 'it must be a sound as data:audio/…;base64,…, or a number of seconds for Recording');
  return { contentType, bytes };
}

/** `Outcome.Result=success`: parameters of the action of `Pay`, of a virtual agent and the like. */
function readOutcome(form: Form): HandsetAct['outcome'] {
  const prefix = 'Outcome.';
  const given = form.fields.filter(([name]) => name.startsWith(prefix));
  return given.length === 0
    ? undefined
    : Object.fromEntries(given.map(([name, value]) => [name.slice(prefix.length), value]));
}
