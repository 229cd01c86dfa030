/** Writes the ledger as a page. */
import { basename } from 'node:path';
import type { Area } from './row.ts';
import { type JudgedRow, type Status, statuses } from './status.ts';

type FilledArea = Omit<Area, 'rows'> & { readonly rows: readonly JudgedRow[] };

const order = Object.keys(statuses) as Status[];

export function ledgerPage(areas: readonly Area[], judged: readonly JudgedRow[]): string {
  const rows = new Map(judged.map((row) => [row.id, row]));
  const filled = areas.map((area) => ({ ...area, rows: area.rows.flatMap(({ id }) => rows.get(id) ?? []) }));
  return `<!-- Written by \`npm run parity\` from the tests that ran; \`npm test\` fails when it is out of date. -->
# Parity ledger

One row for every operation, widget, property, event, output, predicate, filter, tag, limit, code and setting: where the
behaviour comes from, and which tests show it. The status is computed from a full run of \`npm test\`, never written by
hand: a row whose test is gone or fails, and a row marked *not yet* that has a passing test, both fail the run.
A source without an address names a page and section of the specification of the service that Atelier is built from.

${order.map((status) => `- **${status}**: ${statuses[status]}`).join('\n')}

${countTable(filled, judged)}
${filled.map(areaSection).join('\n')}`;
}

function countTable(areas: readonly FilledArea[], all: readonly JudgedRow[]): string {
  const line = (title: string, rows: readonly JudgedRow[]) =>
    tableLine([
      title,
      ...order.map((status) => String(rows.filter((row) => row.status === status).length)),
      String(rows.length),
    ]);
  return [
    tableLine(['Area', ...order, 'rows']),
    tableLine(['---', ...order.map(() => '--:'), '--:']),
    ...areas.map(({ title, rows }) => line(`[${title}](#${anchor(title)})`, rows)),
    line('**All**', all),
    '',
  ].join('\n');
}

function areaSection({ title, about, rows }: FilledArea): string {
  return [
    `## ${title}`,
    '',
    about,
    '',
    tableLine(['Row', 'What', 'Source', 'Status', 'Tests, or why not yet']),
    tableLine(['---', '---', '---', '---', '---']),
    ...rows.map(({ id, what, source, status, files, notYet }) =>
      tableLine([
        `\`${id}\``,
        cell(what),
        cell(source),
        status,
        notYet === undefined ? files.map(link).join(' ') : cell(notYet),
      ]),
    ),
    '',
  ].join('\n');
}

function link(file: string): string {
  return `[${basename(file, '.test.ts')}](../${file})`;
}

function tableLine(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** Text as it is, whatever stands in it. */
function cell(text: string): string {
  return text.replace(/[\\|<>*_`{}[\]]/g, '\\$&').replace(/\s+/g, ' ');
}

function anchor(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\w\s-]/g, '')
    .replaceAll(' ', '-');
}
