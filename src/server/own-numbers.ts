import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Network, NumberChanges } from '../carriers/network.ts';
import type { LoadedSample } from './samples.ts';

/**
 * Connects the numbers of the simulated carrier to this server: each new sample gets its number, and numbers that led
 * to an earlier address of this server follow it to the present one.
 */
export async function connectNumbers(options: {
  readonly network: Network;
  readonly accountSid: string;
  readonly dataFolder: string;
  readonly webhookBase: string;
  readonly samples: readonly LoadedSample[];
}): Promise<void> {
  const { network, accountSid, webhookBase, samples } = options;
  const baseFile = join(options.dataFolder, 'webhook-base');
  const before = await readFile(baseFile, 'utf8').catch(() => '');
  if (before !== '' && before !== webhookBase) await moveNumbers(network, accountSid, before, webhookBase);
  for (const { flowSid, friendlyName, number } of samples) {
    const webhook = `${webhookBase}/v1/Accounts/${accountSid}/Flows/${flowSid}`;
    const settings = {
      friendlyName,
      smsUrl: webhook,
      voiceUrl: webhook,
      statusCallback: `${webhook}?FlowEvent=callStatus`,
    };
    await network.createNumber(accountSid, { phoneNumber: number }, settings);
  }
  if (before !== webhookBase) await writeFile(baseFile, webhookBase);
}

async function moveNumbers(network: Network, accountSid: string, before: string, after: string): Promise<void> {
  let page = await network.listNumbers(accountSid, {}, { limit: 200 });
  for (;;) {
    for (const { sid, settings } of page.rows) {
      const moved = Object.entries(settings).filter(([, value]) => value.startsWith(`${before}/`));
      const changes: NumberChanges = Object.fromEntries(
        moved.map(([name, value]) => [name, after + value.slice(before.length)]),
      );
      if (moved.length > 0) await network.updateNumber(accountSid, sid, changes);
    }
    const last = page.rows.at(-1);
    if (!page.hasMore || last === undefined) return;
    page = await network.listNumbers(accountSid, {}, { limit: 200, after: last });
  }
}
