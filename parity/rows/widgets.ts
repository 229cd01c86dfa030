/** Rows of the widgets, taken from their definitions: a new widget brings its own. */
import type { Widget } from '../../src/engine/widget.ts';
import { widgets } from '../../src/widgets/index.ts';
import { type Area, by, type Evidence, literally, type Row, row } from '../row.ts';
import { claimsOfWidgets } from './widget-claims.ts';

type Part = 'property' | 'event' | 'output';

const parts: readonly { part: Part; title: string; about: string; namesOf: (widget: Widget) => [string, string][] }[] =
  [
    {
      part: 'property',
      title: 'Widget properties',
      about: 'What each property does in a run. That a definition with it is accepted is the row of its widget.',
      namesOf: ({ properties }) =>
        Object.entries(properties.properties).map(([name, schema]) => [name, titleOf(schema)]),
    },
    {
      part: 'event',
      title: 'Widget events',
      about: 'When each transition is taken.',
      namesOf: ({ events }) => Object.entries(events),
    },
    {
      part: 'output',
      title: 'Widget outputs',
      about: 'What later widgets read under `widgets.<name>`.',
      namesOf: ({ outputs }) => Object.entries(outputs),
    },
  ];

export const widgetAreas: readonly Area[] = [
  {
    title: 'Widgets',
    about: 'Each type twice: what it does in a run, and that definitions with it are accepted and kept.',
    rows: widgets.flatMap((widget) => [runRow(widget), definitionRow(widget)]),
  },
  ...parts.map(({ part, title, about, namesOf }) => ({
    title,
    about,
    rows: widgets.flatMap((widget) => namesOf(widget).map(([name, what]) => partRow(widget, part, name, what))),
  })),
];

function runRow(widget: Widget): Row {
  const claim = claimsOfWidgets[widget.type]?.widget ?? { tests: [by(testFileOf(widget))] };
  return row(`widget/${widget.type}`, widget.summary, widget.source, claim);
}

function definitionRow({ type, source }: Widget): Row {
  const tests = [by('src/widgets/index.test.ts', new RegExp(`^${literally(type)}: its example validates$`))];
  const what = 'A definition with it validates and comes back as it was';
  return { ...row(`widget/${type}/definition`, what, source, { tests }), claim: 'kept' };
}

function partRow(widget: Widget, part: Part, name: string, what: string): Row {
  const claims = claimsOfWidgets[widget.type];
  const claim = claims?.[part]?.[name] ?? claims?.all ?? { tests: [namedIn(testFileOf(widget), name)] };
  return row(`widget/${widget.type}/${part}/${name}`, what, widget.source, claim);
}

function testFileOf({ type }: Widget): string {
  return `src/widgets/${claimsOfWidgets[type]?.file ?? type}.test.ts`;
}

/** Tests that name the part in quotes, or as it stands where it is no word of English (`media_url`, `noMatch`). */
function namedIn(file: string, name: string): Evidence {
  const exactly = literally(name);
  const isOnlyAName = /[a-z][A-Z]|_/.test(name);
  return by(file, new RegExp(isOnlyAName ? `(?<![\\w-])${exactly}(?![\\w-])` : `[\`"']${exactly}[\`"']`));
}

function titleOf(schema: object): string {
  return 'title' in schema && typeof schema.title === 'string' ? schema.title : '';
}
