/** The real server, as `npm start` runs it, for the benchmark to load. `BENCH_FILL`: executions stored before it starts. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configFromEnv, startServer } from '../src/server/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'atelier-bench-'));
const accountSid = process.env.ATELIER_ACCOUNT_SID ?? '';
const count = Number(process.env.BENCH_FILL ?? 0);
// By a process of its own, so that what filling took does not count as this server's memory.
const program = new URL('./fill.ts', import.meta.url).pathname;
const filled =
  count > 0
    ? JSON.parse(execFileSync(process.execPath, [program, folder, accountSid, String(count)], { encoding: 'utf8' }))
    : {};
const server = await startServer(
  configFromEnv({ ...process.env, ATELIER_DATA: folder, PORT: '0', ATELIER_SAMPLES: 'off' }),
);
process.on('message', () => {
  globalThis.gc?.();
  process.send?.({ rss: process.memoryUsage().rss });
});
process.send?.({ port: Number(new URL(server.url).port), ...filled });
