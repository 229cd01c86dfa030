import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSettings } from './index.ts';

/** Lines as they are printed, without the name of the file. */
function problemsOf(text: string): string[] {
  return parseSettings(text, {}).problems.map(
    ({ at, path, message }) => `${at.line}:${at.column}: ${path}: ${message}`,
  );
}

const noUrl = 'is no URL: check its host and its port, and that no space stands in them';
const sid = `AC${'0'.repeat(32)}`;
const twilio = `carriers:\n  main:\n    type: twilio\n    account_sid: ${sid}\n    auth_token: t\n`;
const places: readonly { readonly at: string; readonly before: string }[] = [
  { at: '1:13: public_url', before: 'public_url: ' },
  { at: '6:15: carriers.main.base_url', before: `${twilio}    base_url: ` },
  { at: '4:10: streams[0].url', before: 'streams:\n  - type: webhook\n    name: a\n    url: ' },
  { at: '3:13: functions.map[0].from', before: 'functions:\n  map:\n    - from: ' },
];
for (const { at, before } of places) {
  test(`what only begins as a URL is told with its place: ${at}`, () => {
    const after = before.includes('map:') ? '\n      to: ./a' : '';
    for (const url of ['http://a b', 'https://x:99999', 'http://[::1']) {
      assert.deepEqual(problemsOf(`${before}"${url}"${after}`), [`${at}: ${noUrl}`], url);
    }
    assert.deepEqual(problemsOf(`${before}"https://a.example:8443/b"${after}`), []);
  });
}

test("a gateway's address is checked with its placeholders filled in", () => {
  const gateway = (url: string) => `carriers:\n  main:\n    type: http\n    send:\n      url: "${url}"`;
  assert.deepEqual(problemsOf(gateway('https://gw.example.com/{{to}}?text={{body}}')), []);
  for (const url of ['http://[::1/{{to}}', 'https://gw.example.com:99999/{{to}}', 'https://gw.example.com:{{to}}/']) {
    assert.deepEqual(problemsOf(gateway(url)), [`5:12: carriers.main.send.url: ${noUrl}`], url);
  }
});
