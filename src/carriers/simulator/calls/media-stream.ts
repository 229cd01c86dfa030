/** The sound of a leg, sent to a WebSocket, and for two-way streams back. Source: carrier page §A2, Stream. */
import { frameMs, mediaPayloads, samplesOfPayload } from '../../../audio/media-frames.ts';
import { secondsOf } from '../../../audio/samples.ts';
import { keyTones, silence, tone } from '../../../audio/tones.ts';
import type { FormFields } from '../../signature.ts';
import { signUrl } from '../../signature.ts';
import type { CarrierSocket } from '../../socket.ts';
import type { StatusCallback } from './call-store.ts';
import type { CallSystem } from './call-system.ts';
import type { Leg, Observed } from './leg.ts';
import { speechSeconds } from './speech.ts';

/** Frames leave together, five at a time: one timer for 100 ms of sound. */
const framesPerTick = 5;
const tickMs = framesPerTick * frameMs;
/** Stands for a voice that nobody recorded. */
const voiceHertz = 220;
const longestVoiceSeconds = 60;
/** Marks that wait for their sound, and their names (our choice). */
const maxMarks = 1_000;
const longestMarkName = 1_024;

export type Track = 'inbound' | 'outbound';

export interface StreamWish {
  /** `ws:` or `wss:`. */
  readonly url: string;
  readonly name: string;
  readonly tracks: readonly Track[];
  readonly isTwoWay: boolean;
  readonly params: { readonly [name: string]: string };
  readonly callback: StatusCallback | null;
}

export class MediaStream {
  readonly sid: string;
  readonly #system: CallSystem;
  readonly #leg: Leg;
  readonly #wish: StreamWish;
  readonly #onEnd: (error: string | undefined) => void;
  readonly #sounds: { readonly [Name in Track]: Generator<string>[] } = { inbound: [], outbound: [] };
  #socket: CarrierSocket | undefined;
  #sequence = 0;
  #chunk = 0;
  #startedMs = 0;
  #isEnded = false;
  #cancelTick = () => {};
  #stopObserving = () => {};
  /** What the server sent is heard until then. */
  #playsUntilMs = 0;
  #marks: { readonly name: string; readonly cancel: () => void }[] = [];

  constructor(system: CallSystem, leg: Leg, wish: StreamWish, onEnd: (error: string | undefined) => void = () => {}) {
    this.sid = system.ids.sid('MZ');
    this.#system = system;
    this.#leg = leg;
    this.#wish = wish;
    this.#onEnd = onEnd;
  }

