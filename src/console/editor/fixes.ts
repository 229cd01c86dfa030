/** Fixes of problems as edits of the document: one press is one undo entry (console §6). */
import { type FlowDocument, flowView, type Outlet, type Place, type SingleEdit } from '../document/index.ts';
import type { Edit as FixEdit } from '../problems/problem.ts';

/** `placeFor`: where a new widget goes that an outlet of this one is to lead to. */
export function fixEdits(
  document: FlowDocument,
  edits: readonly FixEdit[],
  placeFor: (widget: string) => Place,
): readonly SingleEdit[] {
  const { states, ids } = flowView(document);
  const idAt = (state: number) => ids[state] ?? '';
  const idOf = (name: string) => ids[states.findIndex((state) => state.name === name)] ?? name;
  const outletOf = ({ state, transition, event }: OutletPlace): Outlet =>
    transition === undefined ? { widget: idAt(state), event } : { widget: idAt(state), transition };
  return edits.map((edit): SingleEdit => {
    switch (edit.do) {
      case 'set':
        return { do: 'setAt', path: edit.path, value: edit.value };
      case 'remove':
        return { do: 'removeAt', path: edit.path };
      case 'connect':
        return { do: 'connect', outlet: outletOf(edit), to: idOf(edit.to) };
      case 'add': {
        const { type, properties, from } = edit;
        return { do: 'add', type, properties, place: placeFor(idAt(from.state)), from: outletOf(from) };
      }
      case 'rename':
        return { do: 'rename', widget: idAt(edit.state), to: edit.to };
      case 'delete':
        return { do: 'delete', widgets: [idAt(edit.state)] };
      default:
        return edit satisfies never;
    }
  });
}

interface OutletPlace {
  readonly state: number;
  readonly transition: number | undefined;
  readonly event: string;
}
