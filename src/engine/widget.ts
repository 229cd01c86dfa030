import type { Static, TObject } from 'typebox';
import type { RunCall } from './call.ts';
import type { ContextChange } from './context.ts';
import type { State, SubflowReference } from './definition.ts';
import type { EffectRequest, EffectResult, HttpRequest, HttpResult } from './effects.ts';
import type { TriggerEvent, WebhookParams } from './events.ts';
import type { EndedReason, ExecutionKind } from './execution.ts';
import type { Json, JsonObject } from './json.ts';
import type { Limits } from './limits.ts';
import type { Problem, ProblemCode } from './problems.ts';
import type { Settings } from './settings.ts';

/** Leaves the widget with `event`; `output` goes to `widgets.<name>`, `changes` anywhere else. */
export interface TransitionDecision<E extends string = string> {
  readonly do: 'transition';
  readonly event: E;
  readonly output: JsonObject;
  readonly changes: readonly ContextChange[];
  /** Place in the state's transitions, where the event alone does not say it (`match` of a split). */
  readonly index?: number;
  /** Call that the run holds from now on. */
  readonly callSid?: string;
  /** The call is over, or given away for good: nothing more can be said in it. */
  readonly endsCall?: true;
  /** Conversation that the run joins: from now on its messages reach the run. */
  readonly conversationSid?: string;
  /** What is to be done when the run ends, whatever for; in the place of what an earlier step said. */
  readonly atEnd?: readonly EffectRequest[];
}

/** Stays in the widget. `timeoutSeconds` counts from now; absent: no deadline. */
export interface WaitDecision {
  readonly do: 'wait';
  readonly timeoutSeconds?: number;
  readonly effects: readonly EffectRequest[];
  readonly memory: JsonObject;
  /** TwiML document for the webhook that is open now, or for the live call when it asks next. */
  readonly twiml?: string;
}

/** Runs another flow; its end comes back as `on.subflowEnded`. */
export interface SubflowDecision {
  readonly do: 'subflow';
  readonly key: string;
  readonly flowSid: string;
  readonly parameters: JsonObject;
}

/** Ends the execution here: no step leads on. */
export interface EndDecision {
  readonly do: 'end';
  readonly reason: EndedReason;
  /** Recorded as the event of the last step; absent: no step is recorded. */
  readonly event?: string;
  readonly twiml?: string;
}

/** The event does not concern the widget: nothing changes. */
export interface IgnoreDecision {
  readonly do: 'ignore';
  /** Set when the event deserves a debugger entry (81002). */
  readonly message?: string;
}

export type Decision<E extends string = string> =
  | TransitionDecision<E>
  | WaitDecision
  | SubflowDecision
  | EndDecision
  | IgnoreDecision;

/** What a widget sees while it decides. */
export interface WidgetContext<P extends string = string> {
  /** Properties as the flow spells them, not rendered, of any JSON type: coerce with `render` or `fields.ts`. */
  readonly properties: { readonly [K in P]?: Json };
  readonly state: State;
  /** The context of the flow that the widget is in. */
  readonly context: JsonObject;
  readonly execution: {
    readonly sid: string;
    readonly accountSid: string;
    readonly kind: ExecutionKind;
    readonly isTestUser: boolean;
    /** Event that the run (not the subflow) began with. */
    readonly triggerEvent: TriggerEvent;
    /** Main flow's SID, which every callback goes to. */
    readonly flowSid: string;
  };
  /** Event that the present flow was entered with. */
  readonly triggerEvent: TriggerEvent;
  readonly stepSid: string;
  readonly nowMs: number;
  readonly memory: JsonObject;
  readonly deadlineMs: number | null;
  readonly limits: Limits;
  readonly settings: Settings;
  /** Work of templates and regular expressions in this pass. */
  readonly meter: { used: number };
  /** A webhook waits for TwiML right now. */
  readonly hasOpenRequest: boolean;
  /** The call that the run holds, or held last. */
  readonly call: RunCall | undefined;
  /** True for the key of a subflow that can be run. */
  hasSubflow(key: string): boolean;
  /**
   * Renders a template. Null and undefined give `""`, numbers and booleans their text. A template that fails
   * makes the widget take its `failureEvent`, or gives `""` where it has none (messaging page §14.10).
   */
  render(template: Json | undefined): string;
  /** Logs a debugger entry with the step. */
  problem(code: ProblemCode, message: string): void;
  /** `FLOW_URL?FlowEvent=<marker>&Step=<this step>` (execution-model §4.1). */
  callbackUrl(marker: string): string;
  /** `FLOW_URL`: where messages of any kind reach the flow. */
  readonly flowUrl: string;
}

