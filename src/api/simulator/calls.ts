import type { Network } from '../../carriers/network.ts';
import {
  answeredByValues,
  type HandsetAct,
  type HandsetAnswer,
  type SuppliedRecording,
} from '../../carriers/network-calls.ts';
import type { ApiModule } from '../app.ts';
import { accountOf } from '../auth.ts';
import { granted } from '../carrier/owner.ts';
import { apiError, notFound } from '../errors.ts';
import { type Form, first, formOf, queryOf } from '../forms.ts';
import { openRequests } from '../open-requests.ts';
import { sidParam } from '../owned.ts';
import { integer, invalid, oneOf, optional, type Reader, required, text } from '../parameters.ts';
import { presentHandsetLeg } from './present.ts';

const defaultLimit = 50;
const maxLimit = 500;
const longestWaitSeconds = 25;
/** Room for a recording as a `data:` URL: 16 MB, and a third more in its encoding. */
const bodyLimit = 24 * 1024 * 1024;
const maxRecordingSeconds = 14_400;

/** A contact calls a number, and does what a person does on a leg of a call: answer, press keys, speak, hang up. */
export function handsetCalls(network: Network): ApiModule {
  const { calls } = network;
  return {
    access: 'account',
    register(app, { clock }) {
      const signalOf = openRequests(app);

      app.post('/simulator/calls', async (request, reply) => {
        const form = formOf(request);
        const leg = await calls.place(accountOf(request).sid, {
          from: required(form, 'From', text()),
          to: required(form, 'To', text()),
          params: Object.fromEntries(form.fields.filter(([name]) => name !== 'From' && name !== 'To')),
        });
        return reply.code(201).send(presentHandsetLeg(granted(leg)));
      });

      app.get('/simulator/calls', async (request) => {
        const limit = optional(queryOf(request), 'limit', integer(1, maxLimit)) ?? defaultLimit;
        const legs = await calls.listLegs(accountOf(request).sid, limit);
        return { calls: legs.map((leg) => presentHandsetLeg({ ...leg, transcript: [] })) };
      });

      // `after`: only what came after this entry; `wait`: seconds to wait for the first of it.
      app.get('/simulator/calls/:callSid', async (request, reply) => {
        const query = queryOf(request);
        const { sid } = accountOf(request);
        const callSid = sidParam(request, 'callSid', 'CA');
        const after = optional(query, 'after', integer(0)) ?? 0;
        const seconds = optional(query, 'wait', integer(0, longestWaitSeconds)) ?? 0;
        const patience = new AbortController();
        const cancel = clock.at(clock.now() + seconds * 1_000, () => patience.abort());
        const signal = seconds === 0 ? undefined : AbortSignal.any([patience.signal, signalOf(reply)]);
        const leg = await calls.readLeg(sid, callSid, after, signal).finally(cancel);
        if (leg === undefined) throw notFound(request);
        return presentHandsetLeg(leg);
      });

      app.post('/simulator/calls/:callSid', { bodyLimit }, async (request) => {
        const act = readAct(formOf(request));
        const leg = await calls.act(accountOf(request).sid, sidParam(request, 'callSid', 'CA'), act);
        if (leg === undefined) throw notFound(request);
        return presentHandsetLeg(granted(leg));
      });
    },
  };
}

const keys: Reader<string> = (value, name) => {
  if (!/^[0-9A-D*#]{1,1000}$/.test(value)) throw invalid(name, 'it must be keys of 0-9, *, # and A to D');
  return value;
};

const confidence: Reader<number> = (value, name) => {
  const number = /^\d(\.\d{1,10})?$/.test(value) ? Number(value) : Number.NaN;
  if (!(number <= 1)) throw invalid(name, 'it must be a number from 0 to 1');
  return number;
};

function readAct(form: Form): HandsetAct {
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
