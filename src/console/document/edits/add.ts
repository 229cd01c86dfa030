/** New widgets: by themselves, behind another, or on a wire. */
import type { JsonObject } from '../../../engine/json.ts';
import type { Widget } from '../../../engine/widget.ts';
import { widgetsByType } from '../../../widgets/index.ts';
import { documentTexts } from '../../texts/document.ts';
import { newName } from '../names.ts';
import {
  appendTo,
  type FoundOutlet,
  findOutlet,
  type Outlet,
  type Placed,
  type Plan,
  type Refusal,
  refuse,
  type Scene,
  writeOffset,
  writeOutlet,
} from '../scene.ts';
import type { Place, StateView } from '../view.ts';

const { entries, refusals } = documentTexts;

export type AddEdit =
  /** Not wired, or behind `after` (an id: from its first free outlet, if one is free), or from a loose outlet. */
  | {
      readonly do: 'add';
      readonly type: string;
      readonly place: Place;
      /** The example of the type unless given. */
      readonly properties?: JsonObject;
      readonly after?: string;
      readonly from?: Outlet;
    }
  /** A new widget on a wire: what the outlet led to follows the new one's main outlet. */
  | {
      readonly do: 'insert';
      readonly type: string;
      readonly place: Place;
      readonly properties?: JsonObject;
      readonly on: Outlet;
    }
  /** A widget of the flow dropped on a wire. */
  | { readonly do: 'insertWidget'; readonly widget: string; readonly place?: Place; readonly on: Outlet };

export function planAdd(scene: Scene, edit: AddEdit): Plan | Refusal {
  if (edit.do === 'insertWidget') return planInsertWidget(scene, edit);
  const widget = widgetsByType.get(edit.type);
  if (widget === undefined) return refuse(refusals.unknownType(edit.type));
  if (widget.type === 'trigger' && scene.view.states.some(({ type }) => type === 'trigger')) {
    return refuse(refusals.triggerOnce);
  }
  const name = widget.type === 'trigger' ? 'Trigger' : newName(widget.type, scene.names());
  if (edit.do === 'insert') {
    const outlet = findWire(scene, edit.on);
    if ('refused' in outlet) return outlet;
    const state = newState(widget, name, edit, outlet.next);
    return {
      name: entries.insert(name),
      flow: [...appendTo(scene, scene.root, 'states', [state]), ...writeOutlet(scene, outlet, name)],
      added: [name],
    };
  }
  const outlet = outletFor(scene, edit);
  if (outlet && 'refused' in outlet) return outlet;
  return {
    name: entries.add(name),
    flow: [
      ...appendTo(scene, scene.root, 'states', [newState(widget, name, edit)]),
      ...(outlet ? writeOutlet(scene, outlet, name) : []),
    ],
    added: [name],
  };
}

/**
 * The first outlet of a card that leads nowhere: conditions, then the events of the type, whether the file has them or
 * not, then what else is in the file.
 */
export function firstFreeOutlet(id: string, { widget, transitions }: StateView): Outlet | undefined {
  const repeatable = widget?.repeatableEvent;
  const condition = transitions.find(({ event, next }) => event === repeatable && next === undefined);
  if (condition) return { widget: id, transition: condition.index };
  const events = new Set([...Object.keys(widget?.events ?? {}), ...transitions.map(({ event }) => event)]);
  // A split has a `match` only where somebody made a condition.
  if (repeatable !== undefined) events.delete(repeatable);
  const isFree = (event: string) => transitions.every((each) => each.event !== event || each.next === undefined);
  const event = [...events].find(isFree);
  return event === undefined ? undefined : { widget: id, event };
}

function outletFor(scene: Scene, edit: Extract<AddEdit, { do: 'add' }>): FoundOutlet | Refusal | undefined {
  if (edit.from) return findOutlet(scene, edit.from);
  if (edit.after === undefined) return undefined;
  const placed = scene.find(edit.after);
  if (placed === undefined) return refuse(refusals.noWidget(edit.after));
  const free = firstFreeOutlet(placed.id, placed.state);
  return free && findOutlet(scene, free);
}

function findWire(scene: Scene, on: Outlet): FoundOutlet | Refusal {
  const outlet = findOutlet(scene, on);
  if ('refused' in outlet || outlet.next !== undefined) return outlet;
  return refuse(refusals.leadsNowhere(outlet.state.name));
}

/** Every event of the type, in its order (`noMatch` first), the first of them leading to `next`. */
function newState(
  widget: Widget,
  name: string,
  { place, properties = widget.example }: { readonly place: Place; readonly properties?: JsonObject },
  next?: string,
): JsonObject {
  const events = Object.keys(widget.events).filter((event) => event !== widget.repeatableEvent);
  return {
    name,
    type: widget.type,
    transitions: events.map((event, index) => (index === 0 && next !== undefined ? { next, event } : { event })),
    properties: { offset: { x: Math.round(place.x), y: Math.round(place.y) }, ...properties },
  };
}

function planInsertWidget(scene: Scene, edit: Extract<AddEdit, { do: 'insertWidget' }>): Plan | Refusal {
  const outlet = findWire(scene, edit.on);
  if ('refused' in outlet) return outlet;
  const placed = scene.find(edit.widget);
  if (placed === undefined) return refuse(refusals.noWidget(edit.widget));
  if (placed.state.type === 'trigger') return refuse(refusals.nothingLeadsToTrigger);
  const onward = onwardOutlet(scene, placed);
  if ('refused' in onward) return onward;
  // On a wire to or from itself there is nothing to put in between.
  const isOwn = outlet.id === placed.id || outlet.next === placed.state.name;
  if (isOwn) return { name: entries.insert(placed.state.name) };
  return {
    name: entries.insert(placed.state.name),
    flow: [
      ...writeOutlet(scene, outlet, placed.state.name),
      ...writeOutlet(scene, onward, outlet.next),
      ...(edit.place ? writeOffset(scene.style, placed.spot, edit.place) : []),
    ],
  };
}

function onwardOutlet(scene: Scene, { id, state }: Placed): FoundOutlet | Refusal {
  const free = firstFreeOutlet(id, state);
  return free ? findOutlet(scene, free) : refuse(refusals.noFreeOutlet(state.name));
}
