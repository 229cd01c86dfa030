/** What the screen asks of a document without changing it. */
import { copyText } from './edits/copy.ts';
import { widgetText } from './edits/flow.ts';
import { reconnectTargets } from './edits/remove.ts';
import { sceneOf } from './scene.ts';
import { findSpot, rootSpot, type Spot } from './spot.ts';
import type { Source } from './syntax.ts';
import type { FlowDocument } from './view.ts';

/** Text for the clipboard, `{"atelier":1,"states":[…]}`; undefined when nothing of it can be copied (the Trigger). */
export function clipboardText(document: FlowDocument, widgets: readonly string[]): string | undefined {
  const scene = sceneOf(document);
  return scene && copyText(scene, widgets);
}

/** The JSON of a widget for its editor, as it stands in the file but for the indentation. */
export function jsonOfWidget(document: FlowDocument, widget: string): string | undefined {
  const scene = sceneOf(document);
  return scene && widgetText(scene, widget);
}

/** Ids to choose from for `deleteAndReconnect`: with one of them or none it needs no choice. */
export function targetsToReconnect(document: FlowDocument, widgets: readonly string[]): readonly string[] {
  const scene = sceneOf(document);
  return scene ? reconnectTargets(scene, widgets) : [];
}

/**
 * Where a value stands in the exported text, from `start` up to but without `end`; by a path of keys and indexes from
 * the outside, as problems have it. Undefined when there is none.
 */
export function rangeOf(
  document: FlowDocument,
  path: readonly (string | number)[],
): { readonly start: number; readonly end: number } | undefined {
  const spot = findSpot(rootSpot(document.flow), path);
  return spot && { start: spot.start, end: spot.start + spot.node.length };
}

/** The same in a text by itself; what is missing there is told by what it is missing from. */
export function rangeIn(
  source: Source,
  path: readonly (string | number)[],
): { readonly start: number; readonly end: number } {
  const root = rootSpot(source);
  let found: Spot = root;
  for (let length = path.length; length > 0 && found === root; length--) {
    found = findSpot(root, path.slice(0, length)) ?? root;
  }
  return { start: found.start, end: found.start + found.node.length };
}
