import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  type ApiServer,
  account,
  apiKey,
  createFlow,
  otherAccount,
  startedAtMs,
  suspendedAccount,
} from '../../../test/e2e/api-server.ts';
import { rawRequest } from '../../../test/e2e/raw-http.ts';
import type { AccountRecord } from '../../storage/storage.ts';
import { type Browser, browserOf, cookieFrom, signIn, startConsole } from './console-fixture.ts';

const path = '/console/api/session';
const subaccount: AccountRecord = {
  sid: `AC${'5'.repeat(32)}`,
  authToken: 'token5',
  parentSid: account.sid,
  friendlyName: 'Sub',
  status: 'active',
  createdAtMs: startedAtMs,
};

let server: ApiServer;
let flow: string;
before(async () => {
  server = await startConsole();
  await server.storage.saveAccount(subaccount);
  flow = await createFlow(server);
});
after(() => server.close());

function tryIn(form: { readonly [name: string]: string }, headers: { readonly [name: string]: string } = {}) {
  return server.call('POST', path, { form, headers, auth: null });
}

test('the right credentials give a cookie, the accounts and the value against forgery', async () => {
  const answer = await tryIn({ sid: account.sid, secret: account.authToken });
  assert.equal(answer.status, 201);
  assert.match(
    answer.headers.getSetCookie()[0] ?? '',
    new RegExp(`^atelier_${server.port}=[\\w-]{43}; Path=/; Max-Age=604800; HttpOnly; SameSite=Strict$`),
  );
  assert.equal(answer.headers.get('cache-control'), 'no-store');
  const { csrf, ...body } = answer.body;
  assert.match(csrf, /^[\w-]{43}$/);
  assert.ok(!cookieFrom(answer).includes(csrf));
  assert.deepEqual(body, {
    account_sid: account.sid,
    api_key_sid: null,
    automatic: false,
    date_expires: '2026-01-09T03:04:05Z',
    accounts: [
      { sid: account.sid, friendly_name: 'Account 1', status: 'active', parent_sid: null },
      { sid: subaccount.sid, friendly_name: 'Sub', status: 'active', parent_sid: account.sid },
    ],
  });
});

test('the cookie is for TLS alone where the client came by it', async () => {
  const headers = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'studio.example.com' };
  const answer = await tryIn({ sid: account.sid, secret: account.authToken }, headers);
  assert.match(answer.headers.getSetCookie()[0] ?? '', /; Secure$/);
});

test('an API key opens its own account, and no subaccount', async () => {
  const answer = await tryIn({ sid: apiKey.sid, secret: apiKey.secret });
  assert.equal(answer.body.api_key_sid, apiKey.sid);
  assert.deepEqual(
    answer.body.accounts.map(({ sid }: { sid: string }) => sid),
    [account.sid],
  );
});

const wrong = [
  { name: 'an unknown account', sid: `AC${'9'.repeat(32)}`, secret: 'token1' },
  { name: 'a wrong token', sid: account.sid, secret: 'token2' },
  { name: 'an unknown key', sid: `SK${'9'.repeat(32)}`, secret: 'keysecret' },
  { name: 'a suspended account', sid: suspendedAccount.sid, secret: suspendedAccount.authToken },
  { name: 'no SID', sid: 'me', secret: 'token1' },
  { name: 'no secret', sid: subaccount.sid, secret: '' },
];
for (const { name, sid, secret } of wrong) {
  test(`${name} is refused in the same words as all else`, async () => {
    const { status, body, headers } = await tryIn({ sid, secret });
    assert.deepEqual(
      { status, code: body.code, message: body.message },
      { status: 401, code: 20003, message: 'This SID and secret do not belong together.' },
    );
    assert.equal(headers.get('www-authenticate'), null);
    assert.deepEqual(headers.getSetCookie(), []);
  });
}