type Handler<P extends string, E extends string, A = unknown, D = Decision<E>> = (context: WidgetContext<P> & A) => D;

/** What each event makes of a waiting widget; an event without a handler is ignored with 81002. */
export interface WidgetHandlers<P extends string = string, E extends string = string> {
  readonly effectResult?: Handler<P, E, { readonly outcome: EffectResult }>;
  readonly incomingMessage?: Handler<P, E, { readonly params: WebhookParams; readonly isConversation: boolean }>;
  readonly messageStatus?: Handler<
    P,
    E,
    { readonly messageSid: string; readonly status: string; readonly params: WebhookParams }
  >;
  /** The status of a call that the run does not hold (yet). */
  readonly callStatus?: Handler<
    P,
    E,
    { readonly callSid: string; readonly status: string; readonly params: WebhookParams }
  >;
  /** Undefined: an event of the widget is taken by its name with all parameters, another is unexpected (81002). */
  readonly flowEvent?: Handler<
    P,
    E,
    { readonly name: string; readonly params: WebhookParams },
    Decision<E> | undefined
  >;
  readonly subflowEnded?: Handler<P, E, { readonly childContext: JsonObject }>;
  readonly timeout?: Handler<P, E>;
  /**
   * The call has ended and its verb, which reports that itself, has not within `hangupGraceSeconds`. Without this a
   * hang-up ends a run whose widget holds the call (voice page §0.5).
   */
  readonly hangUp?: Handler<P, E>;
}

/** Which runs a widget works in. */
export type WidgetChannel = 'message' | 'call' | 'conversation' | 'request';

/** What comes in while a worked example runs. */
export type WorkedInput =
  | { readonly says: string; readonly params?: WebhookParams }
  | { readonly afterSeconds: number }
  /** The answer to its HTTP request or function call. */
  | { readonly answers: { readonly status?: number; readonly json?: Json; readonly body?: string } }
  /** A callback with `FlowEvent` and these parameters. */
  | { readonly flowEvent: string; readonly params?: WebhookParams }
  /** A status callback of the run's call, or of the one that it makes. */
  | { readonly callStatus: string; readonly params?: WebhookParams };

/** A short run of `example`, played by the tests and told on the widget's page. */
export interface WorkedExample {
  /** How the run begins: with the message "Hi" unless said. */
  readonly start?: { readonly event: TriggerEvent; readonly body?: string; readonly parameters?: JsonObject };
  /** Transitions of the widget; each of its events once, leading to the end, unless said. */
  readonly transitions?: readonly JsonObject[];
  readonly inputs?: readonly WorkedInput[];
  /** Flows that it runs, by SID. */
  readonly subflows?: { readonly [flowSid: string]: JsonObject };
  /** The event that it leaves by. */
  readonly event: string;
}

/** The request that a widget makes, apart from a run: the editor lets it be tried. */
export interface OutsideRequest {
  readonly effect: 'http.request' | 'function.run';
  /** `fault`: why nothing is asked, as the end of a sentence. */
  compose(context: Pick<WidgetContext, 'properties' | 'render' | 'settings'>): HttpRequest | { readonly fault: string };
  /** The event that the answer leads to, and what is kept of it. */
  answered(result: HttpResult): { readonly event: string; readonly output: JsonObject };
}

