/** Gives a widget another name; everything that names it follows. */
import { documentTexts } from '../../texts/document.ts';
import { planBesideRename } from '../beside.ts';
import { nameRefusal } from '../names.ts';
import { type Names, referenceSplices } from '../references.ts';
import { type Placed, type Plan, type Refusal, refuse, type Scene, templatesOf } from '../scene.ts';
import { difference, type Splice } from '../splice.ts';
import { findContainer, findMember, type StringSpot } from '../spot.ts';
import { rawOffset, writeMember } from '../write.ts';

const { entries, refusals } = documentTexts;

export interface RenameEdit {
  readonly do: 'rename';
  readonly widget: string;
  readonly to: string;
}

/** `counts` tells of the references in templates and conditions; wires follow unsaid. */
export function planRename(scene: Scene, { widget, to }: RenameEdit): Plan | Refusal {
  const placed = scene.find(widget);
  if (placed === undefined) return refuse(refusals.noWidget(widget));
  const { name } = placed.state;
  const written = placed.state.json.name;
  if (to === name && written === name) return { name: entries.rename(name, to) };
  const refused = nameRefusal(to, scene.names());
  if (refused !== undefined && to !== name) return refuse(refused);
  const splices = [...writeMember(placed.spot, 'name', to, scene.style, 'first')];
  // Of two widgets with one name the references mean the first, as the engine does; its id is its name.
  const names: Names = widget === name ? new Map([[name, to]]) : new Map();
  const counts = { references: 0, widgets: 0 };
  for (const id of names.size > 0 ? scene.view.ids : []) {
    const other = scene.find(id);
    if (other === undefined) continue;
    const references = [...templatesOf(other)].flatMap((string) => renamedReferences(string, names));
    splices.push(...references, ...rewired(scene, other, names));
    counts.references += references.length;
    if (references.length > 0) counts.widgets++;
  }
  const initial = findMember(scene.root, 'initial_state');
  if (names.has(scene.view.initialState) && initial)
    splices.push(...writeMember(scene.root, 'initial_state', to, scene.style));
  const beside = names.size > 0 ? planBesideRename(scene.document, name, to) : [];
  return { name: entries.rename(name, to), flow: splices, beside, counts };
}

function rewired({ style }: Scene, { state, spot }: Placed, names: Names): readonly Splice[] {
  return state.transitions.flatMap(({ index, next = '' }) => {
    const to = names.get(next);
    const transition = findContainer(spot, ['transitions', index], 'object');
    return to !== undefined && transition ? writeMember(transition, 'next', to, style) : [];
  });
}

/** One splice for each reference, so that the rest of the string stays as it is written. */
export function renamedReferences({ raw, start }: StringSpot, names: Names): readonly Splice[] {
  if (!raw.includes('widgets')) return [];
  return referenceSplices(JSON.parse(raw), names).flatMap(({ at, removed, inserted }) => {
    const from = rawOffset(raw, at);
    const to = rawOffset(raw, removed.length, from);
    const text = JSON.stringify(inserted).slice(1, -1);
    return difference(raw.slice(from, to), text, start + from) ?? [];
  });
}
