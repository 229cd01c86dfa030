import { attributeOf, type TwimlElement } from '../../../../twiml/index.ts';
import { record } from '../../../../twiml/verbs/record.ts';
import type { NetworkRecording, SuppliedRecording } from '../../../network-calls.ts';
import type { FormFields } from '../../../signature.ts';
import { resolveAgainst } from '../addresses-of-documents.ts';
import { callParams } from '../call-params.ts';
import { callbackOf } from '../callbacks.ts';
import { type Interruption, isInterruption, type LegEvent } from '../events.ts';
import { wordsOf } from '../hearing.ts';
import { wholeSeconds } from '../recorder.ts';
import { secondsOfAudio } from '../recording-store.ts';
import { type CallRun, goto, hearAll, tell } from '../run.ts';
import { beep, silence } from '../sounds.ts';
import { speechSeconds } from '../speech.ts';
import type { VerbRunner } from './verb-runner.ts';

/** Seconds that a recording may last which is to be written down. */
const maxTranscribedSeconds = 120;

/** Records the caller. Silence is kept too, as accounts of today have it. Source: carrier page §A2, Record. */
export const recordRunner: VerbRunner = {
  name: record.name,
  keysAreFor: 'somebody',
  async run(element, run) {
    const { leg, system, document } = run;
    const action = attributeOf(record, element, 'action') ?? '';
    const method = attributeOf(record, element, 'method');
    // Who has nowhere to go afterwards need not speak.
    const way = resolveAgainst(document.url, action);
    if (!way.ok) return { kind: 'fail', code: way.code, message: way.message };
    if (attributeOf(record, element, 'playBeep')) {
      const stopped = await hearAll(run, beep);
      if (stopped) return stopped;
    }
    const callback = callbackOf(run, {
      url: attributeOf(record, element, 'recordingStatusCallback'),
      method: attributeOf(record, element, 'recordingStatusCallbackMethod'),
      events: attributeOf(record, element, 'recordingStatusCallbackEvent'),
    });
    const live = system.recorder.start(leg, { source: 'RecordVerb', channels: 1, track: 'both', callback });
    const heard = await listen(element, run);
    const isTrimmed = attributeOf(record, element, 'trim') === 'trim-silence';
    const seconds = isTrimmed ? heard.voiceSeconds : heard.seconds;
    const row = system.recorder.stop(live, { seconds, audio: heard.supplied?.audio });
    void transcribe(element, run, row, heard);
    const params: FormFields = [
      ['RecordingUrl', system.recorder.urlOf(row)],
      ['RecordingSid', row.sid],
      ['RecordingDuration', wholeSeconds(row.durationSeconds ?? seconds)],
      ...(heard.endedBy === undefined ? [] : [['Digits', heard.endedBy] as const]),
    ];
    const { interruption } = heard;
    if (!interruption) return goto(run, action, method, params);
    if (interruption.kind === 'hangup') await tell(run, action, method, params);
    return interruption;
  },
};

interface Heard {
  readonly seconds: number;
  /** Up to the last sound: what is left when silence is cut off. */
  readonly voiceSeconds: number;
  readonly words: string;
  readonly supplied: SuppliedRecording | undefined;
  /** A key, or `hangup`. */
  readonly endedBy: string | undefined;
  readonly interruption: Interruption | undefined;
}

async function listen(element: TwimlElement, { leg }: CallRun): Promise<Heard> {
  const startedMs = leg.nowMs();
  const keys = attributeOf(record, element, 'finishOnKey');
  const patienceMs = attributeOf(record, element, 'timeout') * 1_000 || Number.POSITIVE_INFINITY;
  const longest = attributeOf(record, element, 'transcribe') ? maxTranscribedSeconds : Number.POSITIVE_INFINITY;
  const maxSeconds = Math.min(attributeOf(record, element, 'maxLength'), longest);
  const words: string[] = [];
  let voiceEndsMs = startedMs;
  leg.at({ verb: record.name, finish_on_key: keys, max_length: maxSeconds });
  for (;;) {
    const event = await leg.next(Math.min(startedMs + maxSeconds * 1_000, voiceEndsMs + patienceMs));
    if (event.kind === 'speech') {
      words.push(event.text);
      voiceEndsMs = Math.max(voiceEndsMs, leg.nowMs()) + speechSeconds(event.text) * 1_000;
    } else if (event.kind === 'recording') {
      const { recording } = event;
      const length = recording.seconds ?? (recording.audio && secondsOfAudio(recording.audio)) ?? 0;
      const seconds = Math.min(length, maxSeconds);
      return heardUntil(await spokenFor(seconds), { recording, seconds });
    } else if (isEnd(event, keys)) return heardUntil(event);
  }

  /** A message takes the time that it takes; a key or a hang-up ends it all the same. */
  async function spokenFor(seconds: number): Promise<LegEvent> {
    leg.start(silence(seconds));
    for (;;) {
      const event = await leg.next();
      if (event.kind === 'sound-ended') return event;
      if (event.kind === 'time' || !isEnd(event, keys)) continue;
      leg.stop();
      return event;
    }
  }

  function heardUntil(
    event: LegEvent,
    given?: { readonly recording: SuppliedRecording; readonly seconds: number },
  ): Heard {
    const supplied = given?.recording;
    const suppliedSeconds = given && (event.kind === 'sound-ended' ? given.seconds : (leg.nowMs() - startedMs) / 1_000);
    const seconds = suppliedSeconds ?? (leg.nowMs() - startedMs) / 1_000;
    return {
      seconds,
      voiceSeconds: suppliedSeconds ?? Math.min(seconds, (voiceEndsMs - startedMs) / 1_000),
      words: [...words, ...(supplied?.transcript === undefined ? [] : [supplied.transcript])].join(' '),
      supplied,
      endedBy: event.kind === 'key' ? event.key : event.kind === 'hangup' ? 'hangup' : undefined,
      interruption: isInterruption(event) ? event : undefined,
    };
  }
}

function isEnd(event: LegEvent, keys: string): boolean {
  if (event.kind === 'key') return keys.includes(event.key);
  return event.kind === 'time' || isInterruption(event);
}

/** What an engine that listens makes of a sound that the handset gave. */
async function recognized({ system }: CallRun, supplied: SuppliedRecording | undefined): Promise<string> {
  if (!supplied?.audio || !system.speech.listener) return '';
  const words = await wordsOf(system, supplied.audio.bytes, {}, maxTranscribedSeconds);
  return words.ok ? words.value.text : '';
}

/** Writes down what was said, as whoever held the handset has it. Source: carrier page §B3. */
async function transcribe(element: TwimlElement, run: CallRun, row: NetworkRecording, heard: Heard): Promise<void> {
  const { leg, system } = run;
  const callback = callbackOf(run, { url: attributeOf(record, element, 'transcribeCallback') });
  if (!callback) return;
  const words = heard.words || (await recognized(run, heard.supplied));
  const sid = system.ids.sid('TR');
  const url = system.recorder.urlOf(row);
  const params = callParams(leg.call, [
    ['TranscriptionSid', sid],
    ['TranscriptionText', words],
    ['TranscriptionStatus', words === '' ? 'failed' : 'completed'],
    ['RecordingSid', row.sid],
    ['RecordingUrl', url],
  ]);
  system.switchboard.request(leg, { url: callback.url, method: 'POST', params }, `${sid} transcription`);
}
