import type { Args, CommandOption } from './command.ts';
import type { Io } from './io.ts';

export const name = 'push';
export const operands = '[files...]';
export const summary = 'Save the flows of a folder on a server or on Twilio; a dry run until --apply';
export const options: readonly CommandOption[] = [
  { flags: '--to <url>', description: 'Studio API to save on (else the server of this machine)' },
  { flags: '--account <sid>', description: 'account or API key there (ATELIER_ACCOUNT_SID, or TWILIO_…)' },
  { flags: '--token <token>', description: 'its token or secret (ATELIER_AUTH_TOKEN, or TWILIO_…)' },
  { flags: '--folder <folder>', description: 'folder of the files', default: 'flows' },
  { flags: '--publish', description: 'publish; otherwise a draft is saved' },
  { flags: '--message <text>', description: 'commit message' },
  { flags: '--force', description: 'overwrite what was changed there' },
  { flags: '--apply', description: 'do it; otherwise it only says what it would do' },
];
export const examples = [
  'atelier push',
  'atelier push --apply --publish --message "Ask for the name"',
  'atelier push main-ivr.json --to https://studio.twilio.com --apply',
];

/** 0: all is there, or would be; 1: something is not. */
export async function run(args: Args, io: Io): Promise<number> {
  // Loaded here, so that the other commands start without it.
  const { run: work } = await import('./push/run.ts');
  return work(args, io);
}