  async open(): Promise<void> {
    const { url } = this.#wish;
    const token = await this.#system.tokenOf(this.#leg.call.accountSid);
    const headers: Record<string, string> = token === undefined ? {} : { 'x-twilio-signature': signUrl(token, url) };
    const { openSocket } = this.#system;
    // Nobody listens there: the call goes on as if somebody did.
    if (!openSocket) return this.#begin();
    this.#socket = openSocket(url, headers, {
      onOpen: () => this.#begin(),
      onMessage: (text) => this.#hear(text),
      onClose: (error) => this.#end(error),
    });
  }

  /** The account or the end of the call stops it. */
  stop(): void {
    if (this.#isEnded) return;
    const { accountSid, sid: callSid } = this.#leg.call;
    this.#send('stop', { stop: { accountSid, callSid } });
    this.#end(undefined);
  }

  #begin(): void {
    const { accountSid, sid: callSid } = this.#leg.call;
    const { tracks, params } = this.#wish;
    this.#socket?.send(JSON.stringify({ event: 'connected', protocol: 'Call', version: '1.0.0' }));
    const mediaFormat = { encoding: 'audio/x-mulaw', sampleRate: 8_000, channels: 1 };
    const start = { streamSid: this.sid, accountSid, callSid, tracks, customParameters: params, mediaFormat };
    this.#send('start', { start });
    this.#startedMs = this.#leg.nowMs();
    this.#stopObserving = this.#leg.observe((event) => this.#notice(event));
    this.#leg.note({ kind: 'stream', stream: this.sid, status: 'started' });
    this.#tell('stream-started');
    this.#tickAt(this.#startedMs + tickMs);
  }

  #tickAt(atMs: number): void {
    this.#cancelTick = this.#system.clock.at(atMs, () => {
      for (let frame = 0; frame < framesPerTick; frame++) {
        this.#chunk++;
        for (const track of this.#wish.tracks) this.#sendFrame(track);
      }
      this.#tickAt(atMs + tickMs);
    });
  }

  #sendFrame(track: Track): void {
    const sounds = this.#sounds[track];
    let payload = quiet;
    while (sounds[0]) {
      const { value, done } = sounds[0].next();
      if (done !== true) {
        payload = value;
        break;
      }
      sounds.shift();
    }
    const timestamp = String((this.#chunk - 1) * frameMs);
    this.#send('media', { media: { track, chunk: String(this.#chunk), timestamp, payload } });
  }

  /** Keys are tones, and words are a tone as long as they take. */
  #notice(event: Observed): void {
    if (event.kind === 'key') {
      this.#sounds.inbound.push(mediaPayloads(keyTones(event.key)));
      if (this.#wish.isTwoWay) this.#send('dtmf', { dtmf: { track: 'inbound_track', digit: event.key } });
    } else if (event.kind === 'speech') this.#sounds.inbound.push(voice(speechSeconds(event.text)));
    else this.#sounds.outbound.push(event.samples ? mediaPayloads(event.samples) : voice(event.seconds));
  }

  #hear(text: string): void {
    const message = objectOf(text);
    if (!this.#wish.isTwoWay || !message) return;
    switch (message.event) {
      case 'media':
        this.#play(message.media);
        break;
      case 'mark':
        this.#mark(message.mark);
        break;
      case 'clear':
        this.#playsUntilMs = 0;
        for (const { name, cancel } of this.#marks.splice(0)) {
          cancel();
          this.#send('mark', { mark: { name } });
        }
    }
  }

  #play(media: unknown): void {
    const payload = fieldOf(media, 'payload');
    if (payload === undefined) return;
    try {
      const seconds = secondsOf(samplesOfPayload(payload));
      this.#playsUntilMs = Math.max(this.#playsUntilMs, this.#leg.nowMs()) + seconds * 1_000;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#leg.note({ kind: 'warning', code: 31951, path: 'Stream', message });
    }
  }

  /** Given back once all that was sent before it has been heard. */
  #mark(mark: unknown): void {
    const name = fieldOf(mark, 'name');
    if (name === undefined) return;
    if (this.#marks.length >= maxMarks || name.length > longestMarkName) {
      const message = `A mark is passed over: at most ${maxMarks} wait, with names of ${longestMarkName} characters`;
      this.#leg.note({ kind: 'warning', code: 31951, path: 'Stream', message });
      return;
    }
    const atMs = Math.ceil(Math.max(this.#playsUntilMs, this.#leg.nowMs()));
    const entry = {
      name,
      cancel: this.#system.clock.at(atMs, () => {
        this.#marks = this.#marks.filter((other) => other !== entry);
        this.#leg.note({ kind: 'stream', stream: this.sid, mark: name });
        this.#send('mark', { mark: { name } });
      }),
    };
    this.#marks.push(entry);
  }

  #send(event: string, facts: object): void {
    const sequenceNumber = String(++this.#sequence);
    this.#socket?.send(JSON.stringify({ event, sequenceNumber, ...facts, streamSid: this.sid }));
  }

  #end(error: string | undefined): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#cancelTick();
    this.#stopObserving();
    for (const { cancel } of this.#marks.splice(0)) cancel();
    this.#socket?.close();
    this.#leg.note({
      kind: 'stream',
      stream: this.sid,
      status: 'stopped',
      ...(error === undefined ? {} : { reason: error }),
    });
    this.#tell(error === undefined ? 'stream-stopped' : 'stream-error', error);
    this.#onEnd(error);
  }

  #tell(event: string, error?: string): void {
    const { callback, name } = this.#wish;
    if (!callback) return;
    const params: FormFields = [
      ['AccountSid', this.#leg.call.accountSid],
      ['CallSid', this.#leg.sid],
      ['StreamSid', this.sid],
      ['StreamName', name],
      ['StreamEvent', event],
      ...(error === undefined ? [] : [['StreamError', error] as const]),
      ['Timestamp', new Date(this.#leg.nowMs()).toISOString()],
    ];
    const { url, method } = callback;
    this.#system.switchboard.request(this.#leg, { url, method, params }, `${this.sid} ${event}`);
  }
}

const quiet = mediaPayloads(silence(frameMs / 1_000)).next().value ?? '';

function voice(seconds: number): Generator<string> {
  return mediaPayloads(tone([voiceHertz], Math.min(seconds, longestVoiceSeconds)));
}

/** A JSON object, or nothing. */
export function objectOf(text: string): { readonly [name: string]: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as { readonly [name: string]: unknown }) : undefined;
  } catch {
    // Whoever is at the other end says something else: it is passed over.
    return undefined;
  }
}

/** A text in an object of a message. */
export function fieldOf(object: unknown, name: string): string | undefined {
  if (typeof object !== 'object' || object === null) return undefined;
  const value = (object as { readonly [name: string]: unknown })[name];
  return typeof value === 'string' ? value : undefined;
}
