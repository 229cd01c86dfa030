/** The console as it was built: one page for every path under `/console/`, and the files that it is made of. */
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ApiModule } from '../app.ts';
import { acceptsCoding } from '../compression.ts';
import { notFound } from '../errors.ts';
import { newNonce, pageHeaders } from './policy.ts';

const home = '/console/flows';

/** Stands in `index.html` where the nonce of the answer goes. */
const noncePlaceholder = '__NONCE__';

/** `folder`: where the build is, with `index.html` and `assets/`. Read at each request: it may be built meanwhile. */
export function consolePages(folder: string): ApiModule {
  return {
    access: 'public',
    register(app) {
      for (const path of ['/', '/console', '/console/']) app.get(path, async (_request, reply) => reply.redirect(home));
      app.get('/console/*', async (_request, reply) => sendShell(reply, folder));
      app.get<{ Params: { '*': string } }>('/console/assets/*', async (request, reply) =>
        sendAsset(request, reply, join(folder, 'assets'), request.params['*']),
      );
      app.get('/console/api/*', async (request) => {
        throw notFound(request);
      });
    },
  };
}

async function sendShell(reply: FastifyReply, folder: string): Promise<FastifyReply> {
  const nonce = newNonce();
  const shell = await readIfThere(join(folder, 'index.html'));
  const page = shell?.toString('utf8') ?? notBuilt;
  return reply
    .code(shell === undefined ? 503 : 200)
    .headers(pageHeaders(nonce))
    .serializer(String)
    .send(page.replaceAll(noncePlaceholder, nonce));
}

const notBuilt = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Atelier</title><style nonce="${noncePlaceholder}">
:root{color-scheme:light dark}body{font:16px/1.6 system-ui,sans-serif;margin:15vh auto;max-width:36rem;padding:0 1.25rem}
</style></head><body><main><h1>The console has not been built</h1>
<p>Run <code>npm run console</code> in Atelier's folder, then reload this page. The server works without it:
see the <a href="/docs">documentation</a>.</p></main></body></html>
`;

/** No segment begins with a period: nothing leads out of the folder, and no hidden file is named. */
const assetName = /^(?:[A-Za-z0-9_-][\w.-]*\/)*[A-Za-z0-9_-][\w.-]*$/;

const types: { readonly [extension: string]: string } = {
  '.css': 'text/css; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

/** Forms that the build may have left beside a file, best first. */
const codings = [
  { coding: 'br', suffix: '.br' },
  { coding: 'gzip', suffix: '.gz' },
];

async function sendAsset(
  request: FastifyRequest,
  reply: FastifyReply,
  folder: string,
  name: string,
): Promise<FastifyReply> {
  const type = types[extname(name)];
  if (type === undefined || !assetName.test(name)) throw notFound(request);
  const path = join(folder, name);
  const accepted = codings.filter(({ coding }) => acceptsCoding(request.headers['accept-encoding'], coding));
  for (const { coding, suffix } of [...accepted, { coding: undefined, suffix: '' }]) {
    const file = await readIfThere(path + suffix);
    if (file === undefined) continue;
    if (coding !== undefined) reply.header('content-encoding', coding);
    return (
      reply
        .headers({ 'content-type': type, vary: 'Accept-Encoding', 'cross-origin-resource-policy': 'same-origin' })
        // The name bears a hash of what is in the file.
        .header('cache-control', 'public, max-age=31536000, immutable')
        .send(file)
    );
  }
  throw notFound(request);
}

async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'EISDIR' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}
