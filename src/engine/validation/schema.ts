import { isJsonObject, type JsonObject, own } from '../json.ts';
import type { Path, Report } from './report.ts';

/** The keywords of JSON Schema that are understood here; widgets may use no others. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly properties?: { readonly [key: string]: Schema };
  readonly required?: readonly string[];
  readonly additionalProperties?: unknown;
  /** Hint of ours: the text is a Liquid template. */
  readonly liquid?: boolean;
}

/**
 * Ranges are known from the console and the documentation of run time, not from the service's schemas: a number
 * outside is a warning, lest a flow be refused that the service accepts. Inferred; limits-and-errors §1.
 */
const RANGES_ARE_ERRORS = false;

/** `""` counts as "not configured" where one of several values is expected. Inferred; messaging page, Appendix A. */
const EMPTY_OPTION_IS_UNSET = true;

/** Called for every Liquid text with its place. */
export type TemplateVisitor = (path: Path, source: string) => void;

/**
 * Holds `value` against `schema` and reports everything that does not fit, worded as the service words it
 * (limits-and-errors §5). Interprets the schema, so that it also runs where code may not be generated. Goes only
 * as deep as the schema does.
 */
export function checkSchema(
  schema: Schema,
  value: unknown,
  path: Path,
  report: Report,
  onTemplate: TemplateVisitor = () => {},
): void {
  if (!hasType(schema, value, path, report)) return;
  checkValue(schema, value, path, report);
  if (typeof value === 'string') {
    checkText(schema, value, path, report);
    if (schema.liquid === true) onTemplate(path, value);
  } else if (typeof value === 'number') {
    checkNumber(schema, value, path, report);
  } else if (Array.isArray(value)) {
    checkItems(schema, value, path, report, onTemplate);
  } else if (isJsonObject(value)) {
    checkKeys(schema, value, path, report, onTemplate);
  }
}

/** The JSON type of a value, as the service's messages name it. */
export function typeWord(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

function hasType({ type }: Schema, value: unknown, path: Path, report: Report): boolean {
  if (type === undefined) return true;
  const found = typeWord(value);
  const isOf = (expected: string) => found === expected || (expected === 'number' && found === 'integer');
  if (typeof type === 'string' ? isOf(type) : type.some(isOf)) return true;
  const message =
    typeof type === 'string'
      ? `${found} found, ${type} expected`
      : `${found} found, but [${type.join(', ')}] is required`;
  report.error(path, 'wrong-type', message);
  return false;
}

function checkValue(schema: Schema, value: unknown, path: Path, report: Report): void {
  if (schema.const !== undefined && value !== schema.const) {
    report.error(path, 'wrong-constant', `must be a constant value ${String(schema.const)}`);
  }
  if (schema.enum === undefined || schema.enum.includes(value)) return;
  if (EMPTY_OPTION_IS_UNSET && value === '') return;
  if (schema.liquid === true && typeof value === 'string' && /\{\{|\{%/.test(value)) return;
  report.error(path, 'not-in-enumeration', `does not have a value in the enumeration [${schema.enum.join(', ')}]`);
}

function checkText(schema: Schema, value: string, path: Path, report: Report): void {
  const { minLength, maxLength, pattern } = schema;
  if (minLength !== undefined && characters(value) < minLength) {
    report.error(path, 'wrong-length', `must be at least ${minLength} characters long`);
  }
  if (maxLength !== undefined && characters(value) > maxLength) {
    report.error(path, 'wrong-length', `may only be ${maxLength} characters long`);
  }
  if (pattern !== undefined && !new RegExp(pattern, 'u').test(value)) {
    report.error(path, 'wrong-pattern', `does not match the regex pattern ${pattern}`);
  }
}

function characters(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

function checkNumber({ minimum, maximum }: Schema, value: number, path: Path, report: Report): void {
  const refuse = (message: string) =>
    RANGES_ARE_ERRORS ? report.error(path, 'out-of-range', message) : report.warning(path, 'out-of-range', message);
  if (minimum !== undefined && value < minimum) refuse(`must have a minimum value of ${minimum}`);
  if (maximum !== undefined && value > maximum) refuse(`must have a maximum value of ${maximum}`);
}

function checkItems(
  schema: Schema,
  value: readonly unknown[],
  path: Path,
  report: Report,
  onTemplate: TemplateVisitor,
): void {
  const { items, minItems, maxItems } = schema;
  if (minItems !== undefined && value.length < minItems) {
    report.error(path, 'too-few-items', `there must be a minimum of ${minItems} items in the array`);
  }
  if (maxItems !== undefined && value.length > maxItems) {
    report.error(path, 'too-many-items', `there must be a maximum of ${maxItems} items in the array`);
  }
  if (schema.uniqueItems === true && new Set(value).size < value.length) {
    report.error(path, 'repeated-items', 'the items in the array must be unique');
  }
  if (items === undefined) return;
  for (const [index, item] of value.entries()) checkSchema(items, item, [...path, index], report, onTemplate);
}

function checkKeys(schema: Schema, value: JsonObject, path: Path, report: Report, onTemplate: TemplateVisitor): void {
  const { properties, required = [], additionalProperties } = schema;
  for (const key of required) {
    const found = own(value, key);
    if (found === undefined) report.error([...path, key], 'missing', 'is missing but it is required');
    if (found === null) report.error([...path, key], 'null-value', 'must not be null');
  }
  if (properties === undefined) return;
  for (const [key, found] of Object.entries(value)) {
    // Null is reported where the key is required, and means "not configured" elsewhere (messaging page §1.2).
    if (found === null || found === undefined) continue;
    const keySchema = Object.hasOwn(properties, key) ? properties[key] : undefined;
    if (keySchema) checkSchema(keySchema, found, [...path, key], report, onTemplate);
    // Real exports hold more than any published list: kept, never refused (messaging page, Appendix A).
    else if (additionalProperties !== true) {
      report.warning([...path, key], 'unknown-property', 'is not defined in the schema');
    }
  }
}
