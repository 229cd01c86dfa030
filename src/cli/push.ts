import { type Args, type CommandOption, textOption } from './command.ts';
import type { Io } from './io.ts';
import { pushFlows } from './push/push-flows.ts';
import { accessFrom, localServer } from './remote/credentials.ts';
import { createRest, RemoteError } from './remote/rest.ts';
import { studioOf } from './remote/studio.ts';

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
export async function run({ operands: files, options: given }: Args, io: Io): Promise<number> {
  const access = accessFrom(
    {
      url: textOption(given, 'to') ?? localServer(io),
      account: textOption(given, 'account'),
      token: textOption(given, 'token'),
      options: { url: '--to', account: '--account', token: '--token' },
    },
    io,
  );
  const message = textOption(given, 'message');
  try {
    return await pushFlows(studioOf(createRest(access)), {
      folder: textOption(given, 'folder') ?? 'flows',
      files,
      publishes: given.publish === true,
      ...(message === undefined ? {} : { message }),
      isForced: given.force === true,
      isApplied: given.apply === true,
      tell: (line) => {
        io.stdout.write(`${line}\n`);
      },
    });
  } catch (error) {
    if (!(error instanceof RemoteError)) throw error;
    io.stderr.write(`atelier: ${error.message}\n`);
    return 1;
  }
}
