import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Storage } from '../storage/storage.ts';
import { newSid } from './ids.ts';

/** Our own flows that a new data folder begins with, and the number each answers on. */
export const samples = [
  { file: 'greeting', friendlyName: 'Greeting', number: '+15550100001', hint: 'asks for your name' },
  { file: 'survey', friendlyName: 'Survey', number: '+15550100002', hint: 'a rating, with a loop and branches' },
  {
    file: 'appointment-reminder',
    friendlyName: 'Appointment reminder',
    number: '+15550100003',
    hint: 'started over REST',
  },
  { file: 'order-status', friendlyName: 'Order status', number: '+15550100004', hint: 'looks something up over HTTP' },
  {
    file: 'bookshop-line',
    friendlyName: 'Bookshop line',
    number: '+15550100005',
    hint: 'call it: a menu, a voicemail',
  },
] as const;

export interface LoadedSample {
  readonly flowSid: string;
  readonly friendlyName: string;
  readonly number: string;
  readonly hint: string;
}

/** Publishes the samples that the account lacks: all on the first run, the rest after a first run that was cut short. */
export async function loadSamples(storage: Storage, accountSid: string, nowMs: number): Promise<LoadedSample[]> {
  const { rows } = await storage.listFlows(accountSid, { limit: 100 });
  const known = new Map(rows.map(({ flow, latest }) => [latest.friendlyName, flow.sid]));
  const loaded: LoadedSample[] = [];
  for (const { file, friendlyName, number, hint } of samples) {
    const there = known.get(friendlyName);
    if (there !== undefined) {
      loaded.push({ flowSid: there, friendlyName, number, hint });
      continue;
    }
    const flowSid = newSid('FW');
    const definition = await readFile(new URL(`../../samples/${file}.json`, import.meta.url), 'utf8');
    const first = {
      flowSid,
      revision: 1,
      friendlyName,
      status: 'published' as const,
      definition: JSON.stringify(JSON.parse(definition)),
      commitMessage: 'Sample flow',
      authorSid: null,
      isValid: true,
      errors: [],
      warnings: [],
      createdAtMs: nowMs,
    };
    await storage.createFlow({ sid: flowSid, accountSid }, first);
    loaded.push({ flowSid, friendlyName, number, hint });
  }
  return loaded;
}

const marker = 'samples-loaded';

/** True once the samples of this data folder have been loaded whole, whatever became of them since. */
export function hasSamples(dataFolder: string): boolean {
  return existsSync(join(dataFolder, marker));
}

export async function markSamples(dataFolder: string): Promise<void> {
  await writeFile(join(dataFolder, marker), '');
}
