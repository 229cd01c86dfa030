import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { VirtualClock } from '../runtime/clock.ts';
import { openSqlite } from '../storage/sqlite/index.ts';
import type { RevisionRecord } from '../storage/storage.ts';
import { numberRoutes } from './number-routes.ts';
import type { SettingsFile } from './settings-file/index.ts';

const [accountSid, otherAccount] = [`AC${'1'.repeat(32)}`, `AC${'2'.repeat(32)}`];
const service = `MG${'1'.repeat(32)}`;
const flowSid = (digit: string) => `FW${digit.repeat(32)}`;

const file: SettingsFile = {
  default_carrier: 'tx',
  numbers: {
    '+15550000001': { flow: 'Orders' },
    '+15550000002': { carrier: 'gw', flow: flowSid('9') },
    'whatsapp:+15550000001': { flow: 'Chat' },
    '+15550000003': { flow: 'Orders', account: otherAccount },
    '+15550000004': { carrier: 'tx' },
    '+15550000005': {},
    '12345': { flow: 'Twice' },
  },
  messaging_services: { [service]: { carrier: 'tx', flow: 'Chat', numbers: ['+15550000004', '+15550000006'] } },
};

async function open(t: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), 'atelier-routes-'));
  const storage = await openSqlite({ folder });
  t.after(async () => {
    await storage.close();
    await rm(folder, { recursive: true });
  });
  const clock = new VirtualClock(0);
  const save = (sid: string, friendlyName: string, account = accountSid) =>
    storage.createFlow({ sid, accountSid: account }, { ...revision, flowSid: sid, friendlyName });
  await save(flowSid('1'), 'Orders');
  await save(flowSid('2'), 'Chat');
  await save(flowSid('3'), 'Twice');
  await save(flowSid('4'), 'Twice');
  await save(flowSid('5'), 'Orders', otherAccount);
  return { storage, clock, save, routes: numberRoutes(file, { storage, clock, mainAccountSid: accountSid }) };
}

const revision: RevisionRecord = {
  flowSid: '',
  revision: 1,
  friendlyName: '',
  status: 'published',
  definition: '{}',
  commitMessage: null,
  authorSid: null,
  isValid: true,
  errors: [],
  warnings: [],
  createdAtMs: 0,
};

const found: readonly {
  readonly address: string;
  readonly carrier?: string;
  readonly leads: string;
  readonly account?: string;
}[] = [
  { address: '+15550000001', leads: flowSid('1') },
  { address: '+15550000002', carrier: 'gw', leads: flowSid('9') },
  { address: 'whatsapp:+15550000001', leads: flowSid('2') },
  { address: 'rcs:+15550000001', leads: flowSid('1') },
  { address: '+15550000003', leads: flowSid('5'), account: otherAccount },
  { address: '+15550000004', leads: flowSid('2') },
  { address: '+15550000006', leads: flowSid('2') },
];
for (const { address, carrier = 'tx', leads, account = accountSid } of found) {
  test(`${address} of ${carrier} leads to its flow`, async (t) => {
    const { routes } = await open(t);
    assert.deepEqual(await routes.find(carrier, address), { ok: true, accountSid: account, flowSid: leads });
  });
}

const missing: readonly { readonly address: string; readonly carrier?: string; readonly says: RegExp }[] = [
  { address: '+15559999999', says: /No flow answers \+15559999999: add numbers\."\+15559999999" with its flow/ },
  { address: '', says: /No flow answers/ },
  { address: 'constructor', says: /No flow answers constructor/ },
  { address: '+15550000005', says: /add numbers\."\+15550000005"\.flow/ },
  {
    address: '+15550000001',
    carrier: 'gw',
    says: /is not a number of carrier "gw": numbers\."\+15550000001" has "tx"/,
  },
  { address: '+15550000006', carrier: 'gw', says: new RegExp(`messaging_services\\.${service} has "tx"`) },
  { address: '12345', says: /names "Twice", as 2 flows are called: use a SID/ },
];
for (const { address, carrier = 'tx', says } of missing) {
  test(`"${address}" of ${carrier} leads nowhere: ${says.source}`, async (t) => {
    const { routes } = await open(t);
    const route = await routes.find(carrier, address);
    assert.ok(!route.ok);
    assert.match(route.message, says);
  });
}

test('a number and its channels belong to the service that lists it', async (t) => {
  const { routes } = await open(t);
  assert.equal(routes.serviceOf('+15550000004'), service);
  assert.equal(routes.serviceOf('whatsapp:+15550000004'), service);
  assert.equal(routes.serviceOf('+15550000001'), undefined);
});

test('a name that changes hands is known after ten seconds, one that is new at once', async (t) => {
  const { routes, storage, clock, save } = await open(t);
  const leads = async () => {
    const route = await routes.find('tx', '+15550000001');
    return route.ok ? route.flowSid : route.message;
  };
  assert.equal(await leads(), flowSid('1'));
  await storage.deleteFlow(flowSid('1'));
  clock.advance(9_999);
  assert.equal(await leads(), flowSid('1'));
  clock.advance(1);
  assert.match(await leads(), /names "Orders", which is no flow of account AC1/);
  await save(flowSid('6'), 'Orders');
  assert.equal(await leads(), flowSid('6'));
});
