/** The recording of a `Dial`. Source: carrier page §A2, Dial. */
import { attributeOf, type TwimlElement } from '../../../twiml/index.ts';
import { dial } from '../../../twiml/verbs/dial.ts';
import type { FormFields } from '../../signature.ts';
import { callbackOf } from './callbacks.ts';
import { type LiveRecording, wholeSeconds } from './recorder.ts';
import type { CallRun } from './run.ts';

export class DialRecording {
  readonly #element: TwimlElement;
  readonly #run: CallRun;
  readonly #mode: string;
  #live: LiveRecording | undefined;

  constructor(element: TwimlElement, run: CallRun) {
    this.#element = element;
    this.#run = run;
    this.#mode = attributeOf(dial, element, 'record');
  }

  /** It rings. */
  ringing(): void {
    if (this.#mode.startsWith('record-from-ringing')) this.#start();
  }

  /** The two talk. */
  answered(): void {
    if (this.#mode.startsWith('record-from-answer')) this.#start();
  }

  /** What the action is told of it. */
  end(): FormFields {
    const row = this.#live && this.#run.system.recorder.stop(this.#live);
    if (!row) return [];
    return [
      ['RecordingUrl', this.#run.system.recorder.urlOf(row)],
      ['RecordingSid', row.sid],
      ['RecordingDuration', wholeSeconds(row.durationSeconds ?? 0)],
    ];
  }

  #start(): void {
    const callback = callbackOf(this.#run, {
      url: attributeOf(dial, this.#element, 'recordingStatusCallback'),
      method: attributeOf(dial, this.#element, 'recordingStatusCallbackMethod'),
      events: attributeOf(dial, this.#element, 'recordingStatusCallbackEvent'),
    });
    this.#live = this.#run.system.recorder.start(this.#run.leg, {
      source: 'DialVerb',
      channels: this.#mode.endsWith('-dual') ? 2 : 1,
      track: attributeOf(dial, this.#element, 'recordingTrack'),
      callback,
    });
  }
}
