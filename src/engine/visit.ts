import type { State } from './definition.ts';
import type { Waiting } from './execution.ts';
import type { Json } from './json.ts';
import { LiquidError, renderTemplate } from './liquid/index.ts';
import { type Problem, type ProblemCode, problem } from './problems.ts';
import type { Walk } from './walk.ts';
import { type Decision, transition, type WidgetContext } from './widget.ts';

/** Thrown by `render` to leave a widget's handler; never leaves the engine. */
class RenderFailed extends Error {}

/** What a template meets when the pass has used up its work. */
const outOfWork = { message: 'The flow took too much work without a wait', line: 1, column: 1 };

/** One stay of the run in one widget, from entry to transition, across waits. */
export class Visit {
  readonly state: State;
  readonly waiting: Waiting;
  readonly context: WidgetContext;
  readonly #walk: Walk;

  constructor(walk: Walk, state: State, waiting: Waiting) {
    this.#walk = walk;
    this.state = state;
    this.waiting = waiting;
    this.context = this.#widgetContext();
  }

  /** Runs a handler; a template that fails becomes the widget's failure event (messaging page §14.10). */
  attempt<D extends Decision | undefined>(run: () => D): D | Decision {
    try {
      return run();
    } catch (error) {
      const event = this.state.widget?.failureEvent;
      if (error instanceof RenderFailed && event !== undefined) return transition(event);
      throw error;
    }
  }

  problem(code: ProblemCode, message: string): Problem {
    return problem(code, message, { state: this.state.name, stepSid: this.waiting.stepSid });
  }

  #widgetContext(): WidgetContext {
    const walk = this.#walk;
    const { env, frame } = walk;
    return {
      properties: this.state.properties,
      state: this.state,
      context: frame.context,
      execution: walk.facts,
      triggerEvent: frame.subflow === undefined ? walk.facts.triggerEvent : 'incomingParent',
      stepSid: this.waiting.stepSid,
      nowMs: env.nowMs,
      memory: this.waiting.memory,
      deadlineMs: this.waiting.deadlineMs,
      limits: env.limits,
      settings: env.settings,
      hasOpenRequest: env.hasOpenRequest,
      call: walk.call,
      meter: walk.meter,
      hasSubflow: (key) => walk.program.subflows.has(key),
      render: (template) => this.#render(template),
      problem: (code, message) => {
        walk.problems.push(this.problem(code, message));
      },
      flowUrl: walk.flowUrl,
      callbackUrl: (marker) => `${walk.flowUrl}?FlowEvent=${marker}&Step=${this.waiting.stepSid}`,
    };
  }

  #render(source: Json | undefined): string {
    if (source === undefined || source === null) return '';
    if (typeof source !== 'string') return typeof source === 'object' ? JSON.stringify(source) : String(source);
    const walk = this.#walk;
    if (walk.meter.used > walk.env.limits.passSteps) return this.#failed(source, outOfWork);
    const template = walk.flow.template(source);
    if (template instanceof LiquidError) return this.#failed(source, template);
    if (template.isPlain) return source;
    try {
      const { text, problems } = renderTemplate(template, walk.frame.context, walk.liquidOptions);
      for (const { message } of problems) this.context.problem(81018, message);
      return text;
    } catch (error) {
      if (error instanceof LiquidError) return this.#failed(source, error);
      throw error;
    }
  }

  #failed(source: string, error: Pick<LiquidError, 'message' | 'line' | 'column'>): string {
    const excerpt = source.length > 60 ? `${source.slice(0, 57)}…` : source;
    this.context.problem(
      81018,
      `The template "${excerpt}" could not be rendered: ${error.message} (line ${error.line}, column ${error.column}).`,
    );
    if (this.#walk.env.settings.liquidOnError === 'fail' && this.state.widget?.failureEvent !== undefined) {
      throw new RenderFailed();
    }
    return '';
  }
}
