import type { RunCall } from './call.ts';
import { applyPatch, type ContextChange, type ContextPatch, outputPatch } from './context.ts';
import { type Flow, type Program, type State, type Transition, transitionOf } from './definition.ts';
import type { Effect } from './effects.ts';
import {
  ENDED,
  type EndedReason,
  type ExecutionState,
  endedBy,
  type Frame,
  type Step,
  type Waiting,
} from './execution.ts';
import { subflowContext } from './initial-context.ts';
import { type JsonObject, jsonSize } from './json.ts';
import type { LiquidOptions } from './liquid/index.ts';
import type { Env, Outcome } from './outcome.ts';
import { type Problem, problem } from './problems.ts';
import { failUnknown } from './unknown-widget.ts';
import { Visit } from './visit.ts';
import {
  type Decision,
  type EndDecision,
  type SubflowDecision,
  type TransitionDecision,
  transition,
  type WaitDecision,
  type WidgetContext,
} from './widget.ts';

/** One pass through a flow: collects steps, effects and problems until the run waits or ends. */
export class Walk {
  readonly program: Program;
  readonly env: Env;
  readonly facts: WidgetContext['execution'];
  readonly flowUrl: string;
  readonly liquidOptions: LiquidOptions;
  /** Work of templates and regular expressions in this pass. */
  readonly meter = { used: 0 };
  readonly problems: Problem[] = [];
  readonly #before: ExecutionState;
  readonly #steps: Step[] = [];
  readonly #effects: Effect[] = [];
  /** Context objects that this walk copied and may change in place. */
  readonly #mine = new WeakSet<object>();
  #frames: Frame[];
  /** What the run has joined and owes at its end. */
  #bonds: Pick<ExecutionState, 'call' | 'conversationSid' | 'atEnd'> = {};
  #ended: EndedReason | null;
  #twiml: string | undefined;

  constructor(program: Program, env: Env, execution: ExecutionState) {
    this.program = program;
    this.env = env;
    this.#before = execution;
    this.#frames = [...execution.frames];
    this.#ended = execution.endedReason;
    const flowSid = execution.frames[0]?.flowSid ?? '';
    const { sid, accountSid, kind, isTestUser, triggerEvent } = execution;
    this.facts = { sid, accountSid, kind, isTestUser, triggerEvent, flowSid };
    this.flowUrl = `${env.webhookBase}/v1/Accounts/${accountSid}/Flows/${flowSid}`;
    this.liquidOptions = {
      dialect: env.settings.liquidDialect,
      timeZone: env.settings.timeZone,
      nowMs: env.nowMs,
      limits: env.limits.liquid,
      meter: this.meter,
    };
  }

  /** The topmost frame: the flow that is being walked. */
  get frame(): Frame {
    const frame = this.#frames.at(-1);
    if (frame === undefined) throw new Error('an execution without frames cannot be walked');
    return frame;
  }

  get flow(): Flow {
    const { subflow } = this.frame;
    const flow = subflow === undefined ? this.program.flow : this.program.subflows.get(subflow);
    if (flow === undefined) throw new Error(`the program lacks the subflow ${subflow}`);
    return flow;
  }

  get call(): RunCall | undefined {
    return this.#bonds.call ?? this.#before.call;
  }

