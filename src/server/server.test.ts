import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { ConfigError, configFromEnv, type RunningServer, startServer } from './index.ts';

async function openFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'atelier-server-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

function start(folder: string, env: Record<string, string> = {}): Promise<RunningServer> {
  return startServer(configFromEnv({ PORT: '0', ATELIER_DATA: folder, ATELIER_LOG_LEVEL: 'silent', ...env }));
}

async function numbers({ url, main }: RunningServer): Promise<{ phone_number: string; sms_url: string }[]> {
  const { sid, authToken } = main.account;
  const response = await fetch(`${url}/2010-04-01/Accounts/${sid}/IncomingPhoneNumbers.json`, {
    headers: { authorization: `Basic ${Buffer.from(`${sid}:${authToken}`).toString('base64')}` },
  });
  const { incoming_phone_numbers: found } = (await response.json()) as {
    incoming_phone_numbers: { phone_number: string; sms_url: string }[];
  };
  return found;
}

test('the first run makes an account and sample flows on numbers; the next one keeps them', async (t) => {
  const folder = await openFolder(t);
  const first = await start(folder);
  assert.equal(first.main.isNew, true);
  assert.equal(first.samples.length, 5);
  const { sid, authToken } = first.main.account;
  assert.equal(await readFile(first.main.credentialsFile, 'utf8'), `${sid}:${authToken}\n`);
  assert.equal((await stat(first.main.credentialsFile)).mode & 0o777, 0o600);
  await first.close();
  const second = await start(folder);
  t.after(() => second.close());
  assert.deepEqual([second.main.isNew, second.samples], [false, []]);
  assert.deepEqual(second.main.account, first.main.account);
});

test('numbers follow the server to another address', async (t) => {
  const folder = await openFolder(t);
  const first = await start(folder);
  const before = await numbers(first);
  assert.ok(before.every(({ sms_url: url }) => url.startsWith(`${first.url}/v1/Accounts/`)));
  await first.close();
  const second = await start(folder, { ATELIER_PUBLIC_URL: 'https://flows.example.com' });
  t.after(() => second.close());
  assert.deepEqual(
    (await numbers(second)).map(({ sms_url: url }) => url),
    before.map(({ sms_url: url }) => url.replace(first.url, 'https://flows.example.com')),
  );
});

test('a second account on the same data gets samples only on numbers that are free', async (t) => {
  const folder = await openFolder(t);
  const first = await start(folder);
  await first.close();
  const second = await start(folder, { ATELIER_ACCOUNT_SID: `AC${'b'.repeat(32)}` });
  assert.deepEqual(second.samples, []);
  await second.close();
  const again = await start(folder, { ATELIER_ACCOUNT_SID: first.main.account.sid });
  t.after(() => again.close());
  assert.ok((await numbers(again)).every(({ sms_url: url }) => url.startsWith(again.url)));
});

test('a token in the configuration wins and is kept', async (t) => {
  const folder = await openFolder(t);
  const first = await start(folder);
  await first.close();
  const token = 'fedcba9876543210fedcba9876543210';
  const second = await start(folder, { ATELIER_AUTH_TOKEN: token });
  await second.close();
  const third = await start(folder);
  t.after(() => third.close());
  assert.equal(third.main.account.authToken, token);
});

test('what cannot be used is refused in one line: hosts, a port that is taken, a folder that is in use', async (t) => {
  const folder = await openFolder(t);
  const refusal = (says: RegExp) => (error: unknown) => {
    assert.ok(error instanceof ConfigError);
    assert.match(error.message, says);
    assert.doesNotMatch(error.message, /\n/);
    return true;
  };
  await assert.rejects(
    start(folder, { ATELIER_ALLOW_HOSTS: 'bad host!' }),
    refusal(/^ATELIER_ALLOW_HOSTS: "bad host!"/),
  );
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  t.after(() => taken.close());
  const address = taken.address();
  const port = typeof address === 'object' && address ? String(address.port) : '';
  await assert.rejects(start(folder, { PORT: port }), refusal(/^The port is in use/));
  const running = await start(folder);
  t.after(() => running.close());
  await assert.rejects(start(folder), refusal(/in use by another Atelier process/));
});
