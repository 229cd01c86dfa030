/**
 * Runs the events of a recorded execution again, on any revision, with the engine that runs flows. What the outside
 * answered comes from the record; a message that the record knows nothing of counts as sent.
 */
import type { Program } from '../../engine/definition.ts';
import type { Effect, EffectResult } from '../../engine/effects.ts';
import type { ExecutionEvent } from '../../engine/events.ts';
import type { ExecutionState, Step, Trigger, Waiting } from '../../engine/execution.ts';
import type { Limits } from '../../engine/limits.ts';
import type { Outcome } from '../../engine/outcome.ts';
import { resume, start } from '../../engine/run.ts';
import type { Settings } from '../../engine/settings.ts';

export interface ReplayRecord {
  readonly trigger: Trigger;
  readonly startedAtMs: number;
  /** Oldest first. */
  readonly events: readonly { readonly atMs: number; readonly event: ExecutionEvent }[];
  /** Names of the widgets of its steps, by SID: in another revision the step has another. */
  readonly widgets: ReadonlyMap<string, string>;
  readonly settings: Settings;
  readonly limits: Limits;
}

export interface Replayed {
  readonly steps: readonly Step[];
  /** Texts that were sent, by step. */
  readonly messages: ReadonlyMap<string, readonly string[]>;
  /** Where it stands when the events are over; undefined: it has ended. */
  readonly waitsAt: string | undefined;
  /** It asks for what the record has no answer to. */
  readonly isUnanswered: boolean;
}

export function replay(program: Program, record: ReplayRecord): Replayed {
  const run = new ReplayRun(program, record);
  for (const { atMs, event } of record.events) {
    if (event.type !== 'effectResult') run.deliver(event, atMs);
  }
  return run.finish();
}

class ReplayRun {
  readonly #program: Program;
  readonly #record: ReplayRecord;
  /** Answers that were not used yet, by the widget that got them. */
  readonly #answers: Map<string, { readonly atMs: number; readonly outcome: EffectResult }[]>;
  readonly #steps: Step[] = [];
  readonly #effects = new Map<string, Effect>();
  readonly #messages = new Map<string, string[]>();
  #state: ExecutionState;
  #nowMs: number;
  #sids = 0;

  constructor(program: Program, record: ReplayRecord) {
    this.#program = program;
    this.#record = record;
    this.#answers = answersByWidget(record);
    this.#nowMs = record.startedAtMs;
    const outcome = start(program, record.trigger, this.#env());
    this.#state = outcome.execution;
    this.#take(outcome);
  }

  get #waiting(): Waiting | null {
    return this.#state.frames.at(-1)?.waiting ?? null;
  }

  deliver(event: Exclude<ExecutionEvent, { type: 'effectResult' }>, atMs: number): void {
    if (!this.#settle()) return;
    this.#passTime(atMs);
    this.#nowMs = Math.max(this.#nowMs, atMs);
    this.#resume(this.#translated(event));
  }

  finish(): Replayed {
    const isSettled = this.#settle();
    const waitsAt = this.#state.status === 'active' ? this.#waiting?.state : undefined;
    return { steps: this.#steps, messages: this.#messages, waitsAt, isUnanswered: !isSettled };
  }

  /** Gives the widget that waits the answers it asked for. False: the record has none. */
  #settle(): boolean {
    for (;;) {
      const waiting = this.#waiting;
      const [key] = waiting?.pendingEffects ?? [];
      if (waiting === null || key === undefined || this.#state.status === 'ended') return true;
      const recorded = this.#answers.get(waiting.state)?.shift();
      const outcome = recorded?.outcome ?? takenForSent(this.#effects.get(key));
      if (outcome === undefined) return false;
      this.#nowMs = Math.max(this.#nowMs, recorded?.atMs ?? 0);
      this.#resume({ type: 'effectResult', key, outcome });
    }
  }

  /** Deadlines that pass before the next event: another revision may have shorter ones. */
  #passTime(untilMs: number): void {
    for (let due = this.#waiting?.deadlineMs ?? null; due !== null && due < untilMs; ) {
      this.#nowMs = Math.max(this.#nowMs, due);
      const before = this.#state;
      this.#resume({ type: 'deadline' });
      if (this.#state === before || !this.#settle()) return;
      due = this.#waiting?.deadlineMs ?? null;
    }
  }

  /** The steps of this run have SIDs of their own: an event of a step of the same widget is for the present one. */
  #translated(event: ExecutionEvent): ExecutionEvent {
    if (!('stepSid' in event) || event.stepSid === undefined) return event;
    const waiting = this.#waiting;
    const isSame = waiting !== null && this.#record.widgets.get(event.stepSid) === waiting.state;
    return isSame ? { ...event, stepSid: waiting.stepSid } : event;
  }

  #resume(event: ExecutionEvent): void {
    const outcome = resume(this.#program, this.#state, event, this.#env());
    this.#state = outcome.execution;
    this.#take(outcome);
  }

  #take({ steps, effects }: Outcome): void {
    this.#steps.push(...steps);
    for (const effect of effects) {
      this.#effects.set(effect.key, effect);
      if (effect.type !== 'message.send') continue;
      const { body = '' } = effect.message;
      this.#messages.set(effect.stepSid, [...(this.#messages.get(effect.stepSid) ?? []), body]);
    }
  }

  #env() {
    const { settings, limits } = this.#record;
    return {
      nowMs: this.#nowMs,
      sid: () => `FT${(++this.#sids).toString(16).padStart(32, '0')}`,
      limits,
      settings,
      // Where callbacks would come in: none does.
      webhookBase: '',
      hasOpenRequest: this.#record.trigger.kind === 'call',
    };
  }
}

function answersByWidget({ events, widgets }: ReplayRecord) {
  const answers = new Map<string, { atMs: number; outcome: EffectResult }[]>();
  for (const { atMs, event } of events) {
    if (event.type !== 'effectResult') continue;
    const widget = widgets.get(event.key.replace(/\..*$/, '')) ?? '';
    answers.set(widget, [...(answers.get(widget) ?? []), { atMs, outcome: event.outcome }]);
  }
  return answers;
}

function takenForSent(effect: Effect | undefined): EffectResult | undefined {
  if (effect?.type !== 'message.send') return undefined;
  const { to, body = '' } = effect.message;
  const sid = `SM${'0'.repeat(32)}`;
  return { type: 'message.send', result: { ok: true, resource: { sid, status: 'queued', to, body } } };
}
