/** A problem of a flow, as the list in the editor shows it, and what can be done about it. */

import type { Json } from '../../engine/json.ts';
import type { ValidationCode } from '../../engine/validation/index.ts';
import type { Path } from '../../engine/validation/report.ts';

/**
 * `error`: what the strict validator refuses, so that nothing can be published. `warning`: it will or may fail for a
 * contact. `notice`: kept, but odd.
 */
export type Severity = 'error' | 'warning' | 'notice';

/** Kinds that the validator does not know; all else goes by the validator's code. Stable: they are muted by these. */
export type OwnProblemId =
  | 'subflow-missing'
  | 'limit-length'
  | 'unknown-filter'
  | 'unknown-tag'
  | 'bad-regex'
  | 'bad-json'
  | 'dead-end'
  | 'unwired-timeout'
  | 'unwired-failure'
  | 'no-match-unwired'
  | 'unreachable'
  | 'unknown-variable'
  | 'unknown-widget-ref'
  | 'not-yet-run'
  | 'unknown-output'
  | 'loop-without-wait'
  | 'shadowed-condition'
  | 'split-argument-differs'
  | 'regex-alternation'
  | 'speech-not-wired'
  | 'channel-mismatch'
  | 'secret-in-property'
  | 'not-runnable';

export type ProblemId = ValidationCode | OwnProblemId;

/**
 * A step of a fix. `state` and `transition` are places in the definition's lists, as they stand before the first step;
 * steps are made in their order, and those of one fix never depend on places that an earlier one has moved.
 */
export type Edit =
  /** Puts a value there: the object or list around it exists, the key may be new. */
  | { readonly do: 'set'; readonly path: Path; readonly value: Json }
  /** Takes a key out of its object, or an entry out of its list. */
  | { readonly do: 'remove'; readonly path: Path }
  /** The event leads to a widget; without `transition` it has none yet, and one is added at the end. */
  | {
      readonly do: 'connect';
      readonly state: number;
      readonly transition: number | undefined;
      readonly event: string;
      readonly to: string;
    }
  /** Adds a widget of this type at the end, all of its events unwired, and lets the event lead to it. */
  | {
      readonly do: 'add';
      readonly type: string;
      readonly name: string;
      readonly properties: { readonly [key: string]: Json };
      readonly from: { readonly state: number; readonly transition: number | undefined; readonly event: string };
    }
  /** Renames a widget; everything that refers to it follows. */
  | { readonly do: 'rename'; readonly state: number; readonly to: string }
  /** Removes a widget, and what leads to it leads nowhere. */
  | { readonly do: 'delete'; readonly state: number };

/** One button. It makes edits, mutes the problem, or opens what the person has to say. */
export type Fix = { readonly label: string } & (
  | { readonly edits: readonly Edit[] }
  | { readonly mutes: true }
  | { readonly asks: 'target'; readonly state: number; readonly transition: number | undefined; readonly event: string }
  | { readonly asks: 'flow'; readonly path: Path }
  /** Widgets to show one after the other. */
  | { readonly shows: readonly string[] }
);

export interface FlowProblem {
  readonly id: ProblemId;
  readonly severity: Severity;
  /** Name of the widget; undefined: the flow itself. */
  readonly widget: string | undefined;
  /** Place in `states`, which tells widgets of one name apart. */
  readonly state: number | undefined;
  /** Where *Go there* leads: keys and indexes from the definition on. */
  readonly path: Path;
  readonly message: string;
  /** The best one first. */
  readonly fixes: readonly Fix[];
}

/** What the author has said is on purpose, kept beside the flow. An error cannot be muted. */
export interface Mute {
  /** Undefined: the flow itself. */
  readonly widget: string | undefined;
  readonly id: string;
}

/** Sets the muted problems apart. */
export function splitMuted(
  problems: readonly FlowProblem[],
  mutes: readonly Mute[],
): { readonly shown: readonly FlowProblem[]; readonly muted: readonly FlowProblem[] } {
  const keyOf = ({ widget, id }: Mute) => JSON.stringify([widget ?? null, id]);
  const keys = new Set(mutes.map(keyOf));
  const isMuted = (problem: FlowProblem) => problem.severity !== 'error' && keys.has(keyOf(problem));
  return { shown: problems.filter((each) => !isMuted(each)), muted: problems.filter(isMuted) };
}
