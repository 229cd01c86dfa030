/** The outlets of a card: every event of the type, the conditions of a split, and what else the file wires. */
import type { Widget } from '../../engine/widget.ts';
import { widgetsByType } from '../../widgets/index.ts';
import { cardTexts } from '../texts/cards.ts';
import type { ConditionView, StateView, TransitionView } from './flow-view.ts';

/** `mishap`: a failure or a timeout, drawn dashed while it leads nowhere. `unknown`: the type has no such event. */
export type OutletKind = 'plain' | 'mishap' | 'unknown';

export interface Outlet {
  /** Unique on the card: the event, numbered where it stands more than once (`match#2`). */
  readonly id: string;
  readonly event: string;
  readonly label: string;
  readonly kind: OutletKind;
  /** Place among the state's transitions; absent for an event that the file does not have yet. */
  readonly transition?: number;
  /** Name of the state it leads to. */
  readonly next?: string;
}

/** Events by which a widget says that something went wrong, or that nobody answered. */
const mishaps: ReadonlySet<string> = new Set(
  'failed fail failure deliveryFailure failedToEnqueue callFailure timeout providerError validationError noAudio'.split(
    ' ',
  ),
);

/** Outlets in the order of the card: conditions first, then the events of the type, then what the type does not have. */
export function outletsOf({ type, transitions }: StateView): Outlet[] {
  const widget = widgetsByType.get(type);
  const expected = widget === undefined ? [] : cardOrder(widget);
  const events = [...new Set([...expected, ...transitions.map(({ event }) => event)])];
  return events.flatMap((event) => {
    const kind = kindOf(event, widget);
    const found = transitions.flatMap((transition, index) =>
      transition.event === event ? [{ transition, index }] : [],
    );
    if (found.length === 0) {
      const label = outletLabel(type, event);
      return isDrawnUnwired(event, widget) ? [{ id: event, event, label, kind }] : [];
    }
    return found.map(({ transition, index }, nth) => ({
      id: nth === 0 ? event : `${event}#${nth + 1}`,
      event,
      kind,
      label: event === widget?.repeatableEvent ? conditionsLabel(transition) : outletLabel(type, event),
      transition: index,
      ...(transition.next === undefined ? {} : { next: transition.next }),
    }));
  });
}

/** Short form of a condition (`= 1`), unless its author gave it a name of its own. */
export function conditionLabel({ type, friendlyName, value }: ConditionView): string {
  // The editor names a condition "If value equal_to 1"; such a text is not updated with the condition.
  if (friendlyName.trim() !== '' && !/^If value /.test(friendlyName)) return friendlyName.trim();
  const short = Object.hasOwn(cardTexts.conditions, type) ? cardTexts.conditions[type] : undefined;
  return short?.(value) ?? `${type} ${value}`.trim();
}

/** `liveAgentHandoff`, `live-agent-handoff` → `Live agent handoff`. */
export function eventInWords(event: string): string {
  const words = event
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[-_\s]+/g, ' ')
    .trim()
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** *No match* stands last on the card, whatever its place in the file. */
function cardOrder({ events, repeatableEvent }: Widget): string[] {
  const all = Object.keys(events);
  return repeatableEvent === undefined ? all : [repeatableEvent, ...all.filter((event) => event !== repeatableEvent)];
}

/** A retired type shows what the file has; a condition is there or it is not. */
function isDrawnUnwired(event: string, widget: Widget | undefined): boolean {
  return widget?.retired !== true && event !== widget?.repeatableEvent;
}

function kindOf(event: string, widget: Widget | undefined): OutletKind {
  // Of a type that nobody knows, nobody knows the events: they are as good as any.
  const isKnown =
    widget === undefined ||
    widget.acceptsAnyEvent === true ||
    Object.hasOwn(widget.events, event) ||
    widget.silentEvents?.includes(event) === true;
  if (!isKnown) return 'unknown';
  return mishaps.has(event) ? 'mishap' : 'plain';
}

/** What an outlet of this type is called. */
export function outletLabel(type: string, event: string): string {
  const labels = Object.hasOwn(cardTexts.outlets, type) ? cardTexts.outlets[type] : undefined;
  if (labels !== undefined && Object.hasOwn(labels, event)) return labels[event] ?? event;
  const widget = widgetsByType.get(type);
  return kindOf(event, widget) === 'unknown' ? event : eventInWords(event);
}

function conditionsLabel({ conditions }: TransitionView): string {
  return conditions.length === 0 ? cardTexts.match : cardTexts.allOf(conditions.map(conditionLabel));
}
