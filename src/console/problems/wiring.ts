/** Where a flow ends, or never goes. */

import { toSeconds } from '../../engine/fields.ts';
import { own } from '../../engine/json.ts';
import { pathsIn } from '../liquid-paths.ts';
import { conditionLabel, outletLabel } from '../texts/outlets.ts';
import { durationText, problemTexts as texts } from '../texts/problems.ts';
import { type FlowModel, freeName, isWired, type PlacedWidget, transitionFor } from './flow-model.ts';
import type { Fix, FlowProblem, OwnProblemId, Severity } from './problem.ts';

/**
 * What each type means by its events. `asks`: widgets that a contact answers, with the events of an answer, of which
 * one is enough, and of silence. `fails`: after these the contact waits for something that does not come.
 */
const roles: {
  readonly [type: string]: {
    readonly answers?: readonly string[];
    readonly silence?: string;
    readonly fails?: readonly string[];
    readonly undelivered?: string;
  };
} = {
  'send-and-wait-for-reply': { answers: ['incomingMessage'], silence: 'timeout', undelivered: 'deliveryFailure' },
  'gather-input-on-call': { answers: ['keypress', 'speech'], silence: 'timeout' },
  'make-http-request': { fails: ['failed'] },
  'run-function': { fails: ['fail'] },
  'run-function-v2': { fails: ['fail'] },
  'run-subflow': { fails: ['failed'] },
  'send-to-flex': { fails: ['failedToEnqueue'] },
  'enqueue-call': { fails: ['failedToEnqueue'] },
  'connect-virtual-agent-v2': { fails: ['failed'] },
  'run-conversation-relay': { fails: ['failed'] },
  'make-outgoing-call-v1': { answers: ['answered'] },
  'make-outgoing-call-v2': { answers: ['answered'] },
};

/** Silence of a widget without a timeout of its own (messaging page §4, voice page §2). */
const defaultSeconds: { readonly [type: string]: number } = {
  'send-and-wait-for-reply': 3600,
  'gather-input-on-call': 5,
};

/** The flow, with what is counted once for all widgets. */
interface Wiring extends FlowModel {
  /** Widgets that another one leads to. */
  readonly ledTo: ReadonlySet<PlacedWidget>;
  /** How often a widget follows silence, and failure. */
  readonly handlers: { readonly [kind in 'timeout' | 'failure']: ReadonlyMap<string, number> };
}

export function wiringProblems(model: FlowModel): FlowProblem[] {
  const wiring: Wiring = {
    ...model,
    ledTo: new Set(
      model.widgets.flatMap((from) =>
        from.transitions.flatMap(({ target }) => (target && target !== from ? [target] : [])),
      ),
    ),
    handlers: { timeout: countTargets(model, 'timeout'), failure: countTargets(model, 'failure') },
  };
  return model.widgets.flatMap((widget) => {
    if (!model.reached.has(widget)) return unreachable(widget, wiring);
    return [
      ...deadEnd(widget),
      ...unwiredSilence(widget, wiring),
      ...unwiredFailures(widget, wiring),
      ...noMatch(widget, wiring),
    ];
  });
}

function problemOf(
  widget: PlacedWidget,
  id: OwnProblemId,
  message: string,
  fixes: readonly Fix[],
  more: { readonly event?: string; readonly severity?: Severity } = {},
): FlowProblem {
  const { event, severity = 'warning' } = more;
  const transition = event === undefined ? undefined : transitionFor(widget, event)?.index;
  const path =
    event === undefined
      ? widget.path
      : [...widget.path, 'transitions', ...(transition === undefined ? [] : [transition])];
  return { id, severity, widget: widget.name, state: widget.index, path, message, fixes };
}

/** Nothing is said of widgets that nothing can reach because the trigger leads nowhere at all. */
function unreachable(widget: PlacedWidget, { trigger, reached, ledTo }: Wiring): FlowProblem[] {
  if (trigger === undefined || reached.size < 2 || widget.type === 'trigger') return [];
  const message = ledTo.has(widget) ? texts.unreachableBehind(widget.name) : texts.unreachable(widget.name);
  return [
    problemOf(widget, 'unreachable', message, [
      { label: texts.fix.deleteWidget, edits: [{ do: 'delete', state: widget.index }] },
      { label: texts.fix.show, shows: [widget.name] },
    ]),
  ];
}

function deadEnd(widget: PlacedWidget): FlowProblem[] {
  const { answers } = roles[widget.type] ?? {};
  const [event] = answers ?? [];
  if (answers === undefined || event === undefined || answers.some((each) => isWired(widget, each))) return [];
  const message = texts.deadEnd(widget.name, outletLabel(widget.type, event));
  const { index: transition } = transitionFor(widget, event) ?? {};
  return [
    problemOf(
      widget,
      'dead-end',
      message,
      [
        { label: texts.fix.connect, asks: 'target', state: widget.index, transition, event },
        { label: texts.fix.onPurpose, mutes: true },
      ],
      { event },
    ),
  ];
}

function unwiredSilence(widget: PlacedWidget, model: Wiring): FlowProblem[] {
  const event = roles[widget.type]?.silence;
  if (event === undefined || isWired(widget, event)) return [];
  const timeout = own(widget.properties, 'timeout');
  const text = timeout === undefined || timeout === null ? '' : String(timeout);
  const seconds = text.includes('{{') ? undefined : toSeconds(text, defaultSeconds[widget.type] ?? 0);
  const message = texts.unwiredTimeout(widget.name, seconds === undefined ? undefined : durationText(seconds));
  return [problemOf(widget, 'unwired-timeout', message, handlers(widget, event, 'timeout', model), { event })];
}

