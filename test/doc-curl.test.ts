import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type DocRequest, requestOf } from './doc-curl.ts';

const url = 'http://127.0.0.1/x';
const form = { 'content-type': 'application/x-www-form-urlencoded' };
const understood: { args: string[]; request: DocRequest }[] = [
  { args: ['-s', url], request: { url, method: 'GET', headers: {} } },
  { args: ['-u', 'me:it', url], request: { url, method: 'GET', headers: { authorization: 'Basic bWU6aXQ=' } } },
  { args: [url, '-X', 'DELETE'], request: { url, method: 'DELETE', headers: {} } },
  {
    args: [url, '-d', 'To=+1', '-d', 'Body=a'],
    request: { url, method: 'POST', headers: form, body: 'To=+1&Body=a' },
  },
  {
    args: ['--data-urlencode', 'A={"b":1}', url],
    request: { url, method: 'POST', headers: form, body: 'A=%7B%22b%22%3A1%7D' },
  },
  {
    args: ['--data-urlencode', 'A@f.json', url],
    request: { url, method: 'POST', headers: form, body: 'A=text%20of%20f.json' },
  },
];
for (const { args, request } of understood) {
  test(`curl ${args.join(' ')}`, () => {
    assert.deepEqual(
      requestOf(args, (file) => `text of ${file}`),
      request,
    );
  });
}

const refused = [[], [url, url], ['-L', url], [url, '-d'], [url, '-d', '@f'], [url, '--data-urlencode', 'text']];
for (const args of refused) {
  test(`curl ${args.join(' ')} is refused`, () => assert.throws(() => requestOf(args, () => ''), /^Error: curl: /));
}
