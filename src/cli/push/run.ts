import { type Args, textOption } from '../command.ts';
import type { Io } from '../io.ts';
import { accessFrom, localServer } from '../remote/credentials.ts';
import { createRest, RemoteError } from '../remote/rest.ts';
import { studioOf } from '../remote/studio.ts';
import { pushFlows } from './push-flows.ts';

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