/** A kind of widget: schema, events, behaviour, documentation, in one object. */
export interface Widget<P extends string = string, E extends string = string> {
  readonly type: string;
  readonly title: string;
  readonly summary: string;
  /** Page and section of the specification, or the address that states the behaviour. */
  readonly source: string;
  readonly channels: readonly WidgetChannel[];
  readonly properties: TObject;
  /** Event name → when it fires, in the order the console shows them. */
  readonly events: { readonly [K in E]: string };
  /** Output key under `widgets.<name>` → what it holds. */
  readonly outputs: { readonly [key: string]: string };
  /** Properties of a small state that validates; shown in the docs, placed on drop, run by the tests. */
  readonly example: JsonObject;
  /** Every widget of the product has one. */
  readonly worked?: WorkedExample;
  /** Any transition event is accepted (retired types whose events nobody documented). */
  readonly acceptsAnyEvent?: boolean;
  /** Transitions of this event carry conditions and may stand several times (`match`). */
  readonly repeatableEvent?: E;
  /** What a condition's `type` may be; one that uses no value may stand without `value`. */
  readonly conditionTypes?: readonly { readonly type: string; readonly usesValue: boolean }[];
  /** Events that a flow may name although they never fire, so that nothing offers them. */
  readonly silentEvents?: readonly string[];
  /** Event taken when a template cannot be rendered. */
  readonly failureEvent?: E;
  /** Output keys that merge one level deeper on a second visit (`parsed`). */
  readonly mergedOutputs?: readonly string[];
  readonly outsideRequest?: OutsideRequest;
  /** May answer the webhook that is open. */
  readonly answersRequests?: boolean;
  /** Works in a live call alone: without one it is not entered (voice page §0.5, §0.7). */
  readonly needsCall?: boolean;
  /** Taken by a widget that needs a call where there has been none; absent: the run ends. */
  readonly noCallEvent?: E;
  /** The product behind it is gone: the widget only takes its failure event. */
  readonly retired?: boolean;
  subflowReference?(properties: JsonObject): SubflowReference[];
  /** Checks that no schema can say. Messages as in limits-and-errors §5; `path` is relative to the properties. */
  validate?(properties: JsonObject): readonly { readonly path: string; readonly message: string }[];
  enter(context: WidgetContext<P>): Decision<E>;
  readonly on: WidgetHandlers<P, E>;
}

// `E` is inferred from `events` alone, so that all else is held against it.
type Definition<T extends TObject, E extends string> = Omit<
  Widget<Extract<keyof Static<T>, string>, NoInfer<E>>,
  'properties' | 'events' | 'outputs' | 'on'
> & {
  readonly properties: T;
  readonly events: { readonly [K in E]: string };
  readonly outputs?: { readonly [key: string]: string };
  readonly on?: WidgetHandlers<Extract<keyof Static<T>, string>, NoInfer<E>>;
};

/** Declares a widget; the compiler holds its decisions against its events and its reads against its properties. */
export function defineWidget<const T extends TObject, const E extends string>(definition: Definition<T, E>): Widget {
  return { outputs: {}, on: {}, ...definition } as unknown as Widget;
}

/** Leave with `event`, writing `output` under `widgets.<name>`. */
export function transition<E extends string>(
  event: E,
  output: JsonObject = {},
  more: Partial<Omit<TransitionDecision, 'do' | 'event' | 'output'>> = {},
): TransitionDecision<E> {
  return { do: 'transition', event, output, changes: [], ...more };
}

/** Stay in the widget until an event, a result or the deadline. */
export function wait(more: Partial<Omit<WaitDecision, 'do'>> = {}): WaitDecision {
  return { do: 'wait', effects: [], memory: {}, ...more };
}

/** Nothing happens; with `message` the event is logged as unexpected (81002). */
export function ignore(message?: string): IgnoreDecision {
  return message === undefined ? { do: 'ignore' } : { do: 'ignore', message };
}

/** The run ends in this widget. */
export function end(reason: EndedReason, more: { readonly event?: string; readonly twiml?: string } = {}): EndDecision {
  return { do: 'end', reason, ...more };
}

export type { Problem };
