import type { Io } from '../io.ts';
import { differencesOf } from './differences.ts';
import type { Finding, Level, ReportedFlow, World } from './finding.ts';

export interface FlowReport {
  readonly file: string;
  readonly friendlyName: string;
  /** `no`: a run may end where it did not; `differs`: it runs, and not in everything as it did. */
  readonly runs: 'yes' | 'differs' | 'no';
  readonly findings: readonly Finding[];
}

export function reportOn(flows: readonly ReportedFlow[], world: World): readonly FlowReport[] {
  return flows.map((flow) => {
    const findings = differencesOf(flow, world);
    return { file: flow.file, friendlyName: flow.friendlyName, runs: verdict(findings), findings };
  });
}

function verdict(findings: readonly Finding[]): FlowReport['runs'] {
  if (findings.some(({ level }) => ['refused', 'missing'].includes(level))) return 'no';
  return findings.some(({ level }) => level === 'differs') ? 'differs' : 'yes';
}

const words: { readonly [L in Level]: string } = {
  refused: 'refused',
  missing: 'missing',
  differs: 'differs',
  reading: 'reading',
};

/** For people: a flow is a line, and below it what is to be known, widgets with the same together. */
export function reportLines(
  reports: readonly FlowReport[],
  { all, colours }: { readonly all: boolean; readonly colours: Io['colours'] },
): string[] {
  const paint: { readonly [L in Level]: (text: string) => string } = {
    refused: colours.red,
    missing: colours.red,
    differs: colours.yellow,
    reading: colours.dim,
  };
  const lines = reports.flatMap(({ file, runs, findings }) => {
    const shown = all ? findings : findings.filter(({ level }) => level !== 'reading');
    const said = { yes: colours.green('runs as it is'), differs: 'runs, with differences', no: 'needs something' }[
      runs
    ];
    return [
      `${file}: ${said}`,
      ...together(shown).map(({ level, places, message }) => {
        const where = places.length === 0 ? '' : `${places.join(', ')}: `;
        return `  ${paint[level](words[level].padEnd(8))} ${where}${message}`;
      }),
    ];
  });
  const readings = reports.flatMap(({ findings }) => findings).filter(({ level }) => level === 'reading').length;
  const hidden =
    all || readings === 0
      ? []
      : [
          `${readings} ${readings === 1 ? 'place rests' : 'places rest'} on how Atelier reads what nobody documents; --all lists them.`,
        ];
  return [...lines, summaryLine(reports), ...hidden];
}

/** `3 flows: 1 runs as it is, 1 with differences, 1 needs something.` */
export function summaryLine(reports: readonly FlowReport[]): string {
  const count = (runs: FlowReport['runs']) => reports.filter((report) => report.runs === runs).length;
  const parts = [
    [count('yes'), 'as it is'],
    [count('differs'), 'with differences'],
    [count('no'), count('no') === 1 ? 'needs something first' : 'need something first'],
  ] as const;
  const told = parts.filter(([number]) => number > 0).map(([number, what]) => `${number} ${what}`);
  return `${reports.length} ${reports.length === 1 ? 'flow' : 'flows'}: ${told.join(', ')}.`;
}

function together(findings: readonly Finding[]) {
  const groups = new Map<string, { level: Level; places: string[]; message: string }>();
  for (const { level, state, message } of findings) {
    const key = JSON.stringify([level, message]);
    const group = groups.get(key) ?? { level, places: [], message };
    if (state !== null) group.places.push(`"${state}"`);
    groups.set(key, group);
  }
  return [...groups.values()];
}
