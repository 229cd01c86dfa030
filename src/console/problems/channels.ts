/** Widgets that need a call, and who can reach them without one. */
import { problemTexts as texts } from '../texts/problems.ts';
import type { FlowModel, PlacedWidget } from './flow-model.ts';
import type { FlowProblem } from './problem.ts';

const callEvent = 'incomingCall';

/** Events of the trigger without a call. A parent may hold one, so that a subflow cannot be judged by itself. */
const silentEvents: readonly string[] = ['incomingMessage', 'incomingConversationMessage', 'incomingRequest'];

/** Events by which an execution gets a call. */
const answers: { readonly [type: string]: readonly string[] } = {
  'make-outgoing-call-v1': ['answered', 'answeredByMachine'],
  'make-outgoing-call-v2': ['answered'],
};

const does: { readonly [type: string]: keyof typeof texts.does } = {
  'say-play': 'speak',
  'gather-input-on-call': 'listen',
};

export function channelProblems({ trigger, widgets }: FlowModel): FlowProblem[] {
  if (trigger === undefined) return [];
  const called = new Set(reachedBy(trigger, callEvent, () => true).keys());
  const ways = silentEvents.map((event) => ({ event, reached: reachedBy(trigger, event, isWithoutCall) }));
  return widgets.flatMap((widget): FlowProblem[] => {
    if (widget.widget?.needsCall !== true) return [];
    const way = ways.find(({ reached }) => reached.has(widget));
    if (way === undefined) return [];
    const { name, index, path, type } = widget;
    const message = texts.channelMismatch(name, texts.does[does[type] ?? 'needCall'], way.event, called.has(widget));
    const fixes = [{ label: texts.fix.showPath, shows: pathTo(widget, way.reached) }];
    return [{ id: 'channel-mismatch', severity: 'warning', widget: name, state: index, path, message, fixes }];
  });
}

/** Once the contact has answered, there is a call. */
function isWithoutCall(widget: PlacedWidget, event: string): boolean {
  return !(answers[widget.type] ?? []).includes(event);
}

/** What can be reached from an event of the trigger, each with the widget before it. */
function reachedBy(
  trigger: PlacedWidget,
  event: string,
  goesOn: (widget: PlacedWidget, event: string) => boolean,
): Map<PlacedWidget, PlacedWidget | undefined> {
  const reached = new Map<PlacedWidget, PlacedWidget | undefined>([[trigger, undefined]]);
  for (const [widget] of reached) {
    for (const transition of widget.transitions) {
      const { target } = transition;
      if (widget === trigger && transition.event !== event) continue;
      if (target && !reached.has(target) && goesOn(widget, transition.event)) reached.set(target, widget);
    }
  }
  return reached;
}

function pathTo(widget: PlacedWidget, reached: ReadonlyMap<PlacedWidget, PlacedWidget | undefined>): string[] {
  const names: string[] = [];
  for (let each: PlacedWidget | undefined = widget; each !== undefined; each = reached.get(each))
    names.unshift(each.name);
  return names;
}
