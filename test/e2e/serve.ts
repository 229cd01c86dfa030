/** Starts the server as its environment says; the first line on standard output is its URL. */
import { configFromEnv, startServer } from '../../src/server/index.ts';

const server = await startServer(configFromEnv(process.env));
process.stdout.write(`${server.url}\n`);
