/** What a call in the terminal asks of the world: done for real, or answered by what is typed. */
import type { CarrierHttp, CarrierHttpResult } from '../../carriers/http.ts';
import { type HttpRequest, type HttpResult, studioDefaults } from '../../engine/index.ts';
import type { Clock } from '../../runtime/clock.ts';
import { httpResult } from '../../testing/answers.ts';
import type { HttpAnswer } from '../../testing/index.ts';

type Fetched = Parameters<CarrierHttp['request']>[0];

/** Carries requests out; absent: their answers are typed. */
export interface RealWorld {
  exchange?(accountSid: string, request: HttpRequest): Promise<HttpResult>;
  runFunction?(accountSid: string, request: HttpRequest): Promise<HttpResult>;
  fetch?: CarrierHttp['request'];
}

export interface TypedOptions {
  readonly real: RealWorld;
  readonly clock: () => Clock;
  /** Shows a request that waits for its answer. */
  show(kind: string, request: string): void;
}

/** Reports that authors asked for: nobody waits for their answers. */
const reportFields = ['CallbackSource=', 'RecordingStatus=', 'TranscriptionStatus=', 'StreamEvent=', 'ConferenceSid='];

export class CallOutside {
  readonly #options: TypedOptions;
  readonly #open: ((answer: HttpAnswer) => void)[] = [];

  constructor(options: TypedOptions) {
    this.#options = options;
  }

  get isAsking(): boolean {
    return this.#open.length > 0;
  }

  /** Answers the oldest request; false: none is open. */
  answer(answer: HttpAnswer): boolean {
    const oldest = this.#open.shift();
    oldest?.(answer);
    return oldest !== undefined;
  }

  async exchange(request: HttpRequest, kind: 'http' | 'function'): Promise<HttpResult> {
    const { exchange, runFunction = exchange } = this.#options.real;
    const carryOut = kind === 'function' ? runFunction : exchange;
    if (carryOut) return carryOut('', request);
    return this.#ask(kind, `${request.method} ${request.url}${request.body ? `\n${request.body}` : ''}`);
  }

  /** Undefined: a sound, which lasts as long as one that nobody fetches. */
  fetch(request: Fetched): Promise<CarrierHttpResult> | undefined {
    const { fetch } = this.#options.real;
    if (fetch) return fetch(request);
    return request.headers?.accept?.startsWith('audio/') ? undefined : this.#askForDocument(request);
  }

  async #askForDocument(request: Fetched): Promise<CarrierHttpResult> {
    const finalUrl = request.url;
    if (reportFields.some((field) => request.body?.includes(field))) {
      return { ok: true, status: 204, body: '', headers: {}, finalUrl };
    }
    const result = await this.#ask('twiml', `${request.method} ${request.url}`);
    return result.ok ? { ...result, finalUrl } : { ...result, stage: 'connect' };
  }

  /** Nobody who waits longer than the limit gets an answer. */
  #ask(kind: string, request: string): Promise<HttpResult> {
    this.#options.show(kind, request);
    return new Promise((resolve) => {
      const { httpSeconds } = studioDefaults;
      const clock = this.#options.clock();
      const give = (answer: HttpAnswer) => {
        cancel();
        resolve(httpResult(answer, studioDefaults).result);
      };
      const cancel = clock.at(clock.now() + httpSeconds * 1_000, () => {
        this.#open.splice(this.#open.indexOf(give), 1);
        give({ fails: 'timeout' });
      });
      this.#open.push(give);
    });
  }
}
