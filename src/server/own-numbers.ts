import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Network, NumberChanges } from '../carriers/network.ts';
import type { LoadedSample } from './samples.ts';

/**
 * Connects the numbers of the simulated carrier to this server: each new sample gets its number, and numbers that led
 * to an earlier address of this server follow it to the present one. Gives the samples that can be texted.
 */
export async function connectNumbers(options: {
  readonly network: Network;
  /** Every account whose numbers may lead here. */
  readonly accountSids: readonly string[];
  /** The account that the samples are for. */
  readonly accountSid: string;
  readonly dataFolder: string;
  readonly webhookBase: string;
  readonly samples: readonly LoadedSample[];
}): Promise<LoadedSample[]> {
  const { network, accountSids, accountSid, webhookBase, samples } = options;
  const baseFile = join(options.dataFolder, 'webhook-base');
  const before = await readFile(baseFile, 'utf8').catch(() => '');
  if (before !== '' && before !== webhookBase) {
    for (const sid of accountSids) await moveNumbers(network, sid, before, webhookBase);
  }
  const connected: LoadedSample[] = [];
  for (const sample of samples) {
    const { flowSid, friendlyName, number } = sample;
    const webhook = `${webhookBase}/v1/Accounts/${accountSid}/Flows/${flowSid}`;
    const settings = {
      friendlyName,
      smsUrl: webhook,
      voiceUrl: webhook,
      statusCallback: `${webhook}?FlowEvent=callStatus`,
    };
    // Another account of this data folder may have the number already.
    const created = await network.createNumber(accountSid, { phoneNumber: number }, settings);
    if (created.ok) connected.push(sample);
  }
  if (before !== webhookBase) await writeFile(baseFile, webhookBase);
  return connected;
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
