/** What goes on beside a call: streams, recordings, transcriptions. Source: carrier page §A2, Start and Stop. */
import { attributeOf, type TwimlElement } from '../../../twiml/index.ts';
import { recording } from '../../../twiml/verbs/start/recording.ts';
import { siprec } from '../../../twiml/verbs/start/siprec.ts';
import { stream } from '../../../twiml/verbs/start/stream.ts';
import { transcription } from '../../../twiml/verbs/start/transcription.ts';
import type { FormFields } from '../../signature.ts';
import { callbackOf } from './callbacks.ts';
import { parametersOf } from './dial-targets.ts';
import { MediaStream, type Track } from './media-stream.ts';
import { type CallRun, warn } from './run.ts';

/** Of one call, at once (our choice). */
const maxCompanions = 10;

/** Starts what a noun stands for. */
export async function startCompanion(run: CallRun, noun: TwimlElement): Promise<void> {
  const { companions } = run.leg;
  const key = keyOf(noun, run.system.ids);
  if (companions.has(key)) return warn(run, 31904, `A ${noun.name} of that name goes on already`);
  if (companions.size >= maxCompanions) return warn(run, 31905, `More than ${maxCompanions} go on beside the call`);
  let isOver = false;
  const stop = await start(run, noun, () => {
    isOver = true;
    companions.delete(key);
  });
  // It may have ended before it was known how to end it.
  if (stop && !isOver) companions.set(key, stop);
}

export function stopCompanion({ leg }: CallRun, noun: TwimlElement): void {
  const { name } = noun.attributes;
  // Without a name all of the kind are meant (inferred).
  for (const [key, stop] of leg.companions) {
    if (name === undefined ? key.startsWith(`${noun.name} `) : key === `${noun.name} ${name}`) {
      leg.companions.delete(key);
      stop();
    }
  }
}

function keyOf({ name, attributes }: TwimlElement, ids: { sid(prefix: string): string }): string {
  return `${name} ${attributes.name ?? ids.sid('')}`;
}

async function start(run: CallRun, noun: TwimlElement, onEnd: () => void): Promise<(() => void) | undefined> {
  switch (noun.name) {
    case stream.name:
      return startStream(run, noun, onEnd);
    case recording.name:
      return startRecording(run, noun);
    case transcription.name:
      return startTranscription(run, noun);
    case siprec.name:
      return startSiprec(run, noun);
    default:
      warn(run, 12200, `${noun.name} cannot be started`);
      return undefined;
  }
}

async function startStream(run: CallRun, noun: TwimlElement, onEnd: () => void): Promise<(() => void) | undefined> {
  const url = streamUrl(run, attributeOf(stream, noun, 'url'));
  if (url === undefined) return undefined;
  const media = new MediaStream(
    run.system,
    run.leg,
    {
      url,
      name: attributeOf(stream, noun, 'name') ?? '',
      tracks: tracksOf(attributeOf(stream, noun, 'track')),
      isTwoWay: false,
      params: parametersOf(noun),
      callback: callbackOf(run, {
        url: attributeOf(stream, noun, 'statusCallback'),
        method: attributeOf(stream, noun, 'statusCallbackMethod'),
      }),
    },
    onEnd,
  );
  await media.open();
  return () => media.stop();
}

/** Undefined, with a warning, for what is no address of a WebSocket. */
export function streamUrl(run: CallRun, url = ''): string | undefined {
  if (/^wss?:\/\//.test(url) && URL.canParse(url)) return url;
  warn(run, 31920, `${url} is no address of a WebSocket`);
  return undefined;
}

export function tracksOf(track: string): readonly Track[] {
  if (track === 'both_tracks') return ['inbound', 'outbound'];
  return track === 'outbound_track' ? ['outbound'] : ['inbound'];
}

function startRecording(run: CallRun, noun: TwimlElement): () => void {
  const { recorder } = run.system;
  const live = recorder.start(run.leg, {
    source: 'StartCallRecordingTwiML',
    channels: attributeOf(recording, noun, 'channels') === 'dual' ? 2 : 1,
    track: attributeOf(recording, noun, 'track'),
    callback: callbackOf(run, {
      url: attributeOf(recording, noun, 'recordingStatusCallback'),
      method: attributeOf(recording, noun, 'recordingStatusCallbackMethod'),
      events: attributeOf(recording, noun, 'recordingStatusCallbackEvent'),
    }),
  });
  return () => recorder.stop(live);
}

/** What is said on either side, told as it is said. Parameters: Twilio, Real-Time Transcription (known). */
function startTranscription(run: CallRun, noun: TwimlElement): () => void {
  const { leg, system } = run;
  const sid = system.ids.sid('GT');
  const callback = callbackOf(run, {
    url: attributeOf(transcription, noun, 'statusCallbackUrl'),
    method: attributeOf(transcription, noun, 'statusCallbackMethod'),
  });
  const track = attributeOf(transcription, noun, 'track');
  let sequence = 0;
  const report = (event: string, more: FormFields = []) => {
    if (!callback) return;
    const { url, method } = callback;
    const params: FormFields = [
      ['AccountSid', leg.call.accountSid],
      ['CallSid', leg.sid],
      ['TranscriptionSid', sid],
      ['TranscriptionEvent', event],
      ['SequenceId', String(++sequence)],
      ['Timestamp', new Date(leg.nowMs()).toISOString()],
      ['LanguageCode', attributeOf(transcription, noun, 'languageCode')],
      ...more,
    ];
    system.switchboard.request(leg, { url, method, params }, `${sid} ${sequence}`);
  };
  const heard = (side: string, transcript: string, confidence: number) => {
    if (track !== 'both_tracks' && track !== side) return;
    const data = JSON.stringify({ transcript, confidence });
    report('transcription-content', [
      ['Track', side],
      ['TranscriptionData', data],
      ['Final', 'true'],
    ]);
  };
  const stopObserving = leg.observe((event) => {
    if (event.kind === 'speech') heard('inbound_track', event.text, event.confidence ?? 0.9);
    else if (event.kind === 'sound' && event.text !== undefined) heard('outbound_track', event.text, 1);
  });
  report('transcription-started');
  return () => {
    stopObserving();
    report('transcription-stopped');
  };
}

/** There is no recorder to send the sound to: that it began and ended is told (our choice). */
function startSiprec(run: CallRun, noun: TwimlElement): () => void {
  const { leg, system } = run;
  const sid = system.ids.sid('SR');
  const callback = callbackOf(run, {
    url: attributeOf(siprec, noun, 'statusCallback'),
    method: attributeOf(siprec, noun, 'statusCallbackMethod'),
  });
  const report = (event: string) => {
    leg.note({ kind: 'siprec', siprec: sid, status: event });
    if (!callback) return;
    const { url, method } = callback;
    const params: FormFields = [
      ['AccountSid', leg.call.accountSid],
      ['CallSid', leg.sid],
      ['SiprecSid', sid],
      ['SiprecName', attributeOf(siprec, noun, 'name') ?? ''],
      ['SiprecEvent', `siprec-${event}`],
      ['Timestamp', new Date(leg.nowMs()).toISOString()],
    ];
    system.switchboard.request(leg, { url, method, params }, `${sid} ${event}`);
  };
  report('started');
  return () => report('stopped');
}
