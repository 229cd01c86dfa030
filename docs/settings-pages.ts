/** The settings file: its JSON Schema, and the reference of its keys. */
import type { Schema } from '../src/server/settings-file/check.ts';
import { plainSchema } from '../src/server/settings-file/schema.ts';
import { code, plain, table } from './markdown.ts';

/** The schema as editors read it. */
export function settingsSchema(): string {
  return `${JSON.stringify({ $schema: 'http://json-schema.org/draft-07/schema#', ...plainSchema }, null, 2)}\n`;
}

export function settingsKeysPage(): string {
  const sections = Object.entries(plainSchema.properties ?? {}).filter(([key]) => key !== '$schema');
  return `<!-- Written by \`npm run docs\` from the schema; \`npm test\` fails when it is out of date. -->
# Keys of the settings file

What may stand in [\`atelier.yaml\`](configuration.md), key by key. \`<name>\` stands for a key of your own, \`[]\` for each
entry of a list. Keys in bold are needed where the key around them is there.

${sections.map(([key, schema]) => section(key, schema)).join('\n\n')}
`;
}

function section(key: string, schema: Schema): string {
  // A key that only holds others, and has nothing to say, is told by them.
  const inner = rowsOf(key, schema, false).filter(
    (row) => row.path !== key && (row.schema.description !== undefined || row.isNeeded || !holdsKeys(row.schema)),
  );
  const rows = inner.map(({ path, schema: each, isNeeded }) => {
    const name = code(path.slice(key.length).replace(/^\./, ''));
    return [isNeeded ? `**${name}**` : name, plain(kindOf(each) + defaultOf(each)), marked(sentence(each))];
  });
  const listed = rows.length === 0 ? '' : `\n\n${table(['Key', 'Takes', 'What'], rows)}`;
  return `## ${key}\n\n${marked(sentence(schema))} It takes ${plain(kindOf(schema) + defaultOf(schema))}.${listed}`;
}

function holdsKeys({ type, anyOf }: Schema): boolean {
  return type === 'object' || (anyOf?.some(holdsKeys) ?? false);
}

/** Words between backticks stay code. */
function marked(text: string): string {
  return text
    .split('`')
    .map((part, index) => (index % 2 === 0 ? plain(part) : code(part)))
    .join('');
}

interface KeyRow {
  readonly path: string;
  readonly schema: Schema;
  readonly isNeeded: boolean;
}

function rowsOf(path: string, schema: Schema, isNeeded: boolean): KeyRow[] {
  const rows: KeyRow[] = [{ path, schema, isNeeded }];
  const { properties = {}, required = [], items, anyOf = [], patternProperties = {}, additionalProperties } = schema;
  for (const [name, inner] of Object.entries(properties)) {
    rows.push(...rowsOf(`${path}.${name}`, inner, required.includes(name)));
  }
  const named = [...Object.values(patternProperties), additionalProperties].filter((each) => typeof each === 'object');
  for (const inner of named) rows.push(...rowsOf(`${path}.<name>`, inner, false));
  if (items !== undefined) rows.push(...rowsOf(`${path}[]`, items, false));
  for (const member of anyOf) {
    if (member.properties === undefined) continue;
    const fixed = Object.entries(member.properties).find(([, { const: value }]) => value !== undefined);
    const of = fixed === undefined ? path : `${path} (${fixed[0]}: ${String(fixed[1].const)})`;
    rows.push(...rowsOf(of, member, false).filter((row) => row.path !== of && row.path !== `${of}.${fixed?.[0]}`));
  }
  return rows;
}

/** The description, as a sentence. */
function sentence({ description = '' }: Schema): string {
  return description === '' || /[.!?]$/.test(description) ? description : `${description}.`;
}

function kindOf({ type, enum: values, const: only, anyOf, minimum, maximum, exclusiveMinimum }: Schema): string {
  if (only !== undefined) return String(only);
  if (values !== undefined) return values.map(String).join(', ');
  if (anyOf !== undefined) return [...new Set(anyOf.map(kindOf))].join(anyOf.every(isWord) ? ', ' : ' or ');
  const range = [
    minimum === undefined ? '' : `from ${minimum}`,
    exclusiveMinimum === undefined ? '' : `above ${exclusiveMinimum}`,
    maximum === undefined ? '' : `to ${maximum}`,
  ].filter((part) => part !== '');
  const kind = { object: 'keys', array: 'a list', string: 'text', integer: 'a whole number', number: 'a number' };
  const name =
    type === 'boolean' ? 'true or false' : (Object.entries(kind).find(([key]) => key === type)?.[1] ?? 'any value');
  return [name, ...range].join(' ');
}

function isWord({ const: only }: Schema): boolean {
  return only !== undefined;
}

function defaultOf(schema: Schema): string {
  return schema.default === undefined ? '' : `; ${JSON.stringify(schema.default)} unless said`;
}
