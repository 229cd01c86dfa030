import type { Args, CommandOption } from './command.ts';
import type { Io } from './io.ts';

export const name = 'pull';
export const summary = 'Fetch flows, revisions and test users from Twilio or another server, to files or into a server';
export const options: readonly CommandOption[] = [
  { flags: '--from <url>', description: 'Studio API to fetch from', default: 'https://studio.twilio.com' },
  { flags: '--account <sid>', description: 'account or API key (TWILIO_ACCOUNT_SID or TWILIO_API_KEY)' },
  { flags: '--token <token>', description: 'its token or secret (TWILIO_AUTH_TOKEN or TWILIO_API_SECRET)' },
  { flags: '--flow <sid or name>', description: 'only this flow; may be repeated', isRepeatable: true },
  {
    flags: '--revisions <which>',
    description: 'latest; published: the one that runs; all: the whole history too',
    default: 'latest',
  },
  { flags: '--folder <folder>', description: 'folder of the files', default: 'flows' },
  { flags: '--force', description: 'overwrite what was changed here or there' },
  { flags: '--to <url>', description: 'a server to save the flows on, instead of files' },
  { flags: '--to-account <sid>', description: 'account there (ATELIER_ACCOUNT_SID)' },
  { flags: '--to-token <token>', description: 'token there (ATELIER_AUTH_TOKEN)' },
  { flags: '--apply', description: 'with --to: do it; otherwise it only says what it would do' },
];
export const examples = [
  'atelier pull',
  'atelier pull --flow "Main IVR" --revisions all',
  'atelier pull --to http://127.0.0.1:8750 --apply',
];

/** 0: all is here as it is there; 1: something is not. */
export async function run(args: Args, io: Io): Promise<number> {
  // Loaded here, so that the other commands start without it.
  const { run: work } = await import('./pull/run.ts');
  return work(args, io);
}
