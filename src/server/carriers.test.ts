import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Carrier } from '../carriers/carrier.ts';
import { openCarriers } from './carriers.ts';
import { ConfigError } from './config-error.ts';
import type { SettingsFile } from './settings-file/index.ts';

const service = `MG${'1'.repeat(32)}`;
const simulator: Carrier = { name: 'simulator', send: () => Promise.reject(new Error('not asked')) };
const gateway = { type: 'http', send: { url: 'https://gw.example.com/' } } as const;

function open(file: SettingsFile) {
  const asked: string[] = [];
  const carriers = openCarriers(file, {
    simulator,
    clock: { now: () => 0 },
    httpFor(urls) {
      asked.push(...urls);
      return { request: () => Promise.reject(new Error('not asked')) };
    },
  });
  return { ...carriers, asked };
}

test('a sender uses its own carrier, else that of its service, else the default one', () => {
  const { routed } = open({
    carriers: { a: gateway, b: gateway, c: gateway },
    default_carrier: 'c',
    numbers: { '+15550000001': { carrier: 'a' }, '+15550000002': { carrier: 'a' }, '+15550000004': {} },
    messaging_services: { [service]: { carrier: 'b', numbers: ['+15550000002', '+15550000003', '+15550000004'] } },
  });
  const names = ['+15550000001', '+15550000002', '+15550000003', '+15550000004', '+15550000005', service].map(
    (from) => routed.route?.({ from }).name,
  );
  assert.deepEqual(names, ['a', 'a', 'b', 'b', 'c', 'b']);
});

test('the hosts of a gateway may be anywhere, without what a message puts behind them', () => {
  const { asked } = open({
    carriers: {
      gw: {
        type: 'http',
        send: { url: 'http://10.0.0.7:8080/send?to={{to}}' },
        find: { url: 'http://10.0.0.8/{{key}}', id: '/id' },
      },
    },
  });
  assert.deepEqual(asked, ['http://10.0.0.7:8080', 'http://10.0.0.8']);
});

const unusable: readonly { readonly carrier: NonNullable<SettingsFile['carriers']>[string]; readonly says: RegExp }[] =
  [
    {
      carrier: { type: 'http', send: { url: 'https://gw.example.com/{{x}}' } },
      says: /^carriers\.bad: send\.url has \{\{x\}\}/,
    },
    {
      carrier: { type: 'telnyx', api_key: 'k', public_key: 'short' },
      says: /^carriers\.bad: public_key is no Ed25519 key/,
    },
    { carrier: { type: 'twilio' }, says: /^carriers\.bad: it needs account_sid and auth_token/ },
  ];
for (const { carrier, says } of unusable) {
  test(`settings that do not do stop the start: ${says.source}`, () => {
    assert.throws(
      () => open({ carriers: { bad: carrier } }),
      (error) => error instanceof ConfigError && says.test(error.message),
    );
  });
}
