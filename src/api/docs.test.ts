import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type ApiServer, startApi } from '../../test/e2e/api-server.ts';

let server: ApiServer;
before(async () => {
  server = await startApi();
});
after(() => server.close());

const names = globSync(['*.md', '*/*.md'], { cwd: join(import.meta.dirname, '../../docs') }).map((file) =>
  file.slice(0, -3),
);

async function page(name: string): Promise<string> {
  const response = await fetch(`${server.base}/docs/${name}`);
  assert.equal(response.status, 200, name);
  assert.match(response.headers.get('content-security-policy') ?? '', /default-src 'none'/);
  return response.text();
}

test('every page is served, and every link between pages and to headings leads somewhere', async () => {
  const pages = new Map<string, string>();
  for (const name of names) pages.set(name, await page(name));
  const dead: string[] = [];
  for (const [name, html] of pages) {
    for (const [, target = '', heading = ''] of html.matchAll(/href="(?:\/docs\/([a-z0-9/-]*))?(?:#([^"]+))?"/g)) {
      const there = pages.get(target === '' ? name : target);
      const isThere = there !== undefined && (heading === '' || there.includes(` id="${heading}"`));
      if (!isThere) dead.push(`${name}: ${target}#${heading}`);
    }
  }
  assert.deepEqual(dead, []);
});

test('what is no page is 404', async () => {
  for (const path of ['/docs/nope', '/docs/..%2fpackage.json', '/docs/__proto__']) {
    assert.equal((await server.call('GET', path, { auth: null })).status, 404, path);
  }
});

test('the schema of the settings file is served', async () => {
  const response = await fetch(`${server.base}/docs/atelier.schema.json`);
  assert.equal(response.status, 200);
  assert.match(response.headers.get('content-type') ?? '', /^application\/schema\+json/);
  assert.equal(JSON.parse(await response.text()).additionalProperties, false);
});
