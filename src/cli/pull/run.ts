import { join } from 'node:path';
import { type Args, textOption, textsOption, UsageError } from '../command.ts';
import { readManifest } from '../flow-folder/manifest.ts';
import type { Io } from '../io.ts';
import { accessFrom } from '../remote/credentials.ts';
import { createRest, RemoteError } from '../remote/rest.ts';
import { studioOf } from '../remote/studio.ts';
import { reportedFlows } from '../report/flows.ts';
import { reportOn, summaryLine } from '../report/print.ts';
import { worldOf } from '../report/world.ts';
import { settingsFrom } from '../settings.ts';
import { copyFlows } from './copy-flows.ts';
import { fetchFlows, type RevisionChoice } from './fetch-flows.ts';
import { type Outcome, summaryOf } from './outcome.ts';
import { saveFlows } from './save-flows.ts';

/** 0: all is here as it is there; 1: something is not. */
export async function run({ options: given }: Args, io: Io): Promise<number> {
  const revisions = choice(textOption(given, 'revisions') ?? 'latest');
  const access = accessFrom(
    {
      url: textOption(given, 'from') ?? '',
      account: textOption(given, 'account'),
      token: textOption(given, 'token'),
      options: { url: '--from', account: '--account', token: '--token' },
    },
    io,
  );
  const to = textOption(given, 'to');
  const target =
    to === undefined
      ? undefined
      : accessFrom(
          {
            url: to,
            account: textOption(given, 'toAccount'),
            token: textOption(given, 'toToken'),
            options: { url: '--to', account: '--to-account', token: '--to-token' },
          },
          io,
        );
  const tell = (outcome: Outcome) => {
    io.stdout.write(`${outcome.text}\n`);
  };
  const isForced = given.force === true;
  const outcomes: Outcome[] = [];
  try {
    const studio = studioOf(createRest(access));
    const fetched = () => fetchFlows(studio, { only: textsOption(given, 'flow'), revisions });
    const work =
      target === undefined
        ? saveFlows(fetched, { folder: textOption(given, 'folder') ?? 'flows', isForced, revisions })
        : copyFlows(fetched, studioOf(createRest(target)), { isForced, isApplied: given.apply === true });
    for await (const outcome of work) {
      outcomes.push(outcome);
      tell(outcome);
    }
  } catch (error) {
    if (!(error instanceof RemoteError)) throw error;
    io.stderr.write(`atelier: ${error.message}\n`);
    if (outcomes.length > 0) io.stderr.write('atelier: it stopped there; what is told above is done\n');
    return 1;
  }
  io.stdout.write(`${summaryOf(outcomes)}\n`);
  const isHere = target === undefined && outcomes.some(({ kind }) => kind !== 'failed' && kind !== 'skipped');
  const line = isHere ? await outlook(textOption(given, 'folder') ?? 'flows', io) : undefined;
  if (line !== undefined) io.stdout.write(`${line}\n`);
  return outcomes.some(({ isBad }) => isBad) ? 1 : 0;
}

/** How the flows of the folder will fare here, in one line; undefined where they or the settings cannot be read. */
async function outlook(folder: string, io: Io): Promise<string | undefined> {
  const { flows: entries } = await readManifest(folder);
  const files = entries.flatMap(({ file }) => (file === null ? [] : [join(folder, file)]));
  try {
    const flows = await reportedFlows(files, folder, io);
    const world = await worldOf(flows, settingsFrom(undefined, io));
    return `To run here: ${summaryLine(reportOn(flows, world))} atelier report tells what.`;
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}

function choice(text: string): RevisionChoice {
  if (text === 'latest' || text === 'published' || text === 'all') return text;
  throw new UsageError('--revisions takes latest, published or all');
}
