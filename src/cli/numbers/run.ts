import { type Args, textOption, UsageError } from '../command.ts';
import type { Io } from '../io.ts';
import { RemoteError } from '../remote/rest.ts';
import { connectNumbers, disconnectNumbers } from './change.ts';
import { listLines } from './list.ts';
import { openPlace } from './place.ts';

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
