import type { Json, JsonObject } from '../../engine/json.ts';
import type { SettingsFile } from '../../server/settings-file/index.ts';

/**
 * `refused`: the API would not save it. `missing`: something that it needs is not here.
 * `differs`: it runs, and not as it did. `reading`: nobody documents it, and we read it so.
 */
export const levels = ['refused', 'missing', 'differs', 'reading'] as const;

export type Level = (typeof levels)[number];

/** One construct of a flow that is not as it was. */
export interface Finding {
  readonly level: Level;
  /** Stable name of the kind of finding. */
  readonly code: string;
  /** Name of the widget; null for the flow as a whole. */
  readonly state: string | null;
  readonly message: string;
}

/** A flow to be looked at. */
export interface ReportedFlow {
  readonly file: string;
  readonly friendlyName: string;
  /** SIDs that it is known by. */
  readonly sids: readonly string[];
  readonly definition: JsonObject;
}

/** What is around the flows. */
export interface World {
  readonly settings: SettingsFile;
  /** SIDs of all flows of the set. */
  readonly flowSids: ReadonlySet<string>;
  /** True when a file of ours answers the URL of a function. */
  hasFunction(url: string): boolean;
  /** Types of widgets that a carrier cannot serve, each with the reason. */
  lacks(carrier: string): { readonly [widgetType: string]: string };
  /** What the ledger says of a part of a widget, by its id. */
  readonly ledger: { readonly [id: string]: { readonly what: string; readonly notYet?: string } };
}

/** Every text of a value, with the key that it stands under. */
export function textsOf(value: Json, key = ''): { readonly key: string; readonly text: string }[] {
  if (typeof value === 'string') return [{ key, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((each: Json) => textsOf(each, key));
  return Object.entries(value).flatMap(([name, each]) => textsOf(each, name));
}
