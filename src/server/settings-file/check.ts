import { type FileProblem, nearest, pathText, type Step } from './problem.ts';
import type { Entry, Tree } from './tree.ts';

/** The keywords of JSON Schema that the sections are written in. */
export interface Schema {
  readonly type?: string | undefined;
  readonly description?: string | undefined;
  readonly default?: unknown;
  readonly const?: unknown | undefined;
  readonly enum?: readonly unknown[] | undefined;
  readonly anyOf?: readonly Schema[] | undefined;
  readonly properties?: { readonly [name: string]: Schema } | undefined;
  readonly required?: readonly string[] | undefined;
  readonly additionalProperties?: boolean | Schema | undefined;
  readonly patternProperties?: { readonly [pattern: string]: Schema } | undefined;
  readonly items?: Schema | undefined;
  readonly minItems?: number | undefined;
  readonly maxItems?: number | undefined;
  readonly minProperties?: number | undefined;
  readonly minLength?: number | undefined;
  readonly maxLength?: number | undefined;
  readonly pattern?: string | undefined;
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
  readonly exclusiveMinimum?: number | undefined;
}

interface Checked {
  readonly value: unknown;
  readonly problems: readonly FileProblem[];
}

/** Holds a tree against a schema: the plain value, and all that does not fit, each with a way out. */
export function check(schema: Schema, tree: Tree, path: readonly Step[] = []): Checked {
  if (schema.anyOf !== undefined) return checkUnion(schema.anyOf, schema, tree, path);
  switch (tree.kind) {
    case 'map':
      return takes(schema, 'object') ? checkMap(schema, tree, path) : wrongKind(schema, tree, path);
    case 'list':
      return takes(schema, 'array') ? checkList(schema, tree, path) : wrongKind(schema, tree, path);
    case 'scalar':
      return checkScalar(schema, tree, path);
    default:
      return tree satisfies never;
  }
}

function checkMap(schema: Schema, tree: Extract<Tree, { kind: 'map' }>, path: readonly Step[]): Checked {
  const problems: FileProblem[] = [];
  const value: { [key: string]: unknown } = Object.create(null);
  const { properties = {}, required = [], minProperties = 0 } = schema;
  for (const entry of tree.entries) {
    const here = [...path, entry.key];
    const inner = schemaOfKey(schema, entry.key);
    if (inner === undefined || entry.isNumber) {
      problems.push({ at: entry.at, path: pathText(here), message: unknownKey(schema, entry, tree) });
      if (inner === undefined) continue;
    }
    const checked = check(inner, entry.value, here);
    value[entry.key] = checked.value;
    problems.push(...checked.problems);
  }
  for (const name of required) {
    if (tree.entries.some(({ key }) => key === name)) continue;
    const { description } = properties[name] ?? {};
    const what = description === undefined ? '' : ` (${description})`;
    problems.push({ at: tree.at, path: pathText(path), message: `lacks ${name}${what}: add it` });
  }
  if (tree.entries.length < minProperties) {
    problems.push({ at: tree.at, path: pathText(path), message: `is empty: ${schema.description ?? 'add a key'}` });
  }
  return { value: { ...value }, problems };
}

function schemaOfKey(schema: Schema, key: string): Schema | undefined {
  const { properties, patternProperties, additionalProperties } = schema;
  if (properties && Object.hasOwn(properties, key)) return properties[key];
  for (const [pattern, inner] of Object.entries(patternProperties ?? {})) {
    if (new RegExp(pattern, 'u').test(key)) return inner;
  }
  if (typeof additionalProperties === 'object') return additionalProperties;
  return additionalProperties === false ? undefined : {};
}

function unknownKey(schema: Schema, { key, isNumber }: Entry, tree: Extract<Tree, { kind: 'map' }>): string {
  if (isNumber) return isNumberOfPhone(key) ? quoteNumber(key) : `is a number to YAML: write "${key}" in quotes`;
  if (key === '<<') return 'YAML merge keys are not taken: repeat the keys';
  const known = Object.keys(schema.properties ?? {});
  if (known.length === 0) {
    const form = formOf(Object.keys(schema.patternProperties ?? {})[0]) ?? schema.description;
    return `has not the form of a key here${form === undefined ? '' : `: ${form}`}`;
  }
  const free = known.filter((name) => !tree.entries.some((entry) => entry.key === name));
  const near = nearest(key, free);
  if (near !== undefined) return `is not a key here; did you mean ${near}?`;
  return `is not a key here; there are ${known.join(', ')}`;
}

function checkList(schema: Schema, tree: Extract<Tree, { kind: 'list' }>, path: readonly Step[]): Checked {
  const checked = tree.items.map((item, index) => check(schema.items ?? {}, item, [...path, index]));
  const problems = checked.flatMap((each) => each.problems);
  const { minItems = 0, maxItems = Number.POSITIVE_INFINITY } = schema;
  const { length } = tree.items;
  if (length < minItems) {
    problems.push(problemAt(tree, path, `takes at least ${minItems === 1 ? 'one entry' : `${minItems} entries`}`));
  }
  if (length > maxItems) problems.push(problemAt(tree, path, `takes at most ${maxItems} entries`));
  return { value: checked.map(({ value }) => value), problems };
}

