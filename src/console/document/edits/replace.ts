/** Replaces a text in values: properties and conditions, never names, keys, events or types. */
import { documentTexts } from '../../texts/document.ts';
import { type Plan, type Refusal, refuse, type Scene, templatesOf } from '../scene.ts';
import type { Splice } from '../splice.ts';
import { rawOffset } from '../write.ts';

const { entries, refusals } = documentTexts;

export interface ReplaceEdit {
  readonly do: 'replace';
  readonly find: string;
  readonly with: string;
  /** Upper and lower case differ. */
  readonly matchesCase?: boolean;
  /** Ids; all widgets without. */
  readonly widgets?: readonly string[];
}

/** `counts` tells how many were replaced, and in how many widgets. */
export function planReplace(scene: Scene, edit: ReplaceEdit): Plan | Refusal {
  const splices: Splice[] = [];
  const counts = { references: 0, widgets: 0 };
  for (const id of edit.widgets ?? scene.view.ids) {
    const placed = scene.find(id);
    if (placed === undefined) return refuse(refusals.noWidget(id));
    const before = splices.length;
    for (const { raw, start, path } of templatesOf(placed)) {
      if (isConditionType(path)) continue;
      const text: string = JSON.parse(raw);
      for (const at of occurrences(text, edit.find, edit.matchesCase === true)) {
        const from = rawOffset(raw, at);
        const to = rawOffset(raw, at + edit.find.length);
        const inserted = JSON.stringify(edit.with).slice(1, -1);
        splices.push({ at: start + from, removed: raw.slice(from, to), inserted });
      }
    }
    if (splices.length > before) counts.widgets++;
  }
  counts.references = splices.length;
  return { name: entries.replace(splices.length), flow: splices, counts };
}

/** The kind of a comparison (`equal_to`) is no text of the author. */
function isConditionType(path: readonly (string | number)[]): boolean {
  return path[0] === 'transitions' && path.length === 5 && path[4] === 'type';
}

/** Where `find` stands in a text, from left to right, none over another. */
export function occurrences(text: string, find: string, matchesCase: boolean): readonly number[] {
  if (find === '') return [];
  const pattern = new RegExp(find.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), matchesCase ? 'gu' : 'giu');
  return [...text.matchAll(pattern)].map(({ index }) => index);
}
