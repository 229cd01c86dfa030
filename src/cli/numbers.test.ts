import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type Composed, openComposed } from '../../test/e2e/composed-server.ts';
import { type CarrierNumber, CarrierRefused, CarrierUnreachable, type NumberTargets } from '../carriers/carrier.ts';
import { UsageError } from './command.ts';
import { atelier, type CommandResult, file } from './io-fixture.ts';
import { connectNumbers, disconnectNumbers } from './numbers/change.ts';
import { listLines } from './numbers/list.ts';
import type { Place } from './numbers/place.ts';

const quiet = { ATELIER_SAMPLES: 'off' };
const definition = JSON.stringify({
  states: [{ name: 'Trigger', type: 'trigger', transitions: [{ event: 'incomingMessage' }] }],
  initial_state: 'Trigger',
  description: 'd',
});

/** A number at a server that plays a carrier of Twilio's kind. */
async function rent(carrier: Composed, phoneNumber: string, settings: Record<string, string> = {}): Promise<void> {
  const path = `/2010-04-01/Accounts/${carrier.accountSid}/IncomingPhoneNumbers.json`;
  const { status, body } = await carrier.call(path, { PhoneNumber: phoneNumber, ...settings });
  assert.equal(status, 201, JSON.stringify(body));
}

async function rented(carrier: Composed, phoneNumber: string) {
  const path = `/2010-04-01/Accounts/${carrier.accountSid}/IncomingPhoneNumbers.json?PhoneNumber=${encodeURIComponent(phoneNumber)}`;
  const { sms_url, voice_url, status_callback } = (await carrier.call(path)).body.incoming_phone_numbers[0];
  return { sms_url, voice_url, status_callback };
}

/** A server with a flow, a carrier with two numbers, and the settings that bring them together. */
async function setting(t: TestContext, publicUrl = 'https://studio.example.com') {
  const [server, carrier] = [await openComposed(t, quiet), await openComposed(t, quiet)];
  const { body } = await server.call('/v2/Flows', {
    FriendlyName: 'Orders',
    Status: 'published',
    Definition: definition,
  });
  await rent(carrier, '+15551234567', { SmsUrl: 'https://old.example/sms' });
  await rent(carrier, '+15551234568');
  const config = file(t, 'atelier.yaml', {
    public_url: publicUrl,
    carriers: {
      main: {
        type: 'twilio',
        base_url: `${carrier.server.url}/2010-04-01`,
        account_sid: carrier.accountSid,
        auth_token: carrier.authToken,
      },
    },
    default_carrier: 'main',
    numbers: { '+15551234567': { flow: 'Orders' }, '+15551234568': {} },
  });
  const numbers = (...argv: string[]): Promise<CommandResult> =>
    atelier([
      'numbers',
      ...argv,
      ...['--config', config, '--url', server.server.url, '--account', server.accountSid, '--token', server.authToken],
    ]);
  const flowUrl = `https://studio.example.com/v1/Accounts/${server.accountSid}/Flows/${body.sid}`;
  return { server, carrier, config, numbers, flowUrl, flowSid: body.sid as string };
}

