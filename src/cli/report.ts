import type { Args, CommandOption } from './command.ts';
import type { Io } from './io.ts';

export const name = 'report';
export const operands = '[files...]';
export const summary = 'Tell what of a flow will run differently, by flow and widget';
export const options: readonly CommandOption[] = [
  { flags: '--folder <folder>', description: 'folder of the flows, as atelier pull makes it', default: 'flows' },
  { flags: '--config <file>', description: 'settings file (ATELIER_CONFIG, else atelier.yaml where there is one)' },
  { flags: '--format <format>', description: 'text or json', default: 'text' },
  { flags: '--all', description: 'list the readings of what nobody documents too' },
];
export const examples = ['atelier report', 'atelier report flow.json', 'atelier report --format json flows/*.json'];

/** 0: every flow runs here; 1: one does not, or lacks something. */
export async function run(args: Args, io: Io): Promise<number> {
  // Loaded here, so that the other commands start without it.
  const { run: work } = await import('./report/run.ts');
  return work(args, io);
}
