import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { listen } from '../../test/local-server.ts';
import { VirtualClock } from './clock.ts';
import { createHttpClient } from './http-client.ts';
import { createHttpGuard, isPublicAddress, RefusedHost } from './http-guard.ts';

const addresses: { readonly [kind: string]: readonly string[] } = {
  unspecified: ['0.0.0.0', '0.1.2.3', '::'],
  loopback: ['127.0.0.1', '127.255.255.254', '::1'],
  private: ['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', 'fd00::1', 'fc00::1', 'fec0::1'],
  'link-local': ['169.254.169.254', 'fe80::1', 'fe80::1%eth0'],
  'carrier-grade NAT': ['100.64.0.1', '100.127.255.255'],
  multicast: ['224.0.0.1', '239.255.255.255', 'ff02::1'],
  'broadcast and reserved': ['255.255.255.255', '240.0.0.1', '192.0.0.1', '192.0.2.1', '198.18.0.1', '203.0.113.7'],
  'IPv4 inside IPv6': ['::ffff:127.0.0.1', '::ffff:8.8.8.8', '::127.0.0.1', '::ffff:0:7f00:1'],
  'NAT64, 6to4, Teredo': ['64:ff9b::7f00:1', '64:ff9b:1::1', '2002:7f00:1::', '2001::1', '2001:0:7f00:1::'],
  documentation: ['2001:db8::1', '3fff::1', '100::1'],
};
for (const [kind, list] of Object.entries(addresses)) {
  for (const address of list) {
    test(`${address} (${kind}) is not public`, () => assert.equal(isPublicAddress(address), false));
  }
}
for (const address of ['8.8.8.8', '1.1.1.1', '172.32.0.1', '100.128.0.1', '2606:4700:4700::1111']) {
  test(`${address} is public`, () => assert.equal(isPublicAddress(address), true));
}

// The URL parser turns every odd form of an IPv4 address into its usual one.
const odd = [
  'http://2130706433/',
  'http://0x7f000001/',
  'http://0177.0.0.1/',
  'http://127.1/',
  'http://0/',
  'http://①②⑦.0.0.1/',
];
for (const url of [...odd, 'http://[::ffff:7f00:1]/', 'http://169.254.169.254/latest/meta-data']) {
  test(`refuses ${url}`, () => assert.throws(() => createHttpGuard([]).check(new URL(url)), RefusedHost));
}

const permits: readonly { readonly allowed: string; readonly url: string; readonly isAllowed: boolean }[] = [
  { allowed: '127.0.0.1', url: 'http://127.0.0.1:8000/', isAllowed: true },
  { allowed: '127.0.0.0/8', url: 'http://127.8.0.1/', isAllowed: true },
  { allowed: '127.0.0.0/8', url: 'http://[::ffff:127.0.0.1]/', isAllowed: true },
  { allowed: '10.0.0.0/8', url: 'http://127.0.0.1/', isAllowed: false },
  { allowed: '127.0.0.1:8000', url: 'http://127.0.0.1:8000/', isAllowed: true },
  { allowed: '127.0.0.1:8000', url: 'http://127.0.0.1:8001/', isAllowed: false },
  { allowed: '127.0.0.1:443', url: 'https://127.0.0.1/', isAllowed: true },
  { allowed: '[::1]:80', url: 'http://[::1]/', isAllowed: true },
  { allowed: '::1', url: 'http://[::1]:99/', isAllowed: true },
  { allowed: 'fd00::/8', url: 'http://[fd12::1]/', isAllowed: true },
  { allowed: '*', url: 'http://192.168.0.1/', isAllowed: true },
  { allowed: 'localhost', url: 'http://127.0.0.1/', isAllowed: false },
];
for (const { allowed, url, isAllowed } of permits) {
  test(`${allowed} ${isAllowed ? 'permits' : 'does not permit'} ${url}`, () => {
    const check = () => createHttpGuard([allowed]).check(new URL(url));
    if (isAllowed) check();
    else assert.throws(check, RefusedHost);
  });
}

for (const entry of ['http://x', '10.0.0.0/33', '10.0.0.0/8/8', '10.0.0.0/x', '', 'a b']) {
  test(`${JSON.stringify(entry)} is no allowed host`, () => assert.throws(() => createHttpGuard([entry]), Error));
}

const answers: readonly {
  readonly says: string;
  readonly allowed: readonly string[];
  readonly addresses: readonly string[];
  readonly reaches: boolean;
}[] = [
  { says: 'a public name that resolves to a private address', allowed: [], addresses: ['127.0.0.1'], reaches: false },
  { says: 'an allowed range', allowed: ['127.0.0.0/8'], addresses: ['127.0.0.1'], reaches: true },
  { says: 'an allowed name', allowed: ['inside.example'], addresses: ['127.0.0.1'], reaches: true },
  {
    says: 'the allowed one of two addresses',
    allowed: ['127.0.0.1'],
    addresses: ['10.0.0.1', '127.0.0.1'],
    reaches: true,
  },
  { says: 'a mapped address', allowed: [], addresses: ['::ffff:127.0.0.1'], reaches: false },
  { says: 'an allowed other name', allowed: ['other.example'], addresses: ['127.0.0.1'], reaches: false },
];
for (const { says, allowed, addresses: found, reaches } of answers) {
  test(`${reaches ? 'reaches' : 'refuses'} ${says}, asking for the address once`, async (t) => {
    const server = createServer((_request, response) => response.end('inside'));
    const host = await listen(t, server);
    let asked = 0;
    const client = createHttpClient({
      clock: new VirtualClock(0),
      allowedHosts: allowed,
      // The second answer is harmless in either case: a check that asks again would see another address.
      resolve: async () => {
        asked++;
        const now = asked === 1 ? found : ['127.0.0.1'];
        return now.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
      },
    });
    t.after(() => client.close());
    const answer = await client.request({
      method: 'GET',
      url: `http://inside.example:${host.split(':')[1]}/`,
      timeoutMs: 1_000,
      maxBytes: 100,
      maxRedirects: 0,
    });
    assert.equal(asked, 1);
    assert.equal(answer.ok, reaches);
    if (!answer.ok) assert.equal(answer.reason, 'refused');
  });
}
