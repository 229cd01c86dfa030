/** What a line of the phone asks of the world: a person says for each address, once, who answers. */
import type { Ask, AskAnswer } from '../../api/console/phone-port.ts';
import type { CarrierHttp, CarrierHttpResult } from '../../carriers/http.ts';
import type { HttpRequest, HttpResult } from '../../engine/effects.ts';
import { studioDefaults } from '../../engine/limits.ts';
import type { Clock } from '../../runtime/clock.ts';
import { type HttpAnswer, httpResult } from '../../testing/answers.ts';
import type { LineRequestKind } from '../../testing/line/outside.ts';

type Fetched = Parameters<CarrierHttp['request']>[0];

/** The world itself, for one account. */
export interface RealWorld {
  exchange(request: HttpRequest): Promise<HttpResult>;
  runFunction(request: HttpRequest): Promise<HttpResult>;
  fetch: CarrierHttp['request'];
}

interface OpenAsk extends Ask {
  readonly key: string;
  readonly answer: (answer: AskAnswer) => void;
}

/** Reports that authors asked for: nobody waits for their answers. */
const reportFields = ['CallbackSource=', 'RecordingStatus=', 'TranscriptionStatus=', 'StreamEvent=', 'ConferenceSid='];

export class PhoneOutside {
  readonly #real: RealWorld;
  readonly #clock: () => Clock;
  readonly #open = new Map<number, OpenAsk>();
  /** By kind and address. */
  readonly #kept = new Map<string, AskAnswer>();
  /** Answers that take their time. */
  readonly #onTheWay = new Set<() => void>();
  readonly #underWay = new Set<Promise<unknown>>();
  #lastId = 0;
  #isClosed = false;

  constructor(real: RealWorld, clock: () => Clock) {
    this.#real = real;
    this.#clock = clock;
  }

  get asks(): readonly Ask[] {
    return [...this.#open.values()].map(({ id, kind, method, url, body }) => ({ id, kind, method, url, body }));
  }

  /** Resolves when nothing is asked for real: no time goes by on the line meanwhile. */
  async settled(): Promise<boolean> {
    const isBusy = this.#underWay.size > 0;
    await Promise.all(this.#underWay);
    return isBusy;
  }

  /** False: nothing is asked under this number. */
  answer(id: number, answer: AskAnswer, isKept: boolean): boolean {
    const ask = this.#open.get(id);
    if (ask === undefined) return false;
    if (isKept) this.#kept.set(ask.key, answer);
    ask.answer(answer);
    return true;
  }

  /** Nobody answers any more: what waits goes on, and what is asked from now on fails at once. */
  close(): void {
    this.#isClosed = true;
    for (const ask of [...this.#open.values()]) ask.answer({ fails: 'network' });
    for (const arrive of this.#onTheWay) arrive();
  }

  exchange(request: HttpRequest, kind: LineRequestKind): Promise<HttpResult> {
    const really = () => (kind === 'function' ? this.#real.runFunction(request) : this.#real.exchange(request));
    return this.#ask(
      { kind: kind === 'document' ? 'twiml' : kind, method: request.method, url: request.url, body: request.body },
      really,
      ({ result }) => result,
    );
  }

  /** Undefined: a sound, which lasts as long as one that nobody fetches. */
  fetch(request: Fetched): Promise<CarrierHttpResult> | undefined {
    if (request.headers?.accept?.startsWith('audio/')) return undefined;
    const finalUrl = request.url;
    if (reportFields.some((field) => request.body?.includes(field))) {
      return Promise.resolve({ ok: true, status: 204, body: '', headers: {}, finalUrl });
    }
    const asked = { kind: 'twiml', method: request.method, url: request.url, body: request.body } as const;
    return this.#ask<CarrierHttpResult>(
      asked,
      () => this.#real.fetch(request),
      ({ result }) => (result.ok ? { ...result, finalUrl } : { ...result, stage: 'connect' }),
    );
  }

  #ask<T>(
    asked: Omit<Ask, 'id'>,
    really: () => Promise<T>,
    given: (answer: ReturnType<typeof httpResult>) => T,
  ): Promise<T> {
    const key = `${asked.kind} ${asked.method} ${asked.url.split('?', 1)[0]}`;
    const carryOut = (answer: AskAnswer): Promise<T> => {
      if (answer === 'really') return this.#watched(really());
      const result = httpResult(answerOf(answer), studioDefaults);
      return this.#later(result.afterSeconds).then(() => given(result));
    };
    const kept = this.#isClosed ? ({ fails: 'network' } as const) : this.#kept.get(key);
    if (kept !== undefined) return carryOut(kept);
    return new Promise((resolve) => {
      const id = ++this.#lastId;
      const clock = this.#clock();
      const answer = (said: AskAnswer) => {
        cancel();
        this.#open.delete(id);
        resolve(carryOut(said));
      };
      // Nobody who waits longer than the limit gets an answer: when time is let pass instead of answering.
      const cancel = clock.at(clock.now() + studioDefaults.httpSeconds * 1_000, () => answer({ fails: 'network' }));
      this.#open.set(id, { ...asked, id, key, answer });
    });
  }

  #watched<T>(work: Promise<T>): Promise<T> {
    this.#underWay.add(work);
    return work.finally(() => this.#underWay.delete(work));
  }

  #later(seconds: number): Promise<void> {
    if (seconds === 0) return Promise.resolve();
    const clock = this.#clock();
    return new Promise((resolve) => {
      const arrive = () => {
        this.#onTheWay.delete(arrive);
        resolve();
      };
      this.#onTheWay.add(arrive);
      clock.at(clock.now() + seconds * 1_000, arrive);
    });
  }
}

function answerOf(answer: Exclude<AskAnswer, 'really'>): HttpAnswer {
  if ('fails' in answer) return answer;
  const { status, body, contentType, afterSeconds } = answer;
  return { status, body, afterSeconds, ...(contentType === undefined ? {} : { contentType }) };
}
