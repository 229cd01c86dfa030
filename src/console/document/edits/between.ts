/** The edits that make one JSON value of another, so that what is the same in both keeps its text. */
import { isJsonObject, type Json, own } from '../../../engine/json.ts';
import { canonicalText, sameJson } from '../../compare/json-values.ts';
import type { FlowEdit } from './flow.ts';

type Path = readonly (string | number)[];

/**
 * Made one after the other, they lead from `before` to `after`. Entries of a list are told by their name, key, or event
 * with its conditions; of an entry that moved to another place the text is written anew.
 */
export function editsBetween(before: Json, after: Json, path: Path = []): readonly FlowEdit[] {
  if (sameJson(before, after)) return [];
  if (isJsonObject(before) && isJsonObject(after)) {
    const gone = Object.keys(before).filter((key) => !Object.hasOwn(after, key));
    return [
      ...gone.map((key): FlowEdit => ({ do: 'removeAt', path: [...path, key] })),
      ...Object.entries(after).flatMap(([key, value]): readonly FlowEdit[] => {
        const old = own(before, key);
        return old === undefined
          ? [{ do: 'setAt', path: [...path, key], value }]
          : editsBetween(old, value, [...path, key]);
      }),
    ];
  }
  if (Array.isArray(before) && Array.isArray(after)) return editsOfList(before, after, path);
  return [{ do: 'setAt', path, value: after }];
}

function editsOfList(before: readonly Json[], after: readonly Json[], path: Path): readonly FlowEdit[] {
  const places = new Map(idsOf(before).map((id, index) => [id, index]));
  /** By the place in `after`: the entry of `before` that it was. */
  const kept = new Map<number, number>();
  let last = -1;
  for (const [index, id] of idsOf(after).entries()) {
    const place = places.get(id);
    if (place === undefined || place < last) continue;
    kept.set(index, place);
    last = place;
  }
  const stays = new Set(kept.values());
  const gone = before.flatMap((_, index) => (stays.has(index) ? [] : [index])).reverse();
  const changed = [...kept].flatMap(([index, place], nth) => {
    const [old, value] = [before[place], after[index]];
    return old === undefined || value === undefined ? [] : editsBetween(old, value, [...path, nth]);
  });
  const added = after.flatMap((value, index): readonly FlowEdit[] =>
    kept.has(index) ? [] : [{ do: 'insertAt', path, index, value }],
  );
  return [...gone.map((index): FlowEdit => ({ do: 'removeAt', path: [...path, index] })), ...changed, ...added];
}

/** One for each entry, none twice. */
function idsOf(list: readonly Json[]): readonly string[] {
  const counts = new Map<string, number>();
  return list.map((entry) => {
    const id = idOf(entry);
    const count = (counts.get(id) ?? 0) + 1;
    counts.set(id, count);
    return count === 1 ? id : `${id}\n${count}`;
  });
}

function idOf(entry: Json): string {
  if (!isJsonObject(entry)) return canonicalText(entry);
  const name = own(entry, 'name') ?? own(entry, 'key');
  if (name !== undefined) return canonicalText(name);
  const event = own(entry, 'event');
  return event === undefined ? '' : canonicalText([event, own(entry, 'conditions') ?? null]);
}
