/** Which condition of a split a value would take: the engine's own predicates, in its order. */
import type { Json, JsonObject } from '../../engine/json.ts';
import { evaluatePredicate, findPredicate } from '../../engine/predicates/index.ts';
import type { ConditionView, StateView } from '../document/view.ts';
import { renderedText } from './preview.ts';

export interface Verdict {
  readonly isMatch: boolean;
  /** Why the condition counts as false. */
  readonly problem: string | undefined;
}

export interface TestedSplit {
  /** Place in the file of the transition that is taken; undefined: No match. */
  readonly taken: number | undefined;
  /** By place of the transition, then of the condition; those behind the taken one too. */
  readonly verdicts: ReadonlyMap<number, readonly Verdict[]>;
}

/** `value` stands for the split's input; a condition that tests something else is tested with that of the sample. */
export function testSplit(state: StateView, value: string, sample: JsonObject, nowMs: number): TestedSplit {
  const { widget, properties, transitions } = state;
  const render = (source: Json) =>
    typeof source === 'string' ? (renderedText(source, sample, nowMs) ?? '') : JSON.stringify(source);
  const verdictOf = ({ type, argument, value: wanted = '' }: ConditionView): Verdict => {
    const isInput = argument === undefined || argument === properties.input;
    const left = isInput ? value : render(argument);
    const right = findPredicate(type)?.usesValue ? render(wanted) : '';
    const { isMatch, problem } = evaluatePredicate(type, left, right);
    return { isMatch, problem };
  };
  const tested = transitions.filter(
    ({ event, conditions }) => event === widget?.repeatableEvent && conditions.length > 0,
  );
  const verdicts = new Map(tested.map(({ index, conditions }) => [index, conditions.map(verdictOf)] as const));
  const taken = tested.find(({ index }) => verdicts.get(index)?.every(({ isMatch }) => isMatch))?.index;
  return { taken, verdicts };
}
