/** The questions put to the oracle: templates, each with the name of a context. Data; no test needs Java. */
import { readFileSync } from 'node:fs';
import { parseTemplate, studioLimits, templateReferences } from '../../src/engine/liquid/index.ts';
import { dateRows } from './rows-dates.ts';
import { documented, worked } from './rows-documented.ts';
import { syntaxRows } from './rows-syntax.ts';
import { tagRows } from './rows-tags.ts';
import { comparisons, filterRows, values } from './rows-values.ts';

export interface Row {
  readonly group: string;
  readonly template: string;
  readonly context: string;
}

const flowTemplates = JSON.parse(
  readFileSync(new URL('flow-templates.json', import.meta.url), 'utf8'),
) as readonly string[];

/** Numbers where templates calculate; elsewhere the last name of the path is the value. */
const numbers = new Map<string, unknown>([
  ['iterator', '1'],
  ['sliceStart', 4],
  ['SMSChunk', 3],
  ['SMSLength', 7],
  ['SMSCounter', 1],
  ['result', 2.25],
  ['pontosCorrente', 9],
  ['results', ['+15550001001', '+15550001002']],
  ['mediaURLs', ['https://host-1.example.com/a', 'https://host-1.example.com/b']],
  ['Id', 'a0B'],
]);

export const contexts: Record<string, Record<string, unknown>> = {
  none: {},
  values,
  worked,
  flows: contextOf(flowTemplates),
};

export const rows: readonly Row[] = withoutRepeats([
  ...group('worked example', 'worked', documented),
  ...group('flow', 'flows', flowTemplates),
  ...group('flow without data', 'none', flowTemplates),
  ...group('filter', 'values', filterRows),
  ...group('comparison', 'values', comparisons),
  ...group('syntax', 'values', syntaxRows),
  ...group('tag', 'values', tagRows),
  ...group('date', 'values', dateRows),
]);

function group(name: string, context: string, templates: readonly string[]): Row[] {
  return templates.map((template) => ({ group: name, template, context }));
}

function withoutRepeats(all: readonly Row[]): Row[] {
  return [...new Map(all.map((row) => [`${row.context} ${row.template}`, row])).values()];
}

/** A context in which each path that the templates read has a value. */
function contextOf(templates: readonly string[]): Record<string, unknown> {
  const context: Record<string, unknown> = {};
  const paths = templates.flatMap((template) => {
    return templateReferences(parseTemplate(template, 'studio', studioLimits));
  });
  for (const path of paths.toSorted((a, b) => a.length - b.length)) {
    let at = context;
    for (const [index, name] of path.entries()) {
      if (index === path.length - 1) at[name] ??= numbers.get(name) ?? `${name} & co`;
      else {
        const inner = typeof at[name] === 'object' && at[name] !== null ? at[name] : {};
        at[name] = inner;
        at = inner as Record<string, unknown>;
      }
    }
  }
  return context;
}