test('a number is shown, connected and disconnected; a dry run first', async (t) => {
  const { numbers, carrier, flowUrl, flowSid } = await setting(t);
  const before = await rented(carrier, '+15551234567');
  const listed = await numbers('list');
  assert.deepEqual([listed.code, listed.err], [0, '']);
  assert.match(listed.out, /^\+15551234567 {2}main {2,}messages https:\/\/old\.example\/sms, calls nowhere$/m);
  assert.match(listed.out, /^\+15551234568 {2}main {2,}nowhere$/m);

  const dry = await numbers('connect');
  assert.equal(dry.code, 0);
  assert.deepEqual(dry.out.split('\n'), [
    '+15551234567 (main)',
    `  messages  https://old.example/sms → ${flowUrl}`,
    `  calls     nowhere → ${flowUrl}`,
    `  status    nowhere → ${flowUrl}?FlowEvent=callStatus`,
    '1 to change; --apply does it.',
    '',
  ]);
  assert.deepEqual(await rented(carrier, '+15551234567'), before);

  const applied = await numbers('connect', '--apply');
  assert.equal(applied.code, 0);
  assert.match(applied.out, /^\+15551234567 \(main\): connected to Orders\n/);
  assert.deepEqual(await rented(carrier, '+15551234567'), {
    sms_url: flowUrl,
    voice_url: flowUrl,
    status_callback: `${flowUrl}?FlowEvent=callStatus`,
  });
  assert.match((await numbers('connect', '--apply')).out, /^\+15551234567 \(main\): connected to Orders already\n$/);
  assert.match(
    (await numbers('list')).out,
    new RegExp(`^\\+15551234567 {2}main {2}here {2}Orders \\(${flowSid}\\)$`, 'm'),
  );

  assert.match(
    (await numbers('disconnect', '+15551234567')).out,
    /messages {2}https:\S+ → nowhere\n[\s\S]*1 to change/,
  );
  assert.equal((await numbers('disconnect', '--apply')).code, 0);
  assert.deepEqual(await rented(carrier, '+15551234567'), { sms_url: '', voice_url: '', status_callback: '' });
});

test('what leads elsewhere stays when a number is disconnected', async (t) => {
  const { numbers, carrier } = await setting(t);
  const { code, out } = await numbers('disconnect', '--apply');
  assert.equal(code, 0);
  assert.match(out, /^\+15551234567 \(main\): disconnected already\n/);
  assert.equal((await rented(carrier, '+15551234567')).sms_url, 'https://old.example/sms');
});

test('a number of the built-in network leads to the server itself', async (t) => {
  const { numbers, server, flowSid } = await setting(t, 'https://studio.example.com');
  await rent(server, '+15550001111');
  const config = file(t, 'atelier.yaml', { numbers: { '+15550001111': { flow: flowSid } } });
  const argv = ['--url', server.server.url, '--account', server.accountSid, '--token', server.authToken];
  const { code, out } = await atelier(['numbers', 'connect', '--apply', '--config', config, ...argv]);
  assert.equal(code, 0);
  assert.match(out, /^\+15550001111 \(simulator\): connected to Orders\n/);
  const url = `${server.server.url}/v1/Accounts/${server.accountSid}/Flows/${flowSid}`;
  assert.equal((await rented(server, '+15550001111')).sms_url, url);
  assert.match((await numbers('list')).out, /^\+15550001111 {2}simulator {2}here {2}Orders/m);
});

test('a list does without the server, and knows the flows by their SIDs', async (t) => {
  const { config, numbers, flowSid } = await setting(t);
  await numbers('connect', '--apply');
  const { code, out } = await atelier(['numbers', 'list', '--config', config], '', {
    env: { ATELIER_DATA: '/nowhere' },
  });
  assert.equal(code, 0);
  assert.match(out, new RegExp(`^\\+15551234567 {2}main {2}here {2}${flowSid}$`, 'm'));
});

const refused: {
  name: string;
  publicUrl?: string;
  change?: (numbers: string) => string;
  argv: string[];
  says: RegExp;
}[] = [
  { name: 'another action', argv: ['move'], says: /numbers takes list, connect or disconnect, and not "move"/ },
  {
    name: 'a public URL without TLS',
    publicUrl: 'http://studio.example.com',
    argv: ['connect'],
    says: /the public URL http:\S+ is not https: set public_url/,
  },
  {
    name: 'a number that atelier.yaml does not name',
    argv: ['connect', '+15559999999'],
    says: /\+15559999999 is not in numbers of atelier\.yaml/,
  },
  {
    name: 'a number without a flow',
    argv: ['connect', '+15551234568'],
    says: /\+15551234568 has no flow in atelier\.yaml/,
  },
  {
    name: 'a carrier that is not there',
    argv: ['list', '--carrier', 'x'],
    says: /there is no such carrier; there are simulator, main/,
  },
];
for (const { name, publicUrl, argv, says } of refused) {
  test(`${name}: one line, exit code 2, and nothing is changed`, async (t) => {
    const { numbers } = await setting(t, publicUrl);
    const { code, err } = await numbers(...argv);
    assert.equal(code, 2);
    assert.match(err, /^atelier: [^\n]+\n$/);
    assert.match(err, says);
  });
}

