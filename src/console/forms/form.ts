/** The form of a widget type, made from its definition: which fields, of which kind, in which order (console §5). */
import { isJsonObject, type Json, type JsonObject, own } from '../../engine/json.ts';
import type { Widget } from '../../engine/widget.ts';
import { formTexts } from '../texts/forms.ts';
import { type Alternatives, alternativesOf, type HintedKind, hintOf } from './hints.ts';

/**
 * `liquid`: text that is rendered. `text`: text as it stands. `number-text`: a number written as text, Liquid allowed.
 * `integer`: a JSON integer. `switch` and `text-switch`: true and false, as JSON or as text. `select`: one of `choices`.
 * `table`: rows of key and value. `variables`: such rows with a type each. `list`: texts. `value`: any JSON.
 */
export type FieldKind =
  | 'liquid'
  | 'text'
  | 'number-text'
  | 'integer'
  | 'switch'
  | 'text-switch'
  | 'select'
  | 'table'
  | 'list'
  | 'value'
  | HintedKind;

export interface Field {
  readonly key: string;
  readonly title: string;
  readonly help: string | undefined;
  readonly kind: FieldKind;
  readonly isRequired: boolean;
  readonly isAdvanced: boolean;
  /** Liquid may stand in it. */
  readonly isLiquid: boolean;
  /** Shown where nothing is written, never written itself. */
  readonly default: Json | undefined;
  readonly choices: readonly string[];
  readonly minimum: number | undefined;
  readonly maximum: number | undefined;
  /** Least height of a text. */
  readonly lines: number;
}

export interface Form {
  readonly fields: readonly Field[];
  readonly alternatives: Alternatives | undefined;
}

const forms = new WeakMap<Widget, Form>();

/** Fields in the order of the definition. */
export function formOf(widget: Widget): Form {
  const known = forms.get(widget);
  if (known) return known;
  const schemas: unknown = widget.properties.properties;
  const required = new Set(widget.properties.required ?? []);
  const alternatives = alternativesOf(widget.type);
  const form = {
    fields: Object.entries(isJsonObject(schemas) ? schemas : {}).flatMap(([key, schema]) =>
      isJsonObject(schema) && key !== alternatives?.chosenBy
        ? [fieldOf(widget.type, key, schema, required.has(key))]
        : [],
    ),
    alternatives,
  };
  forms.set(widget, form);
  return form;
}

function fieldOf(type: string, key: string, schema: JsonObject, isRequired: boolean): Field {
  const hint = hintOf(type, key);
  const words = (name: string) => textOf(own(schema, name));
  const count = (name: string) => {
    const value = own(schema, name);
    return typeof value === 'number' ? value : undefined;
  };
  const choices = own(schema, 'enum');
  return {
    key,
    title: words('title') ?? key,
    // A duration has its unit beside it.
    help: hint.kind === 'duration' && words('description') === 'Seconds' ? undefined : words('description'),
    kind: hint.kind ?? kindOf(schema),
    isRequired,
    isAdvanced: hint.isAdvanced === true && !isRequired,
    isLiquid: own(schema, 'liquid') === true,
    default: own(schema, 'default'),
    choices: Array.isArray(choices) ? choices.filter((choice) => typeof choice === 'string') : [],
    minimum: count('minimum'),
    maximum: count('maximum'),
    lines: count('lines') ?? 1,
  };
}

function kindOf(schema: JsonObject): FieldKind {
  if (Array.isArray(own(schema, 'enum'))) return 'select';
  const form = own(schema, 'form');
  switch (own(schema, 'type')) {
    case 'string':
      if (form === 'number') return 'number-text';
      if (form === 'boolean') return 'text-switch';
      return own(schema, 'liquid') === true ? 'liquid' : 'text';
    case 'integer':
      return 'integer';
    case 'boolean':
      return 'switch';
    case 'array': {
      if (form === 'key-values') return 'table';
      const items = own(schema, 'items');
      return isJsonObject(items) && own(items, 'type') === 'string' ? 'list' : 'value';
    }
    default:
      return 'value';
  }
}

/** `null` and `""` count as absent. */
export function isUnset(value: Json | undefined): boolean {
  return value === undefined || value === null || value === '';
}

/** What stands in an empty field: `3600 (default)`. */
export function placeholderOf({ default: value }: Pick<Field, 'default'>): string | undefined {
  if (value === undefined || value === null) return undefined;
  return formTexts.default(typeof value === 'string' ? value : JSON.stringify(value));
}

/** Properties that the form does not show, in the order of the file. Where a card lies is no property of it. */
export function otherProperties(widget: Widget | undefined, properties: JsonObject): readonly string[] {
  const schemas: unknown = widget?.properties.properties;
  const known = isJsonObject(schemas) ? schemas : {};
  return Object.keys(properties).filter((key) => key !== 'offset' && !Object.hasOwn(known, key));
}

/** Key of the option that the file uses: told by its property, else the first with a value, else the first. */
export function chosenOption({ options, chosenBy }: Alternatives, properties: JsonObject): string {
  const said = chosenBy === undefined ? undefined : own(properties, chosenBy);
  const found =
    chosenBy === undefined
      ? options.find(({ key }) => !isUnset(own(properties, key)))
      : options.find(({ value }) => value === said);
  return (found ?? options[0])?.key ?? '';
}

/** The property that says what a widget is for: the one of several that is used, else the first that it needs. */
export function mainField({ fields, alternatives }: Form, properties: JsonObject): string | undefined {
  if (alternatives) return chosenOption(alternatives, properties);
  return (fields.find(({ isRequired }) => isRequired) ?? fields[0])?.key;
}

/** Keys that are not shown: those of the other options, as long as they hold nothing. */
export function hiddenKeys({ options }: Alternatives, chosen: string, properties: JsonObject): ReadonlySet<string> {
  const shown = new Set(options.find(({ key }) => key === chosen)?.keys);
  return new Set(options.flatMap(({ keys }) => keys).filter((key) => !shown.has(key) && isUnset(own(properties, key))));
}

function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
