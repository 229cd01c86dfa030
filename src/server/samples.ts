import { readFile } from 'node:fs/promises';
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
] as const;

export interface LoadedSample {
  readonly flowSid: string;
  readonly friendlyName: string;
  readonly number: string;
  readonly hint: string;
}

/** Publishes the samples in an account. */
export async function loadSamples(storage: Storage, accountSid: string, nowMs: number): Promise<LoadedSample[]> {
  const loaded: LoadedSample[] = [];
  for (const { file, friendlyName, number, hint } of samples) {
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