function checkScalar(schema: Schema, tree: Extract<Tree, { kind: 'scalar' }>, path: readonly Step[]): Checked {
  if (tree.isUnknown === true) return { value: undefined, problems: [] };
  const value = coerced(schema, tree);
  const message = scalarFault(schema, value, tree);
  return { value, problems: message === undefined ? [] : [problemAt(tree, path, message)] };
}

/** What stands in an environment variable is text; where a number or a switch is wanted, it is read as one. */
function coerced({ type }: Schema, { value, isFromEnvironment }: Extract<Tree, { kind: 'scalar' }>): unknown {
  if (!isFromEnvironment || typeof value !== 'string') return value;
  if ((type === 'integer' || type === 'number') && /^-?\d+(\.\d+)?$/.test(value)) return Number(value);
  if (type === 'boolean' && (value === 'true' || value === 'false')) return value === 'true';
  return value;
}

function scalarFault(schema: Schema, value: unknown, tree: Extract<Tree, { kind: 'scalar' }>): string | undefined {
  const choices = choicesOf(schema);
  if (choices !== undefined) return choices.includes(value) ? undefined : wrongChoice(choices, value, tree);
  const { type } = schema;
  if (type === undefined) return undefined;
  if (!isOfType(value, type)) return wrongType(schema, tree);
  if (typeof value === 'string') {
    const { minLength = 0, maxLength = Number.POSITIVE_INFINITY, pattern } = schema;
    if (value.length < minLength) return `is empty: ${what(schema)}`;
    if (value.length > maxLength) return `is longer than ${maxLength} characters`;
    if (pattern !== undefined && !new RegExp(pattern, 'u').test(value)) {
      return `has not the form it needs: ${formOf(pattern) ?? `${what(schema)} (${pattern})`}`;
    }
    if (pattern?.startsWith('^https?://') && !isUrl(value)) {
      return 'is no URL: check its host and its port, and that no space stands in them';
    }
  }
  if (typeof value === 'number') {
    const { minimum, maximum, exclusiveMinimum } = schema;
    if (minimum !== undefined && value < minimum) return `takes ${minimum} or more`;
    if (maximum !== undefined && value > maximum) return `takes ${maximum} or less`;
    if (exclusiveMinimum !== undefined && value <= exclusiveMinimum) return `takes more than ${exclusiveMinimum}`;
  }
  return undefined;
}

/** The member that the value comes nearest to speaks: the one whose fixed keys fit, then the one with fewest problems. */
function checkUnion(members: readonly Schema[], schema: Schema, tree: Tree, path: readonly Step[]): Checked {
  const choices = choicesOf(schema);
  if (choices !== undefined && tree.kind === 'scalar') return checkScalar(schema, tree, path);
  const fits = tree.kind === 'map' ? members.filter((member) => isMeant(member, tree)) : members;
  if (tree.kind === 'map' && fits.length === 0) {
    const wrong = wrongMember(members, tree, path);
    if (wrong !== undefined) return { value: undefined, problems: [wrong] };
  }
  const tried = (fits.length > 0 ? fits : members).map((member) => ({ member, ...check(member, tree, path) }));
  const [best] = tried.toSorted(
    (a, b) => kindDistance(a.member, tree) - kindDistance(b.member, tree) || a.problems.length - b.problems.length,
  );
  if (best !== undefined && (best.problems.length === 0 || kindDistance(best.member, tree) === 0)) return best;
  return { value: undefined, problems: [problemAt(tree, path, wrongKindText(members))] };
}

/** False when a key of the map rules the member out, such as `type: telnyx` for the one of Twilio. */
function isMeant({ properties = {} }: Schema, { entries }: Extract<Tree, { kind: 'map' }>): boolean {
  return Object.entries(properties).every(([name, inner]) => {
    if (inner.const === undefined) return true;
    const found = entries.find(({ key }) => key === name)?.value;
    return found?.kind === 'scalar' && found.value === inner.const;
  });
}

/** The key that tells the members apart is absent or has none of their values. */
function wrongMember(
  members: readonly Schema[],
  tree: Extract<Tree, { kind: 'map' }>,
  path: readonly Step[],
): FileProblem | undefined {
  const fixed = members.flatMap(({ properties = {} }) =>
    Object.entries(properties).flatMap(([name, inner]) => (inner.const === undefined ? [] : [{ name, inner }])),
  );
  const name = fixed[0]?.name;
  if (name === undefined) return undefined;
  const choices = [...new Set(fixed.flatMap((each) => (each.name === name ? [each.inner.const] : [])))];
  const entry = tree.entries.find(({ key }) => key === name);
  if (entry === undefined) {
    return problemAt(tree, path, `lacks ${name}: it takes ${choices.map(String).join(', ')}`);
  }
  const { value } = entry;
  const here = [...path, name];
  if (value.kind !== 'scalar') return problemAt(value, here, `takes ${choices.map(String).join(', ')}`);
  if (choices.includes(value.value)) return undefined;
  return problemAt(value, here, wrongChoice(choices, value.value, value));
}

