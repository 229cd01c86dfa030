/** What becomes of edits that meet those of somebody else (console §7.6, §7.7). */
import type { JsonObject } from '../../../engine/json.ts';
import { compareFlows } from '../../compare/compare.ts';
import { definitionIn } from '../../compare/definition.ts';
import { revisionMessage } from '../../compare/describe.ts';
import { type Merge, mergeFlows } from '../../compare/merge.ts';

export type Meeting =
  /** Both have the same. */
  | { readonly kind: 'same' }
  /** Nothing was changed on this side: theirs is taken as it is. */
  | { readonly kind: 'take'; readonly did: string }
  | {
      readonly kind: 'merged';
      readonly definition: JsonObject;
      readonly counts: Merge['counts'];
      /** What they changed, in words. */
      readonly did: string;
    }
  | { readonly kind: 'conflict'; readonly merge: Merge; readonly widgets: number };

/** All three are definitions as texts; `common` is what both sides began with. */
export function meet(common: string, theirs: string, yours: string): Meeting {
  if (theirs === yours) return { kind: 'same' };
  const [base, other, own] = [common, theirs, yours].map(definitionIn) as [JsonObject, JsonObject, JsonObject];
  const theirChanges = compareFlows(base, other);
  const did = revisionMessage(theirChanges);
  if (common === yours) return { kind: 'take', did };
  const merge = mergeFlows(base, other, own);
  const definition = merge.conflicts.length === 0 ? merge.resolve(new Map()) : undefined;
  if (definition !== undefined) return { kind: 'merged', definition, counts: merge.counts, did };
  const touched = theirChanges.changes.map((change) => ('widget' in change ? change.widget : undefined));
  return { kind: 'conflict', merge, widgets: new Set(touched).size };
}
