/** The reference of the widgets, from their definitions: an index, and a page for each. */
import type { Json } from '../src/engine/json.ts';
import type { Widget } from '../src/engine/widget.ts';
import { widgets } from '../src/widgets/index.ts';
import { code, plain, table } from './markdown.ts';
import { tellExample } from './worked-example.ts';

interface FieldSchema {
  readonly title?: string;
  readonly description?: string;
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly default?: Json;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly liquid?: boolean;
  readonly form?: string;
}

const note = '<!-- Written by `npm run docs` from src/widgets; `npm test` fails when it is out of date. -->';

export function widgetsPage(): string {
  return `${note}
# Widgets

${widgets.length} types, each with a page. Every one validates and is kept as it is. What is tested of each stands in
\`parity/README.md\`.

${table(
  ['Type', 'Name', 'What it does', 'Runs'],
  widgets.map((widget) => [
    `[${code(widget.type)}](widgets/${widget.type}.md)`,
    plain(widget.title),
    plain(widget.summary),
    runs(widget),
  ]),
)}
`;
}

/** File name in `docs/` → the page. */
export const widgetPages: { readonly [file: string]: () => string } = Object.fromEntries(
  widgets.map((widget) => [`widgets/${widget.type}.md`, () => `${note}\n${widgetSection(widget)}\n`]),
);

function runs({ retired }: Widget): string {
  return retired ? 'retired: takes its failure event' : 'yes';
}

function widgetSection(widget: Widget): string {
  const { type, title, summary, source, channels, events, outputs } = widget;
  return [
    `# ${plain(title)}`,
    `${code(type)}: ${plain(summary)}`,
    `Runs started by: ${channels.join(', ')}. Source: ${source.startsWith('https:') ? `<${source}>` : plain(source)}.`,
    ...listed('Properties', propertyRows(widget), ['Property', 'Type', 'Liquid', 'Default', 'What']),
    ...listed('Events', Object.entries(events).map(described), ['Event', 'When']),
    ...listed('Outputs', Object.entries(outputs).map(described), [`Under ${code('widgets.<name>')}`, 'What']),
    ...exampleOf(widget),
    '[All widgets](../widgets.md)',
  ].join('\n\n');
}

/** What it looks like in a flow, and what happened when the example was run. */
function exampleOf(widget: Widget): string[] {
  const { example, worked, type } = widget;
  if (worked === undefined) return ['## Example', 'Its properties in a flow:', block('json', example)];
  const { state, story, output } = tellExample(widget, worked);
  return [
    '## Example',
    block('json', state),
    'What happens:',
    `\`\`\`text\n${story.join('\n')}\n\`\`\``,
    ...(output === undefined || type === 'trigger'
      ? []
      : [`Afterwards ${code('widgets.example')} is:`, block('json', output)]),
  ];
}

function block(language: string, value: unknown): string {
  return `\`\`\`${language}\n${JSON.stringify(value, null, 2)}\n\`\`\``;
}

function listed(title: string, rows: readonly (readonly string[])[], head: readonly string[]): string[] {
  return rows.length === 0 ? [] : [`## ${title}`, table(head, rows)];
}

function described([name, text]: readonly [string, string]): [string, string] {
  return [code(name), plain(text)];
}

function propertyRows({ properties }: Widget): string[][] {
  const required: readonly string[] = properties.required ?? [];
  return Object.entries(properties.properties).map(([name, schema]) => {
    const field: FieldSchema = schema;
    const { title = '', description, default: fallback, liquid } = field;
    const what = description === undefined ? title : `${title}: ${description}`;
    const isRequired = required.includes(name);
    return [
      `${code(name)}${isRequired ? ' (required)' : ''}`,
      plain(typeOf(field)),
      field.form === 'key-values' ? 'values' : liquid ? 'yes' : 'no',
      fallback === undefined ? '' : code(JSON.stringify(fallback)),
      plain(what),
    ];
  });
}

function typeOf({ type = 'any', enum: words, form, minimum, maximum }: FieldSchema): string {
  if (words !== undefined) return words.join(', ');
  if (form === 'key-values') return 'list of {key, value}';
  if (form === 'number') return 'a number as text';
  if (form === 'boolean') return '"true" or "false", as text';
  const range = [minimum === undefined ? '' : `from ${minimum}`, maximum === undefined ? '' : `to ${maximum}`];
  const bounds = range.filter((bound) => bound !== '').join(' ');
  return bounds === '' ? type : `${type} ${bounds}`;
}
