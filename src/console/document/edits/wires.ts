/** Wires: what an outlet leads to. */
import { documentTexts } from '../../texts/document.ts';
import { findOutlet, type Outlet, type Plan, type Refusal, refuse, type Scene, writeOutlet } from '../scene.ts';

const { entries, refusals } = documentTexts;

export type WireEdit =
  /** Makes the outlet lead to a widget (an id), in the place of what it led to. */
  | { readonly do: 'connect'; readonly outlet: Outlet; readonly to: string }
  /** The same by dragging the end of a wire. */
  | { readonly do: 'reconnect'; readonly outlet: Outlet; readonly to: string }
  /** The transition leads nowhere, written as the file writes such ones. */
  | { readonly do: 'disconnect'; readonly outlet: Outlet };

export function planWire(scene: Scene, edit: WireEdit): Plan | Refusal {
  const outlet = findOutlet(scene, edit.outlet);
  if ('refused' in outlet) return outlet;
  const from = outlet.state.name;
  if (edit.do === 'disconnect') return { name: entries.disconnect(from), flow: writeOutlet(scene, outlet, undefined) };
  const target = scene.view.find(edit.to);
  if (target === undefined) return refuse(refusals.noWidget(edit.to));
  if (target.type === 'trigger') return refuse(refusals.nothingLeadsToTrigger);
  return { name: entries[edit.do](from, target.name), flow: writeOutlet(scene, outlet, target.name) };
}
