/** Deletes widgets; what led to them leads nowhere, or to what they led to. */
import { documentTexts } from '../../texts/document.ts';
import { type Placed, type Plan, type Refusal, refuse, type Scene, writeNext } from '../scene.ts';
import { findContainer } from '../spot.ts';
import { removeChildren } from '../write.ts';

const { entries, refusals } = documentTexts;

export type RemoveEdit =
  /** The Trigger stays, whatever else is deleted. */
  | { readonly do: 'delete' | 'cut'; readonly widgets: readonly string[] }
  /** `to`: an id, needed when there is more than one of `reconnectTargets`. */
  | { readonly do: 'deleteAndReconnect'; readonly widgets: readonly string[]; readonly to?: string };

export function planRemove(scene: Scene, edit: RemoveEdit): Plan | Refusal {
  const gone = removable(scene, edit.widgets);
  if ('refused' in gone) return gone;
  let target: string | undefined;
  if (edit.do === 'deleteAndReconnect') {
    const targets = targetsOf(scene, gone);
    target = edit.to ?? targets[0];
    if (edit.to === undefined && targets.length > 1) return refuse(refusals.manyTargets(targets));
    if (edit.to !== undefined && !targets.includes(edit.to)) return refuse(refusals.noWidget(edit.to));
  }
  const names = gone.map(({ state }) => state.name);
  const name = { delete: entries.remove, cut: entries.cut, deleteAndReconnect: entries.removeAndReconnect }[edit.do];
  const indexes = gone.flatMap(({ id }) => scene.view.indexOf(id) ?? []);
  return {
    name: name(names),
    flow: [...removeChildren(scene.states, indexes), ...rewired(scene, gone, target)],
  };
}

/** Ids of the widgets that the wires of these lead to, each once: what leads to them can lead to one of those. */
export function reconnectTargets(scene: Scene, widgets: readonly string[]): readonly string[] {
  const gone = removable(scene, widgets);
  return 'refused' in gone ? [] : targetsOf(scene, gone);
}

function targetsOf({ view }: Scene, gone: readonly Placed[]): readonly string[] {
  const ids = new Set(gone.map(({ id }) => id));
  const targets = gone.flatMap(({ state }) => state.transitions.flatMap(({ next }) => next ?? []));
  return [...new Set(targets)].filter((name) => !ids.has(name) && view.find(name) !== undefined);
}

function removable(scene: Scene, widgets: readonly string[]): readonly Placed[] | Refusal {
  const found: Placed[] = [];
  for (const id of new Set(widgets)) {
    const placed = scene.find(id);
    if (placed === undefined) return refuse(refusals.noWidget(id));
    if (placed.state.type !== 'trigger') found.push(placed);
  }
  return found.length === 0 ? refuse(refusals.triggerStays) : found;
}

/** Wires of the others that led to what is gone. A name that another widget still has stays the name of that one. */
function rewired(scene: Scene, gone: readonly Placed[], target: string | undefined) {
  const ids = new Set(gone.map(({ id }) => id));
  const left = scene.view.ids.filter((id) => !ids.has(id));
  const namesLeft = new Set(left.map((id) => scene.view.find(id)?.name));
  const namesGone = new Set(gone.map(({ state }) => state.name).filter((name) => !namesLeft.has(name)));
  return left.flatMap((id) => {
    const placed = scene.find(id);
    const wires = placed?.state.transitions.filter(({ next }) => next !== undefined && namesGone.has(next)) ?? [];
    return wires.flatMap(({ index }) => {
      const transition = placed && findContainer(placed.spot, ['transitions', index], 'object');
      return transition ? writeNext(scene, transition, target) : [];
    });
  });
}