  get #stepCount(): number {
    return this.#before.stepCount + this.#steps.length;
  }

  /** Goes on from the state `name` until the run waits or ends. */
  enter(name: string): void {
    let next: string | undefined = name;
    while (next !== undefined && this.#ended === null) next = this.#enterOne(next);
  }

  /** Carries out what a waiting widget decided, and goes on. */
  apply(visit: Visit, decision: Decision): void {
    const next = this.#decided(visit, decision);
    if (next !== undefined) this.enter(next);
  }

  /** The call has ended: nothing more can be said in it. */
  hangUp(): void {
    if (this.call) this.#bonds = { ...this.#bonds, call: { ...this.call, isLive: false } };
  }

  /** The widget that is waiting may hear of the hang-up from its verb, until so many seconds from now. */
  awaitHangUp(waiting: Waiting, graceSeconds: number): void {
    const deadlineMs = this.env.nowMs + graceSeconds * 1000;
    this.#setFrame({ waiting: { ...waiting, isHungUp: true, deadlineMs } });
  }

  /** Gives the call that asks again what it was told before. */
  repeatTwiml(): void {
    if (this.#ended === null && this.call?.isLive) this.#twiml ??= this.frame.waiting?.twiml;
  }

  end(reason: EndedReason): void {
    this.#ended = reason;
    this.#frames = this.#frames.map((frame) => ({ ...frame, waiting: null }));
  }

  outcome(): Outcome {
    const current = { ...this.#before, ...this.#bonds, stepCount: this.#stepCount, frames: this.#frames };
    const { execution, effects } =
      this.#ended === null ? { execution: current, effects: [] } : endedBy(current, this.#ended);
    return {
      execution,
      steps: this.#steps,
      effects: [...this.#effects, ...effects],
      problems: this.problems,
      ...(this.#twiml === undefined ? {} : { twiml: this.#twiml }),
    };
  }

  /** Enters one state; gives the state to enter next. */
  #enterOne(name: string): string | undefined {
    const state = this.flow.states.get(name);
    if (state === undefined) return this.#leaveFrame();
    const timesInARow = this.frame.lastState === name ? this.frame.timesInARow + 1 : 1;
    if (!this.#isWithinLimits(state, timesInARow)) return undefined;
    this.#setFrame({ lastState: name, timesInARow });
    const visit = new Visit(this, state, {
      state: name,
      stepSid: this.env.sid('FT'),
      enteredAtMs: this.env.nowMs,
      memory: {},
      deadlineMs: null,
      pendingEffects: [],
      effectCount: 0,
    });
    if (state.widget?.needsCall && !this.call?.isLive) return this.#withoutCall(visit);
    const enter = state.widget?.enter ?? failUnknown;
    return this.#decided(
      visit,
      visit.attempt(() => enter(visit.context)),
    );
  }

  /** A widget that needs a call is reached without one. Source: voice page §0.5, §0.7. */
  #withoutCall(visit: Visit): string | undefined {
    if (this.call) {
      this.end('HANGUP');
      return undefined;
    }
    const { name, type, widget } = visit.state;
    this.problems.push(visit.problem(81020, `"${name}" (${type}) needs a live call, and the run has none.`));
    if (widget?.noCallEvent !== undefined) return this.#decided(visit, transition(widget.noCallEvent));
    this.end('ERROR');
    return undefined;
  }

  #isWithinLimits(state: State, timesInARow: number): boolean {
    const { stepsPerExecution, sameWidgetInARow, passSteps } = this.env.limits;
    if (this.meter.used > passSteps) {
      const message = `The templates and regular expressions up to "${state.name}" took more than ${passSteps} steps without a wait; the execution was ended.`;
      this.problems.push(problem(89002, message, { state: state.name }));
    } else if (this.#stepCount >= stepsPerExecution) {
      const message = `The execution reached ${stepsPerExecution} steps and was ended before "${state.name}".`;
      this.problems.push(problem(81000, message, { state: state.name }));
    } else if (timesInARow > sameWidgetInARow) {
      const message = `"${state.name}" was entered more than ${sameWidgetInARow} times in a row; the execution was ended. Let something else happen in between, or leave the loop.`;
      this.problems.push(problem(81001, message, { state: state.name }));
    } else {
      return true;
    }
    this.end('STEP_LIMIT');
    return false;
  }

  #decided(visit: Visit, decision: Decision): string | undefined {
    switch (decision.do) {
      case 'transition':
        return this.#transition(visit, decision);
      case 'wait':
        return this.#wait(visit, decision);
      case 'subflow':
        return this.#enterSubflow(visit, decision);
      case 'end':
        this.#finish(visit, decision);
        return undefined;
      case 'ignore':
        if (decision.message !== undefined) this.problems.push(visit.problem(81002, decision.message));
        if (visit.waiting !== this.frame.waiting) this.#setFrame({ waiting: visit.waiting });
        return undefined;
      default:
        return decision satisfies never;
    }
  }

  #finish(visit: Visit, { reason, event, twiml }: EndDecision): void {
    if (twiml !== undefined && this.call?.isLive && !this.env.hasOpenRequest) {
      // The call is on hold, and has to ask before it can be told.
      const ends = { reason, ...(event === undefined ? {} : { event }) };
      this.#setFrame({ waiting: { ...visit.waiting, twiml, ends } });
      return;
    }
    if (twiml !== undefined) this.#twiml = twiml;
    if (event !== undefined) this.#record(visit, event, ENDED, []);
    this.end(reason);
  }

  #transition(visit: Visit, decision: TransitionDecision): string | undefined {
    const { state } = visit;
    const taken: Transition | undefined =
      decision.index === undefined ? transitionOf(state, decision.event) : state.transitions[decision.index];
    const next = taken?.next;
    // A target that does not exist ends the branch (execution-model §1).
    const target = next !== undefined && this.flow.states.has(next) ? next : undefined;
    const patch = [...this.#outputPatch(state, decision), ...decision.changes];
    this.#bind(visit, decision);
    this.#record(visit, decision.event, target ?? ENDED, patch);
    if (this.#ended !== null) return undefined;
    return target ?? this.#leaveFrame();
  }

  #bind({ waiting: { stepSid } }: Visit, decision: TransitionDecision): void {
    const { callSid, endsCall, conversationSid, atEnd } = decision;
    if (endsCall) this.hangUp();
    if (callSid !== undefined) this.#bonds = { ...this.#bonds, call: { sid: callSid, isLive: true } };
    if (conversationSid !== undefined) this.#bonds = { ...this.#bonds, conversationSid };
    if (atEnd === undefined) return;
    const effects = atEnd.map((request, index) => ({ ...request, key: `${stepSid}.end.${index}`, stepSid }));
    this.#bonds = { ...this.#bonds, atEnd: effects };
  }

  #outputPatch(state: State, { output }: TransitionDecision): ContextPatch {
    const merged = state.widget?.mergedOutputs ?? [];
    return outputPatch(this.frame.context, state.name, output, merged, this.env.settings.outputOnRevisit);
  }

  /** Records the step that ends a visit and writes its patch to the context. */
  #record(visit: Visit, event: string, transitionedTo: string, changes: readonly ContextChange[]): void {
    const { frame } = this;
    // The first step of a frame carries the context it began with, so that its steps fold to any later one.
    const patch = frame.stepCount === 0 ? [{ path: [], value: frame.context }, ...changes] : changes;
    this.#steps.push({
      sid: visit.waiting.stepSid,
      parentStepSid: this.#frames.at(-2)?.waiting?.stepSid ?? null,
      sequence: this.#stepCount,
      event,
      transitionedFrom: visit.state.name,
      transitionedTo,
      type: visit.state.type,
      flowSid: frame.flowSid,
      enteredAtMs: visit.waiting.enteredAtMs,
      endedAtMs: this.env.nowMs,
      patch,
    });
    const context = applyPatch(frame.context, changes, this.#mine);
    const grownBy = changes.reduce((size, { path, value }) => size + path.length * 40 + jsonSize(value ?? null), 0);
    const contextSize = frame.contextSize + grownBy;
    this.#setFrame({ context, contextSize, stepCount: frame.stepCount + 1, waiting: null });
    if (contextSize > this.env.limits.contextBytes) this.#checkContextSize(visit, context);
  }

  /** The running size counts what was overwritten too: only the true one ends the run. */
  #checkContextSize(visit: Visit, context: JsonObject): void {
    const { contextBytes } = this.env.limits;
    const contextSize = jsonSize(context);
    this.#setFrame({ contextSize });
    if (contextSize <= contextBytes) return;
    this.problems.push(
      visit.problem(89001, `The context has more than ${contextBytes} bytes; the execution was ended.`),
    );
    this.end('ERROR');
  }

  #wait(visit: Visit, decision: WaitDecision): undefined {
    const { waiting } = visit;
    if (decision.twiml !== undefined) this.#twiml = decision.twiml;
    const effects = decision.effects.map((request, index) => ({
      ...request,
      key: `${waiting.stepSid}.${waiting.effectCount + index}`,
      stepSid: waiting.stepSid,
    }));
    this.#effects.push(...effects);
    const next: Waiting = {
      ...waiting,
      memory: decision.memory,
      deadlineMs:
        decision.timeoutSeconds === undefined ? waiting.deadlineMs : this.env.nowMs + decision.timeoutSeconds * 1000,
      pendingEffects: [...waiting.pendingEffects, ...effects.map(({ key }) => key)],
      effectCount: waiting.effectCount + effects.length,
      ...(decision.twiml !== undefined && this.call?.isLive ? { twiml: decision.twiml } : {}),
    };
    this.#setFrame({ waiting: next });
  }

  #enterSubflow(visit: Visit, { key, flowSid, parameters }: SubflowDecision): string | undefined {
    const child = this.program.subflows.get(key);
    if (child === undefined) throw new Error(`the program lacks the subflow ${key}`);
    this.#setFrame({ waiting: visit.waiting });
    const context = subflowContext(this.frame.context, {
      parameters,
      childFlowSid: flowSid,
      parentFlowSid: this.facts.flowSid,
      executionSid: this.facts.sid,
      stepSid: visit.waiting.stepSid,
      triggerEvent: this.facts.triggerEvent,
    });
    this.#frames.push({
      flowSid,
      subflow: key,
      context,
      contextSize: jsonSize(context),
      lastState: '',
      timesInARow: 0,
      stepCount: 0,
      waiting: null,
    });
    return child.initialState;
  }

  /** A branch has ended: back to the parent flow, or the end of the run. */
  #leaveFrame(): string | undefined {
    const child = this.#frames.length > 1 ? this.#frames.pop() : undefined;
    const waiting = child && this.frame.waiting;
    const state = waiting && this.flow.states.get(waiting.state);
    const ended = state?.widget?.on.subflowEnded;
    if (!child || !waiting || !state || !ended) {
      this.end('FLOW_END');
      return undefined;
    }
    // The widget that called the subflow needs a step of its own.
    if (!this.#isWithinLimits(state, this.frame.timesInARow)) return undefined;
    const visit = new Visit(this, state, waiting);
    return this.#decided(
      visit,
      visit.attempt(() => ended({ ...visit.context, childContext: child.context })),
    );
  }

  #setFrame(change: Partial<Frame>): void {
    this.#frames[this.#frames.length - 1] = { ...this.frame, ...change };
  }
}