test('after five wrong tries one has to wait, longer each time, and others do not', async () => {
  const guess = (sid: string, secret: string) => tryIn({ sid, secret });
  for (let count = 0; count < 5; count++) assert.equal((await guess(otherAccount.sid, `no${count}`)).status, 401);
  const early = await guess(otherAccount.sid, otherAccount.authToken);
  assert.deepEqual(
    [early.status, early.body.code, early.headers.get('retry-after'), early.body.details.wait_seconds],
    [429, 20429, '30', 30],
  );
  assert.equal(early.body.message, 'Too many tries. Try again in 30 s.');
  assert.equal((await guess(account.sid, account.authToken)).status, 201);
  server.clock.advance(30_000);
  assert.equal((await guess(otherAccount.sid, 'no')).status, 401);
  assert.equal((await guess(otherAccount.sid, 'no')).headers.get('retry-after'), '60');
  server.clock.advance(60_000);
  assert.equal((await guess(otherAccount.sid, otherAccount.authToken)).status, 201);
  assert.equal((await guess(otherAccount.sid, 'no')).status, 401);
});

test('tries at the same time count too', async () => {
  const sid = `AC${'8'.repeat(32)}`;
  const answers = await Promise.all(Array.from({ length: 20 }, () => tryIn({ sid, secret: 'guess' })));
  assert.equal(answers.filter(({ status }) => status === 401).length, 5);
});

test('who is signed in is told, with the same value against forgery, and never by a cookie of another', async () => {
  const browser = await signIn(server);
  const { status, body } = await browser.call('GET', path);
  assert.deepEqual([status, body.account_sid, body.csrf], [200, account.sid, browser.csrf]);
  assert.equal((await server.call('GET', path, { auth: null })).status, 401);
});

test('the public API takes the cookie', async () => {
  const browser = await signIn(server);
  for (const resource of [`/v2/Flows/${flow}`, `/v1/Flows/${flow}`, '/outbox/messages']) {
    assert.equal((await browser.call('GET', resource)).status, 200, resource);
  }
  const form = { To: '+15550001001', From: '+15550001234' };
  assert.equal((await browser.call('POST', `/v2/Flows/${flow}/Executions`, { form })).status, 201);
});

const forged: { name: string; headers: (browser: Browser) => { readonly [name: string]: string } }[] = [
  { name: 'without the value', headers: ({ cookie }) => ({ cookie }) },
  { name: 'with an empty value', headers: ({ cookie }) => ({ cookie, 'x-atelier-csrf': '' }) },
  { name: 'with another value', headers: ({ cookie }) => ({ cookie, 'x-atelier-csrf': 'a'.repeat(43) }) },
  {
    name: 'with the cookie as value',
    headers: ({ cookie }) => ({ cookie, 'x-atelier-csrf': cookie.split('=')[1] ?? '' }),
  },
];
for (const { name, headers } of forged) {
  test(`a changing request by cookie ${name} is refused, whatever it changes`, async () => {
    const browser = await signIn(server);
    for (const [method, resource] of [
      ['POST', '/v2/Flows'],
      ['DELETE', `/v2/Flows/${flow}`],
      ['DELETE', path],
      ['POST', '/outbox/messages/x'],
    ] as const) {
      const { status, body } = await server.call(method, resource, { auth: null, headers: headers(browser) });
      assert.deepEqual(
        [status, body.code, body.status, body.message],
        [403, 20403, 403, 'The header X-Atelier-Csrf is missing or wrong'],
      );
    }
    assert.equal((await browser.call('GET', `/v2/Flows/${flow}`)).status, 200);
  });
}

test('the value of one session is worth nothing in another', async () => {
  const [one, other] = [await signIn(server), await signIn(server)];
  const headers = { 'x-atelier-csrf': other.csrf };
  assert.equal((await one.call('POST', '/v2/Flows', { headers })).status, 403);
});

test('credentials need no value, and count before a cookie', async () => {
  const browser = await signIn(server);
  const headers = { cookie: browser.cookie };
  const mine = await server.call('GET', '/v2/Flows', { headers, auth: [otherAccount.sid, otherAccount.authToken] });
  assert.deepEqual(mine.body.flows, []);
  assert.equal((await server.call('GET', '/v2/Flows', { headers, auth: [account.sid, 'wrong'] })).status, 401);
  const form = { FriendlyName: 'x', Status: 'draft', Definition: '{}' };
  assert.equal((await server.call('POST', '/v2/Flows', { headers, form })).status, 400);
});

