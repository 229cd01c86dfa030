/** Properties of a widget: one value, or the rows of a table. */
import { type Json, type JsonObject, own } from '../../../engine/json.ts';
import { documentTexts } from '../../texts/document.ts';
import type { Style } from '../layout.ts';
import { type Placed, type Plan, type Refusal, refuse, type Scene } from '../scene.ts';
import type { Splice } from '../splice.ts';
import { asContainer, type ContainerSpot, findContainer, findMember, findSpot } from '../spot.ts';
import { insertItems, moveItem, removeChildren, removeMember, writeMember, writeValue } from '../write.ts';

const { entries, refusals } = documentTexts;

/** Keys and indexes that lead from the properties to a value: `['body']`, `['variables', 0, 'value']`. */
export type PropertyPath = readonly [string, ...(string | number)[]];

interface Field {
  readonly widget: string;
  readonly path: PropertyPath;
}

export type PropertyEdit =
  /** A value that means the same already stays as it is written. */
  | (Field & { readonly do: 'setProperty'; readonly value: Json })
  /**
   * An emptied field: its key goes. It stays as `""` where the file has `""`, where the type needs the property, and
   * with `keepsKey` (the file had `""` before the field was typed in).
   */
  | (Field & { readonly do: 'clearProperty'; readonly keepsKey?: boolean })
  /** A row of a table (`variables`, `parameters`), before the one at `at`; at the end without. */
  | (Field & { readonly do: 'addRow'; readonly row: Json; readonly at?: number })
  | (Field & { readonly do: 'removeRow'; readonly row: number })
  | (Field & { readonly do: 'moveRow'; readonly row: number; readonly to: number });

export function planProperty(scene: Scene, edit: PropertyEdit): Plan | Refusal {
  const placed = scene.find(edit.widget);
  if (placed === undefined) return refuse(refusals.noWidget(edit.widget));
  const splices = splicesOf(scene, placed, edit);
  if (splices === undefined) return refuse(refusals.noField(edit.path.join('.')));
  return { name: entries.editField(fieldTitle(placed, edit.path[0]), placed.state.name), flow: splices };
}

function splicesOf(scene: Scene, placed: Placed, edit: PropertyEdit): readonly Splice[] | undefined {
  const { style } = scene;
  switch (edit.do) {
    case 'setProperty':
      return setAt(style, placed.spot, ['properties', ...edit.path], edit.value);
    case 'clearProperty':
      return clear(scene, placed, edit);
    case 'addRow': {
      const list = findContainer(placed.spot, ['properties', ...edit.path], 'array');
      if (list === undefined) return setAt(style, placed.spot, ['properties', ...edit.path], [edit.row]);
      return insertItems(list, edit.at ?? list.node.children.length, [{ value: edit.row }], style);
    }
    case 'removeRow':
    case 'moveRow': {
      const list = findContainer(placed.spot, ['properties', ...edit.path], 'array');
      if (list?.node.children[edit.row] === undefined) return undefined;
      if (edit.do === 'removeRow') return removeChildren(list, [edit.row]);
      return moveItem(list, edit.row, Math.max(0, Math.min(edit.to, list.node.children.length - 1)));
    }
  }
}

/** Makes the objects on the way that are not there; undefined where something else stands in the way. */
function setAt(
  style: Style,
  object: ContainerSpot,
  path: readonly (string | number)[],
  value: Json,
): readonly Splice[] | undefined {
  const present = findSpot(object, path);
  if (present) return writeValue(present, value, style);
  const key = path.at(-1);
  const parent = findSpot(object, path.slice(0, -1));
  if (parent === undefined) {
    const rest = path.slice(0, -1);
    return rest.length === 0 || typeof key !== 'string' ? undefined : setAt(style, object, rest, { [key]: value });
  }
  const container = typeof key === 'string' ? asContainer(parent, 'object') : undefined;
  return container && typeof key === 'string' ? writeMember(container, key, value, style) : undefined;
}

function clear({ style }: Scene, { state, spot }: Placed, edit: Extract<PropertyEdit, { do: 'clearProperty' }>) {
  const parent = findContainer(spot, ['properties', ...edit.path.slice(0, -1)], 'object');
  const key = edit.path.at(-1);
  const present = parent && typeof key === 'string' ? findMember(parent, key) : undefined;
  if (parent === undefined || present === undefined || typeof key !== 'string') return [];
  if (present.node.type === 'string' && present.node.raw === '""') return [];
  const isNeeded = edit.path.length === 1 && state.widget?.properties.required?.includes(key);
  return edit.keepsKey || isNeeded ? writeValue(present, '', style) : removeMember(parent, key);
}

/** As the form calls a property; the key of one that the type does not know. */
function fieldTitle({ state }: Placed, key: string): string {
  const schema: unknown = state.widget && own(state.widget.properties.properties as unknown as JsonObject, key);
  const title = typeof schema === 'object' && schema !== null && 'title' in schema ? schema.title : undefined;
  return typeof title === 'string' ? title : key;
}
