import { type Args, textOption, UsageError } from '../command.ts';
import type { Io } from '../io.ts';
import { settingsFrom } from '../settings.ts';
import { reportedFlows } from './flows.ts';
import { reportLines, reportOn } from './print.ts';
import { worldOf } from './world.ts';

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
