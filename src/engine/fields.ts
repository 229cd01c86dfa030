/**
 * Builders for widget properties: a JSON Schema each, with hints for the editor's form. Strict types are per
 * property, as the service has them: many numbers and booleans must be strings (voice page §0.2, messaging page App. A).
 */
import { type TOptional, type TSchema, Type } from 'typebox';
import type { Json, JsonObject } from './json.ts';

/** Hints that the form, the docs and the renderer read; they never refuse a value. */
export interface FieldHints {
  readonly title: string;
  readonly description?: string;
  readonly default?: Json;
  /** Height of the text field. */
  readonly lines?: number;
}

/** Text that is rendered as Liquid when the widget is entered. */
export function template(hints: FieldHints) {
  return Type.String({ ...hints, liquid: true });
}

/** Text that is used as it stands. */
export function text(hints: FieldHints) {
  return Type.String({ ...hints, liquid: false });
}

/** A whole number of seconds or a count, written as text, e.g. `"3600"`; may be Liquid. */
export function numberText(hints: FieldHints) {
  return Type.String({ ...hints, liquid: true, form: 'number' });
}

/** `"true"` or `"false"` as text; may be Liquid (voice page, the properties that are strings). */
export function booleanText(hints: FieldHints) {
  return Type.String({ ...hints, liquid: true, form: 'boolean' });
}

/** A JSON integer. */
export function integer(hints: FieldHints & { readonly minimum?: number; readonly maximum?: number }) {
  return Type.Integer({ ...hints });
}

/** A JSON boolean. */
export function flag(hints: FieldHints) {
  return Type.Boolean({ ...hints });
}

/** One of `values`; `""` counts as not configured (inferred, messaging page App. A). */
export function choice(values: readonly string[], hints: FieldHints) {
  return Type.Unsafe<string>({ ...hints, type: 'string', enum: [...values], liquid: false });
}

/** One of `values`, or a text with Liquid that gives one. */
export function choiceOrTemplate(values: readonly string[], hints: FieldHints) {
  return Type.Unsafe<string>({ ...hints, type: 'string', enum: [...values], liquid: true });
}

/** A list of `{key, value}`; only the values are Liquid. `extra` adds optional keys to an entry. */
export function keyValues(hints: FieldHints, extra: { readonly [key: string]: TOptional<TSchema> } = {}) {
  return Type.Array(Type.Object({ key: text({ title: 'Key' }), value: template({ title: 'Value' }), ...extra }), {
    ...hints,
    form: 'key-values',
  });
}

/** A list of plain texts. */
export function texts(hints: FieldHints) {
  return Type.Array(Type.String(), { ...hints });
}

/** A list of objects of any form. */
export function objects(hints: FieldHints) {
  return Type.Array(Type.Unsafe<JsonObject>({ type: 'object' }), { ...hints });
}

/** An object of any form. */
export function object(hints: FieldHints) {
  return Type.Unsafe<JsonObject>({ ...hints, type: 'object' });
}

/** Any JSON value. */
export function anything(hints: FieldHints) {
  return Type.Unsafe<Json>({ ...hints });
}

/** Marks a property that may be absent, `null` or `""`: all three mean "not configured". */
export function optional<T extends TSchema>(schema: T) {
  return Type.Optional(schema);
}

/** Properties of a widget, in the order of its form; `offset` is added by every flow and never read. */
export function fields<T extends Record<string, TSchema>>(properties: T) {
  return Type.Object(properties);
}

/** Whole non-negative seconds of a rendered text; `fallback` when blank or not a number. */
export function toSeconds(rendered: string, fallback: number): number {
  const trimmed = rendered.trim();
  return /^\d{1,9}$/.test(trimmed) ? Number(trimmed) : fallback;
}

/** A boolean, or its text form, as run time accepts both (execution-model §1, level run). */
export function toBoolean(value: Json | undefined, fallback: boolean): boolean {
  if (typeof value === 'boolean') return value;
  if (value === 'true') return true;
  if (value === 'false') return false;
  return fallback;
}
