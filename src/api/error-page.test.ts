import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { errorCatalogue } from './errors.ts';

test('the reference page lists every error of the catalogue, and no other', () => {
  const page = readFileSync(new URL('../../docs/rest-api.md', import.meta.url), 'utf8');
  const listed = [...page.matchAll(/^\| (\d{3}) \| (\d{5}) \|/gm)].map(([, status, code]) => `${status}/${code}`);
  const known = Object.entries(errorCatalogue).map(([code, { status }]) => `${status}/${code}`);
  assert.deepEqual(listed.toSorted(), known.toSorted());
});