function choicesOf({ const: only, enum: values, anyOf }: Schema): readonly unknown[] | undefined {
  if (only !== undefined) return [only];
  if (values !== undefined) return values;
  if (anyOf === undefined || anyOf.length === 0) return undefined;
  const each = anyOf.map(choicesOf);
  return each.every((choices) => choices !== undefined) ? each.flat() : undefined;
}

function wrongChoice(choices: readonly unknown[], value: unknown, tree: Extract<Tree, { kind: 'scalar' }>): string {
  const list = choices.map(String);
  // What came from the environment may be a secret that landed in the wrong place.
  const near = typeof value === 'string' && !tree.isFromEnvironment ? nearest(value, list) : undefined;
  return near === undefined ? `takes ${list.join(', ')}` : `takes ${list.join(', ')}; did you mean ${near}?`;
}

function wrongType(schema: Schema, tree: Extract<Tree, { kind: 'scalar' }>): string {
  const { value, source = '' } = tree;
  if (schema.type === 'string' && typeof value === 'number') {
    return isNumberOfPhone(source) ? quoteNumber(source) : 'takes text: put the value in quotes';
  }
  if (schema.type === 'string' && typeof value === 'boolean') return 'takes text: put the value in quotes';
  if (value === null) return `has no value: ${what(schema)}`;
  return wrongKindText([schema]);
}

function wrongKind(schema: Schema, tree: Tree, path: readonly Step[]): Checked {
  return { value: undefined, problems: [problemAt(tree, path, wrongKindText([schema]))] };
}

const kinds: { readonly [type: string]: string } = {
  object: 'keys with values (key: value)',
  array: 'a list (- entry)',
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
};

function wrongKindText(schemas: readonly Schema[]): string {
  const names = [...new Set(schemas.map(({ type = '' }) => kinds[type] ?? 'another kind of value'))];
  return `takes ${names.join(' or ')}`;
}

function what({ description, type = '' }: Schema): string {
  return description ?? `it takes ${kinds[type] ?? 'a value'}`;
}

function kindDistance(schema: Schema, tree: Tree): number {
  const kind = { map: 'object', list: 'array', scalar: 'scalar' }[tree.kind];
  if (schema.type === undefined) return 0;
  const wanted = schema.type === 'object' || schema.type === 'array' ? schema.type : 'scalar';
  return wanted === kind ? 0 : 1;
}

function takes({ type }: Schema, kind: string): boolean {
  return type === undefined || type === kind;
}

/** For scalars: none of them is an object or a list, as `null` is for `typeof`. */
function isOfType(value: unknown, type: string): boolean {
  if (type === 'object' || type === 'array') return false;
  if (type === 'integer') return Number.isSafeInteger(value);
  if (type === 'null') return value === null;
  return typeof value === type;
}

/** Placeholders of a gateway's addresses stand for something that fits. */
function isUrl(text: string): boolean {
  return URL.canParse(text.replaceAll(/\{\{[^{}]*\}\}/g, 'x'));
}

function isNumberOfPhone(source: string): boolean {
  return /^\+?\d{7,15}$/.test(source);
}

function quoteNumber(source: string): string {
  const number = source.startsWith('+') ? source : `+${source}`;
  return `is a number to YAML, which drops its +: write "${number}" in quotes`;
}

/** The forms that stand behind the patterns of the sections, in words. */
function formOf(pattern: string | undefined): string | undefined {
  if (pattern === undefined) return undefined;
  const prefix = /^\^([A-Z]{2})\[0-9a-fA-F\]\{32\}\$$/.exec(pattern)?.[1];
  if (prefix !== undefined) return `${prefix} and 32 hexadecimal digits`;
  if (pattern.startsWith('^(?:[a-z]+:)?\\+?') || pattern.startsWith('^(?:(?:[a-z]+:)?\\+?')) {
    return 'a number or channel address in quotes, such as "+15551234567" or "whatsapp:+15551234567"';
  }
  if (pattern.startsWith('^\\+')) return 'a number in E.164, such as "+15551234567"';
  if (pattern.startsWith('^https?://')) return 'a URL that begins with http:// or https://';
  if (pattern.startsWith('^https://')) return 'a URL that begins with https://';
  return undefined;
}

function problemAt(tree: Tree, path: readonly Step[], message: string): FileProblem {
  return { at: tree.at, path: pathText(path), message };
}
