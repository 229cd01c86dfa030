import { type Args, type CommandOption, textOption, UsageError } from './command.ts';
import type { Io } from './io.ts';
import { connectNumbers, disconnectNumbers } from './numbers/change.ts';
import { listLines } from './numbers/list.ts';
import { openPlace } from './numbers/place.ts';
import { RemoteError } from './remote/rest.ts';

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
export async function run({ operands: [action, ...numbers], options: given }: Args, io: Io): Promise<number> {
  if (action !== 'list' && action !== 'connect' && action !== 'disconnect') {
    throw new UsageError(`numbers takes list, connect or disconnect, and not "${action}"`);
  }
  try {
    return await act(action, numbers, given, io);
  } catch (error) {
    if (!(error instanceof RemoteError)) throw error;
    io.stderr.write(`atelier: ${error.message}\n`);
    return 1;
  }
}

async function act(
  action: 'list' | 'connect' | 'disconnect',
  numbers: readonly string[],
  given: Args['options'],
  io: Io,
): Promise<number> {
  const place = await openPlace(
    {
      config: textOption(given, 'config'),
      carrier: textOption(given, 'carrier'),
      url: textOption(given, 'url'),
      account: textOption(given, 'account'),
      token: textOption(given, 'token'),
      // A list may do without the names of the flows.
      needsServer: action === 'connect',
    },
    io,
  );
  const tell = (line: string) => {
    io.stdout.write(`${line}\n`);
  };
  const isApplied = given.apply === true;
  try {
    for (const fault of place.faults) io.stderr.write(`atelier: ${fault}\n`);
    let isGood = true;
    if (action === 'list') for (const line of listLines(place)) tell(line);
    else if (action === 'connect') isGood = await connectNumbers(place, { numbers, isApplied, tell });
    else isGood = await disconnectNumbers(place, { numbers, isApplied, tell });
    return isGood && place.faults.length === 0 ? 0 : 1;
  } finally {
    place.close();
  }
}