const tampered: { name: string; cookie: (cookie: string, port: number) => string }[] = [
  {
    name: 'with its last letter changed',
    cookie: (cookie) => cookie.slice(0, -1) + (cookie.endsWith('A') ? 'B' : 'A'),
  },
  { name: 'cut short', cookie: (cookie) => cookie.slice(0, -1) },
  { name: 'with more behind it', cookie: (cookie) => `${cookie}A` },
  { name: 'of an invented session', cookie: (_, port) => `atelier_${port}=${'A'.repeat(43)}` },
  { name: 'with a quotation mark', cookie: (cookie) => cookie.replace('=', '="') },
  { name: 'of another name', cookie: (cookie) => `x${cookie}` },
  { name: 'that holds credentials', cookie: (_, port) => `atelier_${port}=${account.sid}:${account.authToken}` },
];
for (const { name, cookie } of tampered) {
  test(`a cookie ${name} opens nothing`, async () => {
    const browser = await signIn(server);
    const headers = { cookie: cookie(browser.cookie, server.port), 'x-atelier-csrf': browser.csrf };
    assert.equal((await server.call('GET', '/v2/Flows', { auth: null, headers })).status, 401);
    assert.equal((await server.call('GET', path, { auth: null, headers })).status, 401);
  });
}

test('what is planted in a browser is not what it has after signing in, and is over if it was a session', async () => {
  const planted = await signIn(server, [otherAccount.sid, otherAccount.authToken]);
  const form = { sid: account.sid, secret: account.authToken };
  const victim = browserOf(
    server,
    await server.call('POST', path, { form, auth: null, headers: { cookie: planted.cookie } }),
  );
  assert.notEqual(victim.cookie, planted.cookie);
  assert.equal((await planted.call('GET', '/v2/Flows')).status, 401);
  assert.equal((await victim.call('GET', `/v2/Flows/${flow}`)).status, 200);
});

