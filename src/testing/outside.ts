/** What the outside is asked by the runs of a play, and what comes back of it, in the order of its time. */
import type { CallRequest, Effect, OutboundMessage, ProductRequest } from '../engine/effects.ts';
import type { ExecutionEvent } from '../engine/events.ts';
import type { Limits } from '../engine/limits.ts';
import {
  answerFor,
  type HttpAnswer,
  httpResult,
  type MessageAnswer,
  messageResult,
  type ProductAnswer,
  productResult,
} from './answers.ts';
import type { AskedResource, MadeRequest, PlayOptions, SentMessage } from './play-options.ts';
import { Schedule } from './schedule.ts';
import { messageReport } from './webhooks.ts';

export type Answer = HttpAnswer | MessageAnswer | ProductAnswer;

/** What a run is to be told; made when it happens, as its SIDs are numbered in the order of events. */
export interface DueEvent<Run> {
  readonly run: Run;
  readonly event: () => ExecutionEvent;
}

/** One effect, the run that asks, and the name of its widget. */
interface Asked<Run> {
  readonly effect: Effect;
  readonly run: Run;
  readonly state: string;
}

export interface OutsideOptions {
  readonly answers: Pick<PlayOptions, 'messages' | 'http' | 'functions' | 'products' | 'calls'>;
  readonly accountSid: string;
  readonly limits: Limits;
  readonly newSid: (prefix: string) => string;
  readonly now: () => number;
}

export class Outside<Run> {
  readonly sent: SentMessage[] = [];
  readonly requests: MadeRequest[] = [];
  readonly asked: AskedResource[] = [];
  /** The call that was made last. */
  madeCallSid: string | undefined;
  readonly #options: OutsideOptions;
  readonly #calls = new Map<string, number>();
  readonly #due = new Schedule<DueEvent<Run>>();
  #pending: Asked<Run>[] = [];

  constructor(options: OutsideOptions) {
    this.#options = options;
  }

  /** Effects whose answer was left open. */
  get pending(): readonly Effect[] {
    return this.#pending.map(({ effect }) => effect);
  }

  get nextDueMs(): number | null {
    return this.#due.nextMs;
  }

  /** Takes out the first thing that is due. */
  takeDue(): DueEvent<Run> | undefined {
    return this.#due.take(this.#options.now());
  }

  ask(effect: Effect, run: Run, state: string): void {
    if (effect.type === 'message.send') {
      this.sent.push({ ...effect.message, state, stepSid: effect.stepSid, sid: null });
    } else if (isExchange(effect)) {
      this.requests.push({ ...effect.request, type: effect.type, state });
    } else {
      const { key: _key, stepSid: _step, ...request } = effect;
      this.asked.push({ ...request, state });
    }
    const answer = this.#answerTo(effect, state);
    if (answer === undefined) this.#pending.push({ effect, run, state });
    else this.#schedule({ effect, run, state }, answer);
  }

  /** Answers the oldest open effect. */
  answerOldest(answer: Answer): void {
    const oldest = this.#pending.shift();
    if (!oldest) throw new Error('nothing waits for an answer');
    this.#schedule(oldest, answer);
  }

  #answerTo(effect: Effect, state: string): Answer | undefined {
    const earlierCalls = this.#calls.get(state) ?? 0;
    this.#calls.set(state, earlierCalls + 1);
    const asking = { state, earlierCalls };
    if (effect.type === 'message.send') {
      const answer = answerFor(this.#options.answers.messages, effect.message, asking);
      return answer === 'missing' ? {} : answer;
    }
    if (!isExchange(effect)) {
      const { products, calls } = this.#options.answers;
      const answer = isOfCall(effect)
        ? answerFor(calls, effect, asking)
        : answerFor(products, effect as ProductRequest, asking);
      return answer === 'missing' ? {} : answer;
    }
    const isFunction = effect.type === 'function.run';
    const answers = isFunction ? this.#options.answers.functions : this.#options.answers.http;
    const answer = answerFor(answers, effect.request, asking);
    if (answer !== 'missing') return answer;
    const { method, url } = effect.request;
    throw new Error(
      `"${state}" asks ${method} ${url}, and nothing answers: give \`${isFunction ? 'functions' : 'http'}: { ${JSON.stringify(state)}: { … } }\``,
    );
  }

  #schedule({ effect, run, state }: Asked<Run>, answer: Answer): void {
    const { limits, accountSid, newSid, now } = this.#options;
    const { key } = effect;
    if (effect.type === 'message.send') {
      const given = answer as MessageAnswer;
      const event = (): ExecutionEvent => {
        const sid = newSid(sidPrefix(effect.message));
        const result = messageResult(given, effect.message, { sid, accountSid, nowMs: now() });
        if (result.ok) this.#accepted({ ...effect.message, state, stepSid: effect.stepSid, sid }, run, given);
        return { type: 'effectResult', key, outcome: { type: 'message.send', result } };
      };
      this.#later(given.afterSeconds ?? 0, { run, event });
      return;
    }
    if (isExchange(effect)) {
      const { result, afterSeconds } = httpResult(answer as HttpAnswer, limits);
      const outcome = { type: effect.type, result };
      this.#later(afterSeconds, { run, event: () => ({ type: 'effectResult', key, outcome }) });
      return;
    }
    const given = answer as ProductAnswer;
    const event = (): ExecutionEvent => {
      const result = productResult(given, effect, { newSid, accountSid, nowMs: now() });
      if (effect.type === 'call.create' && result.ok) this.madeCallSid = String(result.resource.sid);
      return { type: 'effectResult', key, outcome: { type: effect.type, result } };
    };
    this.#later(given.afterSeconds ?? 0, { run, event });
  }

  #accepted(message: SentMessage, run: Run, answer: MessageAnswer): void {
    const place = this.sent.findIndex((sent) => sent.stepSid === message.stepSid);
    this.sent[place] = message;
    const reports = 'reports' in answer ? (answer.reports ?? []) : [];
    for (const { status, afterSeconds, errorCode } of reports) {
      const { accountSid } = this.#options;
      this.#later(afterSeconds, { run, event: () => messageReport(message, accountSid, status, errorCode) });
    }
  }

  #later(seconds: number, event: DueEvent<Run>): void {
    this.#due.add(this.#options.now() + seconds * 1000, event);
  }
}

/** Messages with media have a prefix of their own (carrier page §C2). */
function sidPrefix({ conversation, mediaUrls = [] }: OutboundMessage): 'IM' | 'MM' | 'SM' {
  if (conversation) return 'IM';
  return mediaUrls.length > 0 ? 'MM' : 'SM';
}

function isOfCall(effect: Effect): effect is Effect & CallRequest {
  return effect.type === 'call.create' || effect.type === 'call.record';
}

function isExchange(effect: Effect): effect is Extract<Effect, { type: 'http.request' | 'function.run' }> {
  return effect.type === 'http.request' || effect.type === 'function.run';
}
