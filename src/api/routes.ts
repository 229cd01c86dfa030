/** What is answered where no route fits: 404, or 405 and OPTIONS on a path that others methods know (rest-api §1). */
import type { FastifyInstance } from 'fastify';
import { apiError, notFound } from './errors.ts';
import { requestPath } from './urls.ts';

interface KnownPath {
  readonly pattern: RegExp;
  readonly methods: Set<string>;
}

export function installRouteFallbacks(app: FastifyInstance): void {
  const paths = new Map<string, KnownPath>();
  app.addHook('onRoute', ({ url, method }) => {
    const known = paths.get(url) ?? { pattern: pathPattern(url), methods: new Set() };
    for (const name of [method].flat()) known.methods.add(name);
    paths.set(url, known);
  });
  app.setNotFoundHandler((request, reply) => {
    const path = requestPath(request);
    const methods = [...paths.values()]
      .filter(({ pattern }) => pattern.test(path))
      .flatMap((known) => [...known.methods]);
    if (methods.length === 0) throw notFound(request);
    const allow = [...new Set([...methods, 'OPTIONS'])].sort().join(', ');
    if (request.method !== 'OPTIONS') throw apiError(20004, { headers: { allow } });
    return reply.code(204).header('allow', allow).send();
  });
}

/** Fastify's `/v2/Flows/:sid` and `/files/*` as a regular expression. */
function pathPattern(url: string): RegExp {
  const source = url
    .split('/')
    .map((part) => (part === '*' ? '.*' : part.startsWith(':') ? '[^/]+' : part.replace(/[^\w-]/g, '\\$&')))
    .join('/');
  return new RegExp(`^${source}$`);
}
