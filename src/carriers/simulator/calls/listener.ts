/** What `Gather` has heard so far, and how long it waits for more. Source: carrier page §A2, Gather. */
import { attributeOf, type TwimlElement } from '../../../twiml/index.ts';
import { gather } from '../../../twiml/verbs/gather.ts';
import type { FormFields } from '../../signature.ts';
import { callParams } from './call-params.ts';
import { callbackOf } from './callbacks.ts';
import type { LegEvent } from './events.ts';
import type { CallRun } from './run.ts';

const usualTimeoutSeconds = 5;
const maxSpeechSeconds = 60;
/** How sure the recognizer is of what a handset says without a number (our choice). */
const usualConfidence = 0.9;

export class Listener {
  /** What a handset is shown. */
  readonly facts: { readonly [fact: string]: unknown };
  isDone = false;
  untilMs = 0;
  readonly #run: CallRun;
  readonly #element: TwimlElement;
  readonly #hearsKeys: boolean;
  readonly #hearsSpeech: boolean;
  readonly #finishOnKey: string;
  readonly #numDigits: number;
  readonly #timeoutMs: number;
  /** Silence after which speech is over; 0: at once. */
  readonly #silenceMs: number;
  readonly #speech: string[] = [];
  #digits = '';
  #finishedOnKey = '';
  #confidence = 1;
  #speechEndsMs = Number.POSITIVE_INFINITY;

  constructor(element: TwimlElement, run: CallRun) {
    const input = attributeOf(gather, element, 'input');
    const timeout = attributeOf(gather, element, 'timeout');
    const speechTimeout = attributeOf(gather, element, 'speechTimeout');
    const numDigits = attributeOf(gather, element, 'numDigits');
    const timeoutSeconds = timeout === 'auto' ? usualTimeoutSeconds : timeout;
    this.#run = run;
    this.#element = element;
    this.#hearsKeys = input.includes('dtmf');
    this.#hearsSpeech = input.includes('speech');
    this.#finishOnKey = attributeOf(gather, element, 'finishOnKey');
    this.#numDigits = numDigits ?? Number.POSITIVE_INFINITY;
    this.#timeoutMs = timeoutSeconds * 1_000;
    this.#silenceMs = speechTimeout === 'auto' ? 0 : (speechTimeout ?? timeoutSeconds) * 1_000;
    this.facts = {
      input,
      timeout: timeoutSeconds,
      finish_on_key: this.#finishOnKey,
      num_digits: numDigits ?? null,
      language: attributeOf(gather, element, 'language'),
      hints: attributeOf(gather, element, 'hints') ?? [],
    };
  }

  /** Cuts a prompt short. */
  isInterruptedBy(event: LegEvent): boolean {
    return attributeOf(gather, this.#element, 'bargeIn') && this.#hears(event);
  }

  /** The prompts are over, or were cut short. */
  beginTimeout(): void {
    if (this.#speech.length === 0) this.untilMs = this.#run.leg.nowMs() + this.#timeoutMs;
  }

  take(event: LegEvent): void {
    if (event.kind === 'time') this.isDone = true;
    else if (!this.#hears(event)) return;
    else if (event.kind === 'key') this.#takeKey(event.key);
    else if (event.kind === 'speech') this.#takeSpeech(event.text, event.confidence);
  }

  /** Parameters of the action; undefined when it is not asked. */
  input(): FormFields | undefined {
    if (this.#speech.length > 0) {
      return [
        ['SpeechResult', this.#speech.join(' ')],
        ['Confidence', String(this.#confidence)],
      ];
    }
    if (this.#digits === '' && !attributeOf(gather, this.#element, 'actionOnEmptyResult')) return undefined;
    if (!this.#hearsKeys) return [['SpeechResult', '']];
    return [
      ['Digits', this.#digits],
      ['FinishedOnKey', this.#finishedOnKey],
    ];
  }

  /** The first kind of input decides which is listened to. */
  #hears(event: LegEvent): boolean {
    if (event.kind === 'key') return this.#hearsKeys && this.#speech.length === 0;
    return event.kind === 'speech' && this.#hearsSpeech && this.#digits === '';
  }

  #takeKey(key: string): void {
    if (key === this.#finishOnKey) {
      this.#finishedOnKey = key;
      this.isDone = true;
      return;
    }
    this.#digits += key;
    this.untilMs = this.#run.leg.nowMs() + this.#timeoutMs;
    this.isDone = this.#digits.length >= this.#numDigits;
  }

  #takeSpeech(text: string, confidence = usualConfidence): void {
    const nowMs = this.#run.leg.nowMs();
    if (this.#speech.length === 0) this.#speechEndsMs = nowMs + maxSpeechSeconds * 1_000;
    this.#speech.push(text);
    this.#confidence = Math.min(this.#confidence, confidence);
    this.untilMs = Math.min(nowMs + this.#silenceMs, this.#speechEndsMs);
    this.isDone = this.#silenceMs === 0;
    this.#tellPartial();
  }

  /** What was heard so far; nobody waits for the answer. */
  #tellPartial(): void {
    const { leg, system } = this.#run;
    const callback = callbackOf(this.#run, {
      url: attributeOf(gather, this.#element, 'partialResultCallback'),
      method: attributeOf(gather, this.#element, 'partialResultCallbackMethod'),
    });
    if (!callback) return;
    const sequence = String(this.#speech.length - 1);
    const params = callParams(leg.call, [
      ['StableSpeechResult', this.#speech.join(' ')],
      ['UnstableSpeechResult', ''],
      ['Stability', '1'],
      ['SequenceNumber', sequence],
    ]);
    const { url, method } = callback;
    system.switchboard.request(leg, { url, method, params }, `partial ${leg.documents} ${sequence}`);
  }
}