test('without a public URL, without a server, and with a flow that is not there: one line each', async (t) => {
  const { server, carrier } = await setting(t);
  const main = {
    type: 'twilio',
    base_url: `${carrier.server.url}/2010-04-01`,
    account_sid: carrier.accountSid,
    auth_token: carrier.authToken,
  };
  const connect = (settings: object, url = server.server.url) => {
    const config = file(t, 'atelier.yaml', { carriers: { main }, default_carrier: 'main', ...settings });
    const access = ['--url', url, '--account', server.accountSid, '--token', server.authToken];
    return atelier(['numbers', 'connect', '--config', config, ...access]);
  };
  const numbers = { '+15551234567': { flow: 'Orders' } };
  assert.match((await connect({ numbers })).err, /^atelier: no public URL is set: set public_url in atelier\.yaml/);
  assert.match((await connect({})).err, /^atelier: atelier\.yaml has no numbers with a flow/);
  const public_url = 'https://studio.example.com';
  const gone = await connect({ public_url, numbers: { '+15551234567': { flow: 'Odrers' } } });
  assert.match(gone.err, /^atelier: \+15551234567: the server has no flow Odrers: push it first/);
  const nobody = await connect({ public_url, numbers }, 'http://127.0.0.1:1');
  assert.deepEqual([nobody.code, /^atelier: cannot reach http:\/\/127\.0\.0\.1:1: /.test(nobody.err)], [1, true]);
  const elsewhere = await connect({ public_url, numbers: { '+15557777777': { flow: 'Orders' } } });
  assert.equal(elsewhere.code, 1);
  assert.match(elsewhere.out, /^\+15557777777: the carrier main has no such number\n/);
});

test('wrong credentials and an unreachable carrier: one line each, the other carriers are shown', async (t) => {
  const { carrier } = await setting(t);
  const at = { type: 'twilio', base_url: `${carrier.server.url}/2010-04-01`, account_sid: carrier.accountSid };
  const config = file(t, 'atelier.yaml', {
    carriers: {
      good: { ...at, auth_token: carrier.authToken },
      wrong: { ...at, auth_token: 'not-the-token' },
      gone: { ...at, base_url: 'http://127.0.0.1:1/2010-04-01', auth_token: 'x' },
    },
  });
  const { code, out, err } = await atelier(['numbers', 'list', '--config', config], '', {
    env: { ATELIER_DATA: '/nowhere' },
  });
  assert.equal(code, 1);
  assert.match(out, /^\+15551234567 {2}good/m);
  const lines = err.trimEnd().split('\n');
  assert.equal(lines.length, 2);
  assert.match(lines[0] ?? '', /^atelier: carrier wrong: .*(20003|credentials|auth_token)/);
  assert.match(lines[1] ?? '', /^atelier: carrier gone: ./);
  assert.ok(!err.includes('not-the-token'));
});

