import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type FunctionFolder, type Mapping, type Route, routeOf } from './routes.ts';

const folder: FunctionFolder = { functions: '/project/functions', assets: '/project/assets' };
const other: FunctionFolder = { functions: '/other', assets: '/assets' };

const mappings: readonly Mapping[] = [
  { from: new URL('https://survey-1234-dev.twil.io'), to: new URL('http://127.0.0.1:3000') },
  { from: new URL('https://survey-1234-dev.twil.io/v2/'), to: new URL('http://127.0.0.1:3001/api/') },
  { from: new URL('https://tools.example.com/run'), to: other },
  { from: new URL('http://exact.example.com/one'), to: new URL('http://127.0.0.1:3002/two') },
];

const local = (path: string, where = folder): Route => ({ type: 'file', folder: where, path });
const remote = (url: string): Route => ({ type: 'url', url });
const asIs: Route = { type: 'as-is' };

const cases: readonly (readonly [url: string, Route])[] = [
  ['https://survey-1234-dev.twil.io/store', remote('http://127.0.0.1:3000/store')],
  ['https://survey-1234-dev.twil.io/a/b?x=1&y=%20', remote('http://127.0.0.1:3000/a/b?x=1&y=%20')],
  ['https://survey-1234-dev.twil.io:443/store', remote('http://127.0.0.1:3000/store')],
  ['https://SURVEY-1234-dev.twil.io/store', remote('http://127.0.0.1:3000/store')],
  ['https://survey-1234-dev.twil.io', remote('http://127.0.0.1:3000/')],
  ['https://survey-1234-dev.twil.io/%2e%2e/store', remote('http://127.0.0.1:3000/store')],
  ['https://u:p@survey-1234-dev.twil.io/store', remote('http://u:p@127.0.0.1:3000/store')],
  // The longest prefix counts, and only at a slash.
  ['https://survey-1234-dev.twil.io/v2/store', remote('http://127.0.0.1:3001/api/store')],
  ['https://survey-1234-dev.twil.io/v2', remote('http://127.0.0.1:3001/api/')],
  ['https://survey-1234-dev.twil.io/v22/store', remote('http://127.0.0.1:3000/v22/store')],
  ['http://exact.example.com/one', remote('http://127.0.0.1:3002/two')],
  ['http://exact.example.com/one?a=1', remote('http://127.0.0.1:3002/two?a=1')],
  ['https://tools.example.com/run/store', local('/store', other)],
  // Another scheme, port or host is another place.
  ['http://survey-1234-dev.twil.io/store', local('/store')],
  ['https://survey-1234-dev.twil.io:8443/store', local('/store')],
  ['https://other-1234.twil.io/a/b?x=1', local('/a/b')],
  ['https://other-1234.twil.io./a', local('/a')],
  ['https://tools.example.com/other', asIs],
  ['https://twil.io/store', asIs],
  ['https://eviltwil.io/store', asIs],
  ['https://other.twil.io.example.com/store', asIs],
];

for (const [url, route] of cases) {
  test(`${url} leads to ${route.type}${'url' in route ? ` ${route.url}` : ''}`, () => {
    assert.deepEqual(routeOf(url, mappings, folder), route);
  });
}

test('without a folder, what no mapping knows leads where it says', () => {
  assert.deepEqual(routeOf('https://other-1234.twil.io/a', mappings, undefined), asIs);
});
