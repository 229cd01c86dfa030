import { type Args, type CommandOption, textOption, UsageError } from './command.ts';
import type { Io } from './io.ts';
import { reportedFlows } from './report/flows.ts';
import { reportLines, reportOn } from './report/print.ts';
import { worldOf } from './report/world.ts';
import { settingsFrom } from './settings.ts';

export const name = 'report';
export const operands = '[files...]';
export const summary = 'Tell what of a flow will run differently, or not yet, by flow and widget';
export const options: readonly CommandOption[] = [
  { flags: '--folder <folder>', description: 'folder of the flows, as atelier pull makes it', default: 'flows' },
  { flags: '--config <file>', description: 'settings file (ATELIER_CONFIG, else atelier.yaml where there is one)' },
  { flags: '--format <format>', description: 'text or json', default: 'text' },
  { flags: '--all', description: 'list the readings of what nobody documents too' },
];
export const examples = ['atelier report', 'atelier report flow.json', 'atelier report --format json flows/*.json'];

/** 0: every flow runs here; 1: one does not, or lacks something. */
export async function run({ operands: files, options: given }: Args, io: Io): Promise<number> {
  const format = textOption(given, 'format') ?? 'text';
  if (format !== 'text' && format !== 'json') throw new UsageError('--format takes text or json');
  const flows = await reportedFlows(files, textOption(given, 'folder') ?? 'flows', io);
  const reports = reportOn(flows, await worldOf(flows, settingsFrom(textOption(given, 'config'), io)));
  if (format === 'json') io.stdout.write(`${JSON.stringify(reports, null, 2)}\n`);
  else
    for (const line of reportLines(reports, { all: given.all === true, colours: io.colours }))
      io.stdout.write(`${line}\n`);
  return reports.some(({ runs }) => runs === 'no') ? 1 : 0;
}
