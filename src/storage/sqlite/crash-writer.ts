/** Child of `lifetime.test.ts`: writes until it is killed, and prints the number of each write once it is acknowledged. */
import { writeSync } from 'node:fs';
import { createFlow, executionRecord, stepRecord } from '../conformance/records.ts';
import { openSqlite } from './index.ts';

const storage = await openSqlite({ folder: process.argv[2] ?? '' });
const flowSid = await createFlow(storage);

await Promise.all(Array.from({ length: 8 }, (_, index) => writeForever(index + 1)));

async function writeForever(first: number): Promise<never> {
  for (let number = first; ; number += 8) {
    const execution = executionRecord(flowSid, number);
    const change = { execution, isNew: true, steps: [0, 1].map((sequence) => stepRecord(execution, sequence)) };
    await storage.change({ executionSid: execution.sid }, undefined, () => ({ change, result: undefined }));
    writeSync(1, `${number}\n`);
  }
}
