/** What belongs to the flow as a whole, and its text. */
import type { Json } from '../../../engine/json.ts';
import { widgetsByType } from '../../../widgets/index.ts';
import { documentTexts } from '../../texts/document.ts';
import { JsonSyntaxError, parseSource } from '../parse.ts';
import { type Plan, type Refusal, refuse, type Scene } from '../scene.ts';
import { difference, type Splice } from '../splice.ts';
import { asContainer, findContainer, findSpot } from '../spot.ts';
import { nodeText, sourceText } from '../syntax.ts';
import { memberArray, stateView } from '../view.ts';
import { insertItems, removeChildren, removeMember, writeMember, writeValue } from '../write.ts';

/** Keys and indexes from the outside of the definition on. */
type Path = readonly (string | number)[];

const { entries, refusals } = documentTexts;

export type FlowEdit =
  | { readonly do: 'setDescription'; readonly description: string }
  /** `allow_concurrent_calls`. */
  | { readonly do: 'setFlag'; readonly flag: string; readonly value: boolean }
  /** An id. */
  | { readonly do: 'setInitialState'; readonly widget: string }
  /** What the new type does not know is kept. */
  | { readonly do: 'setType'; readonly widget: string; readonly type: string }
  /** Any value of the definition: what is around it exists, its key may be new. */
  | { readonly do: 'setAt'; readonly path: Path; readonly value: Json }
  /** Puts an entry into a list, before the one at `index`. */
  | { readonly do: 'insertAt'; readonly path: Path; readonly index: number; readonly value: Json }
  /** Takes a key out of its object, or an entry out of its list. */
  | { readonly do: 'removeAt'; readonly path: Path }
  /** The text as `widgetText` gives it, changed. */
  | { readonly do: 'setWidgetText'; readonly widget: string; readonly text: string }
  /** The whole definition; `name` of the entry where it is no edit by hand: a merge, a revert. */
  | { readonly do: 'setFlowText'; readonly text: string; readonly name?: string };

export function planFlow(scene: Scene, edit: FlowEdit): Plan | Refusal {
  const { root, style } = scene;
  switch (edit.do) {
    case 'setDescription':
      return {
        name: entries.editDescription,
        flow: writeMember(root, 'description', edit.description, style, 'first'),
      };
    case 'setFlag': {
      const flags = findContainer(root, ['flags'], 'object');
      return {
        name: entries.editFlag(edit.flag),
        flow: flags
          ? writeMember(flags, edit.flag, edit.value, style)
          : writeMember(root, 'flags', { [edit.flag]: edit.value }, style),
      };
    }
    case 'setInitialState': {
      const state = scene.view.find(edit.widget);
      if (state === undefined) return refuse(refusals.noWidget(edit.widget));
      return { name: entries.startAt(state.name), flow: writeMember(root, 'initial_state', state.name, style) };
    }
    case 'setType': {
      const placed = scene.find(edit.widget);
      if (placed === undefined) return refuse(refusals.noWidget(edit.widget));
      if (!widgetsByType.has(edit.type)) return refuse(refusals.unknownType(edit.type));
      return { name: entries.changeType(placed.state.name), flow: writeMember(placed.spot, 'type', edit.type, style) };
    }
    case 'setAt':
      return { name: entries.editFlowJson, flow: setAt(scene, edit.path, edit.value) };
    case 'insertAt':
      return { name: entries.editFlowJson, flow: insertAt(scene, edit.path, edit.index, edit.value) };
    case 'removeAt':
      return { name: entries.editFlowJson, flow: removeAt(scene, edit.path) };
    case 'setWidgetText':
      return planWidgetText(scene, edit);
    case 'setFlowText':
      return planFlowText(scene, edit);
  }
}

function setAt({ root, style }: Scene, path: Path, value: Json): readonly Splice[] {
  const spot = findSpot(root, path);
  if (spot !== undefined) return writeValue(spot, value, style);
  const key = path.at(-1);
  const around = findContainer(root, path.slice(0, -1), 'object');
  return around && typeof key === 'string' ? writeMember(around, key, value, style) : [];
}

function insertAt({ root, style }: Scene, path: Path, index: number, value: Json): readonly Splice[] {
  const list = findContainer(root, path, 'array');
  return list ? insertItems(list, index, [{ value }], style) : [];
}

function removeAt({ root }: Scene, path: Path): readonly Splice[] {
  const key = path.at(-1);
  const around = findSpot(root, path.slice(0, -1));
  const [object, list] = around ? [asContainer(around, 'object'), asContainer(around, 'array')] : [];
  if (object && typeof key === 'string') return removeMember(object, key);
  return list && typeof key === 'number' ? removeChildren(list, [key]) : [];
}

/** The JSON of a widget, without the indentation that it has in the file; undefined when there is no such widget. */
export function widgetText(scene: Scene, widget: string): string | undefined {
  const spot = scene.find(widget)?.spot;
  if (spot === undefined) return undefined;
  const [first = '', ...lines] = nodeText(spot.node).split(/\r?\n/);
  const isIndented = lines.every((line) => line.startsWith(spot.indent));
  return [first, ...(isIndented ? lines.map((line) => line.slice(spot.indent.length)) : lines)].join('\n');
}

function planWidgetText(
  scene: Scene,
  { widget, text }: { readonly widget: string; readonly text: string },
): Plan | Refusal {
  const placed = scene.find(widget);
  if (placed === undefined) return refuse(refusals.noWidget(widget));
  const name = entries.editWidgetJson(placed.state.name);
  const before = widgetText(scene, widget);
  if (text === before) return { name };
  const parsed = parsedOr(text);
  if ('refused' in parsed) return parsed;
  if (stateView(parsed.root) === undefined) return refuse(refusals.notAWidget);
  const lines = text.trim().split(/\r?\n/);
  const { indent, start, node } = placed.spot;
  const inserted = lines.join((scene.style.newline ?? '\n') + indent);
  const splice = difference(nodeText(node), inserted, start);
  return { name, flow: splice ? [splice] : [] };
}

function planFlowText(
  { document }: Scene,
  { text, name = entries.editFlowJson }: { readonly text: string; readonly name?: string },
): Plan | Refusal {
  const parsed = parsedOr(text);
  if ('refused' in parsed) return parsed;
  if (memberArray(parsed.root, 'states') === undefined) return refuse(refusals.notAFlow);
  const splice = difference(sourceText(document.flow), text);
  return { name, flow: splice ? [splice] : [] };
}

/** The text as a tree, or where it is no JSON. */
export function parsedOr(text: string) {
  try {
    return parseSource(text);
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    return { refused: error.problem.message, problem: error.problem } satisfies Refusal;
  }
}
