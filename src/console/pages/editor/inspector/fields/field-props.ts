import type { Json } from '../../../../../engine/json.ts';
import type { Field } from '../../../../forms/form.ts';
import type { FlowProblem } from '../../../../problems/problem.ts';

/** What every kind of field gets; drawn anew only when one of these changes. */
export interface FieldProps {
  readonly field: Field;
  /** As it stands in the file; undefined: it does not. */
  readonly value: Json | undefined;
  readonly problems: readonly FlowProblem[];
}

/** A value in a field for text: what is of another type is shown as it is written. */
export function asText(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

export function hasLiquid(text: string): boolean {
  return text.includes('{{') || text.includes('{%');
}