function unwiredFailures(widget: PlacedWidget, model: Wiring): FlowProblem[] {
  const { fails = [], undelivered } = roles[widget.type] ?? {};
  const found = fails
    .filter((event) => !isWired(widget, event))
    .map((event) =>
      problemOf(
        widget,
        'unwired-failure',
        texts.unwiredFailure(widget.name),
        handlers(widget, event, 'failure', model),
        { event },
      ),
    );
  if (undelivered === undefined || isWired(widget, undelivered)) return found;
  // Whom no message reaches, none can tell: odd at most.
  const { index: transition } = transitionFor(widget, undelivered) ?? {};
  const ask: Fix = { label: texts.fix.connect, asks: 'target', state: widget.index, transition, event: undelivered };
  const notice = problemOf(widget, 'unwired-failure', texts.unwiredDelivery(widget.name), [ask], {
    event: undelivered,
    severity: 'notice',
  });
  return [...found, notice];
}

function noMatch(widget: PlacedWidget, model: FlowModel): FlowProblem[] {
  const event = 'noMatch';
  if (widget.type !== 'split-based-on' || isWired(widget, event)) return [];
  const conditions = widget.transitions.filter((each) => each.event === 'match').flatMap((each) => each.conditions);
  if (conditions.length === 0 || isExhaustive(widget)) return [];
  const answers = conditions.map(({ type, value }) => {
    const text = typeof value === 'string' ? value : '';
    if (type === 'matches_any_of')
      return text
        .split(',')
        .map((word) => word.trim())
        .join(', ');
    return type === 'equal_to' ? text : conditionLabel(type, text);
  });
  const asked = pathsIn(String(own(widget.properties, 'input') ?? '')).find(({ root }) => root === 'widgets')?.steps[0]
    ?.name;
  const asking = asked === undefined ? undefined : model.byName.get(asked);
  const isAsking = asking !== undefined && roles[asking.type]?.answers !== undefined && model.reached.has(asking);
  const again: Fix[] = isAsking ? [connectFix(widget, event, asking.name, texts.fix.connectAgain(asking.name))] : [];
  const fixes = [...again, newMessage(widget, event, 'noMatch', model)];
  return [problemOf(widget, 'no-match-unwired', texts.noMatchUnwired(widget.name, answers), fixes, { event })];
}

/** One condition holds whenever another does not: there is nothing left to match. */
function isExhaustive({ transitions }: PlacedWidget): boolean {
  const opposites: { readonly [type: string]: string } = {
    equal_to: 'not_equal_to',
    matches_any_of: 'does_not_match_any_of',
    is_blank: 'is_not_blank',
    contains: 'does_not_contain',
    starts_with: 'does_not_start_with',
  };
  const single = transitions.flatMap(({ event, conditions }) =>
    event === 'match' && conditions.length === 1 ? conditions : [],
  );
  const keyOf = (type: string, argument: unknown, value: unknown) =>
    JSON.stringify([type, argument ?? null, type.endsWith('_blank') ? null : (value ?? null)]);
  const keys = new Set(single.map(({ type, argument, value }) => keyOf(type, argument, value)));
  return single.some(({ type, argument, value }) => {
    const opposite = opposites[type];
    return opposite !== undefined && keys.has(keyOf(opposite, argument, value));
  });
}

/** Where most others lead with this event, else a new message. */
function handlers(widget: PlacedWidget, event: string, kind: 'timeout' | 'failure', model: Wiring): Fix[] {
  const handler = existingHandler(widget, kind, model);
  if (handler === undefined) return [newMessage(widget, event, kind, model)];
  return [connectFix(widget, event, handler, texts.fix.connectTo(handler)), newMessage(widget, event, kind, model)];
}

function existingHandler(widget: PlacedWidget, kind: 'timeout' | 'failure', model: Wiring): string | undefined {
  const speaks = widget.widget?.needsCall === true;
  const fitting = [...model.handlers[kind]].filter(([name]) => {
    const target = model.byName.get(name);
    return name !== widget.name && (speaks || target?.widget?.needsCall !== true);
  });
  return fitting.sort(([, left], [, right]) => right - left)[0]?.[0];
}

function countTargets({ widgets }: FlowModel, kind: 'timeout' | 'failure'): Map<string, number> {
  const counts = new Map<string, number>();
  for (const widget of widgets) {
    const { silence, fails = [] } = roles[widget.type] ?? {};
    const events = kind === 'timeout' ? [silence] : fails;
    for (const { event, target } of widget.transitions) {
      // One that tries again is no handler.
      if (target && target !== widget && events.includes(event))
        counts.set(target.name, (counts.get(target.name) ?? 0) + 1);
    }
  }
  return counts;
}

function connectFix(widget: PlacedWidget, event: string, to: string, label: string): Fix {
  const transition = transitionFor(widget, event)?.index;
  return { label, edits: [{ do: 'connect', state: widget.index, transition, event, to }] };
}

/** Spoken in a call, else written. */
function newMessage(widget: PlacedWidget, event: string, kind: keyof typeof texts.newMessages, model: FlowModel): Fix {
  const says = texts.newMessages[kind];
  const isSpoken = widget.widget?.needsCall === true;
  const from = { state: widget.index, transition: transitionFor(widget, event)?.index, event };
  const edit = isSpoken
    ? ({
        do: 'add',
        type: 'say-play',
        name: freeName('say_play', model),
        properties: { say: says, loop: 1 },
        from,
      } as const)
    : ({
        do: 'add',
        type: 'send-message',
        name: freeName('send_message', model),
        properties: { from: '{{flow.channel.address}}', to: '{{contact.channel.address}}', body: says },
        from,
      } as const);
  return { label: texts.fix.newMessage, edits: [edit] };
}
