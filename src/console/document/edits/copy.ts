/** Duplicates, copies and pastes widgets. */
import { documentTexts } from '../../texts/document.ts';
import { applyChange } from '../apply-change.ts';
import { nodeLayout, styleOf } from '../layout.ts';
import { nameOfCopy } from '../names.ts';
import { parseSource } from '../parse.ts';
import { type Plan, type Refusal, refuse, type Scene, templatesOf, writeNext, writeOffset } from '../scene.ts';
import { changeOf, type Splice } from '../splice.ts';
import { asContainer, childSpots, findContainer, rootSpot } from '../spot.ts';
import { isContainer, nodeText, type SyntaxNode } from '../syntax.ts';
import { memberArray, type Place, type StateView, stateView } from '../view.ts';
import { insertItems, writeMember } from '../write.ts';
import { parsedOr } from './flow.ts';
import { renamedReferences } from './rename.ts';

const { entries, refusals } = documentTexts;

export type CopyEdit =
  /** Wires among the copies are kept, others cut. `places`: one for each of `widgets`. */
  | { readonly do: 'duplicate'; readonly widgets: readonly string[]; readonly places: readonly Place[] }
  /** `places`: one for each of `clipboardStates`; without, they lie where they lay. */
  | {
      readonly do: 'paste';
      readonly text: string;
      readonly places?: readonly Place[];
      /** Wires to widgets that are not among the pasted ones stay where this flow has such a widget. */
      readonly keepsOuterWires?: boolean;
    };

export function planCopy(scene: Scene, edit: CopyEdit): Plan | Refusal {
  if (edit.do === 'paste') {
    const nodes = clipboardNodes(edit.text);
    return 'refused' in nodes ? nodes : planCopies(scene, nodes, edit, entries.paste);
  }
  const nodes: SyntaxNode[] = [];
  const places: Place[] = [];
  for (const [index, id] of edit.widgets.entries()) {
    const placed = scene.find(id);
    if (placed === undefined) return refuse(refusals.noWidget(id));
    const place = edit.places[index] ?? placed.state.offset;
    if (placed.state.type === 'trigger') continue;
    nodes.push(placed.spot.node);
    places.push(place ?? { x: 0, y: 0 });
  }
  return planCopies(scene, nodes, { places }, entries.duplicate);
}

/** Clipboard text of these widgets, each as it stands in the file. The Trigger is left out; undefined: nothing left. */
export function copyText(scene: Scene, widgets: readonly string[]): string | undefined {
  const texts = widgets.flatMap((id) => {
    const placed = scene.find(id);
    return placed && placed.state.type !== 'trigger' ? [nodeText(placed.spot.node)] : [];
  });
  return texts.length === 0 ? undefined : `{"atelier":1,"states":[${texts.join(',')}]}`;
}

/** The widgets that a paste of this text would add, in its order; none when it holds no widgets. */
export function clipboardStates(text: string): readonly StateView[] {
  const nodes = clipboardNodes(text);
  return 'refused' in nodes ? [] : nodes.flatMap((node) => stateView(node) ?? []);
}

/** Our own form, a flow, a plain list of states, or one state. */
function clipboardNodes(text: string): readonly SyntaxNode[] | Refusal {
  const parsed = parsedOr(text);
  if ('refused' in parsed) return refuse(refusals.notWidgets);
  const { root } = parsed;
  const list = root.type === 'array' && isContainer(root) ? root : memberArray(root, 'states');
  const nodes = list ? list.children.map(({ value }) => value) : [root];
  const states = nodes.filter((node) => stateView(node)?.name);
  if (states.length === 0 || states.length < nodes.length) return refuse(refusals.notWidgets);
  const copied = states.filter((node) => stateView(node)?.type !== 'trigger');
  return copied.length === 0 ? refuse(refusals.triggerOnce) : copied;
}

function planCopies(
  scene: Scene,
  nodes: readonly SyntaxNode[],
  options: { readonly places?: readonly Place[]; readonly keepsOuterWires?: boolean },
  entry: (names: readonly string[]) => string,
): Plan | Refusal {
  if (nodes.length === 0) return refuse(refusals.triggerOnce);
  const taken = new Set(scene.names());
  const added = nodes.map((node) => {
    const name = nameOfCopy(stateView(node)?.name ?? '', taken);
    taken.add(name);
    return name;
  });
  const copies = withNames(scene, nodes, added, options);
  const isOwn = nodes.every((node) => scene.states.node.children.some(({ value }) => value === node));
  const values = copies.map((node) => ({
    // Copies of the same list are indented right already.
    text: (indent: string) => (isOwn ? nodeText(node) : nodeLayout(node, scene.style, indent)),
  }));
  return {
    name: entry(added),
    flow: insertItems(scene.states, scene.states.node.children.length, values, scene.style),
    added,
  };
}

/** The states as they will stand in the flow: renamed, references and inner wires following, outer wires cut. */
function withNames(
  scene: Scene,
  nodes: readonly SyntaxNode[],
  added: readonly string[],
  { places, keepsOuterWires = false }: { readonly places?: readonly Place[]; readonly keepsOuterWires?: boolean },
): readonly SyntaxNode[] {
  const source = parseSource(`[${nodes.map(nodeText).join(',')}]`);
  const style = styleOf(scene.document.flow);
  const names = new Map<string, string>();
  for (const [index, node] of nodes.entries()) {
    const name = stateView(node)?.name ?? '';
    if (!names.has(name)) names.set(name, added[index] ?? name);
  }
  const changed = new Map([...names].filter(([from, to]) => from !== to));
  const list = asContainer(rootSpot(source), 'array');
  const splices = (list ? childSpots(list) : []).flatMap((item, index): Splice[] => {
    const spot = asContainer(item, 'object');
    const state = spot && stateView(spot.node);
    if (spot === undefined || state === undefined) return [];
    const wires = state.transitions.flatMap(({ index: at, next }) => {
      const transition = findContainer(spot, ['transitions', at], 'object');
      if (transition === undefined || next === undefined) return [];
      const outer = keepsOuterWires && scene.names().has(next) ? next : undefined;
      return writeNext(scene, transition, names.get(next) ?? outer);
    });
    const place = places?.[index];
    return [
      ...writeMember(spot, 'name', added[index] ?? state.name, style, 'first'),
      ...wires,
      ...[...templatesOf({ state, spot })].flatMap((string) => renamedReferences(string, changed)),
      ...(place ? writeOffset(style, spot, place) : []),
    ];
  });
  const { root } = applyChange(source, changeOf(splices));
  return isContainer(root) ? root.children.map(({ value }) => value) : [];
}