/** A carrier in the place of one that has an address of its own, and one that refuses. */
function standIn(
  point: (number: CarrierNumber, targets: NumberTargets) => Promise<CarrierNumber>,
  hasOwnRoute = false,
): Place {
  const number = { id: '1', friendlyName: '', messageUrl: '', voiceUrl: '', statusCallback: '' };
  const phoneNumbers = ['+15551234567', '+15551234568'];
  return {
    settings: {
      default_carrier: 'tx',
      numbers: Object.fromEntries(phoneNumbers.map((each) => [each, { flow: 'Orders' }])),
    },
    numbers: phoneNumbers.map((phoneNumber) => ({ ...number, phoneNumber, carrier: 'tx' })),
    flows: [
      {
        sid: `FW${'0'.repeat(32)}`,
        accountSid: 'AC1',
        friendlyName: 'Orders',
        status: 'published',
        revision: 1,
        commitMessage: null,
      },
    ],
    accountSid: 'AC1',
    publicUrl: 'https://studio.example.com',
    serverUrl: 'http://127.0.0.1:8750',
    faults: [],
    carriers: new Map([['tx', { numbers: { list: async () => [], point }, hasOwnRoute }]]),
    unasked: new Set(),
    close() {},
  };
}

const absences: { carrier: string; says: RegExp }[] = [
  { carrier: 'tx', says: /the carrier tx has no such number/ },
  { carrier: 'silent', says: /the carrier silent could not be asked/ },
  { carrier: 'gw', says: /the carrier gw keeps no numbers: .*https:\/\/studio\.example\.com\/carriers\/gw/ },
];
for (const { carrier, says } of absences) {
  test(`a number of ${carrier} that is not listed: ${says.source}`, () => {
    const place = standIn(async (number) => number);
    const settings = { ...place.settings, numbers: { '+15559999999': { carrier, flow: 'Orders' } } };
    const lines = listLines({ ...place, settings, unasked: new Set(['silent']) });
    assert.match(lines.at(-1) ?? '', says);
  });
}

test('a carrier with an address of its own is given that one', async () => {
  const given: NumberTargets[] = [];
  const place = standIn(async (number, targets) => {
    given.push(targets);
    return { ...number, ...targets };
  }, true);
  assert.equal(await connectNumbers(place, { numbers: ['+15551234567'], isApplied: true, tell() {} }), true);
  assert.deepEqual(given, [
    {
      messageUrl: 'https://studio.example.com/carriers/tx',
      voiceUrl: 'https://studio.example.com/carriers/tx',
      statusCallback: 'https://studio.example.com/carriers/tx?FlowEvent=callStatus',
    },
  ]);
});

for (const { error, says } of [
  { error: new CarrierRefused('No such profile', 10005), says: 'No such profile (10005)' },
  {
    error: new CarrierRefused('Authenticate', 20003),
    says: 'Authenticate (20003): check the credentials of carriers.tx in atelier.yaml',
  },
  { error: new CarrierUnreachable('nothing listens there', { isUnsent: true }), says: 'nothing listens there' },
]) {
  test(`one number fails (${says}), the other is connected, and both are told`, async () => {
    const lines: string[] = [];
    const place = standIn(async (number, targets) => {
      if (number.phoneNumber === '+15551234567') throw error;
      return { ...number, ...targets };
    });
    const isGood = await connectNumbers(place, { numbers: [], isApplied: true, tell: (line) => lines.push(line) });
    assert.equal(isGood, false);
    assert.equal(lines[0], `+15551234567 (tx): failed: ${says}`);
    assert.equal(lines[1], '+15551234568 (tx): connected to Orders');
  });
}

test('two flows of one name: the number names one by its SID', async () => {
  const place = standIn(async (number) => number);
  const twice = { ...place, flows: [...place.flows, ...place.flows] };
  await assert.rejects(connectNumbers(twice, { numbers: [], isApplied: false, tell() {} }), UsageError);
});

test('a channel address is no rented number', async () => {
  const lines: string[] = [];
  const place = standIn(async (number) => number);
  const numbers = ['whatsapp:+15551234567'];
  assert.equal(await disconnectNumbers(place, { numbers, isApplied: true, tell: (line) => lines.push(line) }), false);
  assert.deepEqual(lines, [
    'whatsapp:+15551234567: is no rented number: set its webhook where the carrier manages its channel',
  ]);
});