test('signing out ends the session, whoever has a copy of the cookie', async () => {
  const browser = await signIn(server);
  const answer = await browser.call('DELETE', path);
  assert.equal(answer.status, 204);
  assert.match(answer.headers.getSetCookie()[0] ?? '', /=out; Path=\//);
  assert.equal((await browser.call('GET', '/v2/Flows')).status, 401);
  assert.equal((await browser.call('DELETE', path)).status, 401);
});

test('a session ends after a week', async () => {
  const browser = await signIn(server);
  server.clock.advance(7 * 86_400_000 - 1);
  assert.equal((await browser.call('GET', '/v2/Flows')).status, 200);
  server.clock.advance(1);
  assert.equal((await browser.call('GET', '/v2/Flows')).status, 401);
});

test('a session ends with the key or the token that opened it', async () => {
  const key = { ...apiKey, sid: `SK${'6'.repeat(32)}` };
  const stored = await server.storage.findApiKey(apiKey.sid);
  assert.ok(stored);
  await server.storage.saveApiKey({ ...stored, sid: key.sid });
  const byKey = await signIn(server, [key.sid, key.secret]);
  await server.storage.saveAccount({ ...otherAccount, authToken: 'token2' });
  const byToken = await signIn(server, [otherAccount.sid, 'token2']);
  for (const browser of [byKey, byToken]) assert.equal((await browser.call('GET', '/v2/Flows')).status, 200);
  await server.storage.deleteApiKey(key.sid);
  await server.storage.saveAccount({ ...otherAccount, authToken: 'rotated' });
  for (const browser of [byKey, byToken]) assert.equal((await browser.call('GET', '/v2/Flows')).status, 401);
});

test('a suspended account is told so, whoever was signed in to it', async () => {
  const browser = await signIn(server, [subaccount.sid, subaccount.authToken]);
  await server.storage.saveAccount({ ...subaccount, status: 'suspended' });
  const { status, body } = await browser.call('GET', '/v2/Flows');
  assert.deepEqual([status, body.code], [403, 20005]);
  await server.storage.saveAccount(subaccount);
});

test('the token of the main account acts in its subaccounts, and nowhere else', async () => {
  const browser = await signIn(server);
  const inAccount = (sid: string) => ({ headers: { 'x-atelier-account': sid } });
  assert.deepEqual((await browser.call('GET', '/v2/Flows', inAccount(subaccount.sid))).body.flows, []);
  assert.deepEqual((await browser.call('GET', `/v2/Flows?atelier_account=${subaccount.sid}`)).body.flows, []);
  assert.equal((await browser.call('GET', `/v2/Flows/${flow}`, inAccount(account.sid))).status, 200);
  assert.equal((await browser.call('GET', '/v2/Flows', inAccount(otherAccount.sid))).status, 403);
  const byKey = await signIn(server, [apiKey.sid, apiKey.secret]);
  assert.equal((await byKey.call('GET', '/v2/Flows', inAccount(subaccount.sid))).status, 403);
  const bySub = await signIn(server, [subaccount.sid, subaccount.authToken]);
  assert.equal((await bySub.call('GET', '/v2/Flows', inAccount(account.sid))).status, 403);
});

test('a page of the console gets no challenge that its browser would answer with a dialog', async () => {
  const challenge = async (headers: { readonly [name: string]: string }) =>
    (await server.call('GET', '/v2/Flows', { auth: null, headers })).headers.get('www-authenticate');
  assert.equal(await challenge({ 'sec-fetch-site': 'same-origin' }), null);
  assert.equal(await challenge({ 'x-atelier-csrf': '' }), null);
  assert.equal(await challenge({}), 'Basic realm="Twilio API"');
});

test('neither cookies nor secrets are logged', async () => {
  const browser = await signIn(server);
  await tryIn({ sid: account.sid, secret: 'a-wrong-secret' });
  const log = JSON.stringify(server.log);
  for (const secret of [browser.cookie.split('=')[1] ?? '', browser.csrf, account.authToken, 'a-wrong-secret']) {
    assert.ok(!log.includes(secret));
  }
});

test('a browser on this machine is signed in at once, until it signs out', async () => {
  const local = await startConsole({ localAccountSid: account.sid });
  const answer = await local.call('GET', path, { auth: null });
  assert.deepEqual([answer.status, answer.body.automatic, answer.body.account_sid], [200, true, account.sid]);
  const browser = browserOf(local, answer);
  assert.equal((await browser.call('GET', '/v2/Flows')).status, 200);
  const again = await browser.call('GET', path);
  assert.deepEqual([again.body.automatic, again.body.csrf], [true, browser.csrf]);
  const cookie = cookieFrom(await browser.call('DELETE', path));
  assert.equal((await local.call('GET', path, { auth: null, headers: { cookie } })).status, 401);
  assert.deepEqual(browserOf(local, await local.call('GET', path, { auth: null })).cookie === browser.cookie, false);
  await local.close();
});

const others: { name: string; headers: (port: number) => { readonly [name: string]: string } }[] = [
  { name: 'a proxy', headers: () => ({ 'x-forwarded-for': '127.0.0.1' }) },
  { name: 'a tunnel', headers: () => ({ 'x-forwarded-proto': 'https' }) },
  { name: 'a gateway', headers: () => ({ forwarded: 'for=127.0.0.1' }) },
  { name: 'a name that was made to lead here', headers: (port) => ({ host: `evil.example:${port}` }) },
  { name: 'a name that begins like this machine', headers: (port) => ({ host: `localhost.evil.example:${port}` }) },
  { name: "another site's page", headers: () => ({ 'sec-fetch-site': 'cross-site' }) },
  { name: 'a page of another port', headers: () => ({ 'sec-fetch-site': 'same-site' }) },
  { name: 'a page of another origin', headers: () => ({ origin: 'http://localhost:3000' }) },
];
test('all others are asked, though the server signs in its own browser', async (t) => {
  const local = await startConsole({ localAccountSid: account.sid });
  for (const { name, headers } of others) {
    await t.test(name, async () => {
      const { status, headers: got } = await rawRequest(local.port, 'GET', path, { headers: headers(local.port) });
      assert.equal(status, 401);
      assert.equal(got['set-cookie'], undefined);
    });
  }
  for (const host of [`localhost:${local.port}`, `127.0.0.1:${local.port}`, `[::1]:${local.port}`, 'LOCALHOST']) {
    assert.equal((await rawRequest(local.port, 'GET', path, { headers: { host } })).status, 200, host);
  }
  await local.close();
});

test('a server that is for others asks everybody', async () => {
  assert.equal((await server.call('GET', path, { auth: null })).status, 401);
});
