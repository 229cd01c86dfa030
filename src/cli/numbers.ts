import type { Args, CommandOption } from './command.ts';
import type { Io } from './io.ts';

export const name = 'numbers';
export const operands = '<action> [numbers...]';
export const summary =
  'List the numbers of the carriers, connect them to flows, disconnect them; a dry run until --apply';
export const options: readonly CommandOption[] = [
  { flags: '--config <file>', description: 'settings file (ATELIER_CONFIG, else atelier.yaml where there is one)' },
  { flags: '--carrier <name>', description: 'only the numbers of this carrier' },
  { flags: '--url <url>', description: 'the server that knows the flows (else the one of this machine)' },
  { flags: '--account <sid>', description: 'account there (ATELIER_ACCOUNT_SID)' },
  { flags: '--token <token>', description: 'token there (ATELIER_AUTH_TOKEN)' },
  { flags: '--apply', description: 'do it; otherwise it only says what it would do' },
];
export const examples = [
  'atelier numbers list',
  'atelier numbers connect',
  'atelier numbers connect +15551234567 --apply',
  'atelier numbers disconnect --carrier main --apply',
];

/** 0: done, or it would be; 1: something failed. */
export async function run(args: Args, io: Io): Promise<number> {
  // Loaded here, so that the other commands start without it.
  const { run: work } = await import('./numbers/run.ts');
  return work(args, io);
}
