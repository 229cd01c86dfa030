import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import fc from 'fast-check';
import type { JsonObject } from '../engine/json.ts';
import { widgets } from '../widgets/index.ts';
import { atelier, file, folder } from './io-fixture.ts';
import { carrierGaps } from './report/carrier-gaps.ts';
import { differencesOf } from './report/differences.ts';
import type { World } from './report/finding.ts';

const sid = (prefix: string, n = 1) => `${prefix}${String(n).padStart(32, '0')}`;

const send = { from: '{{flow.channel.address}}', body: 'Hi' };

/** A flow of one widget behind its trigger. */
function flow(type: string, properties: object = {}, transitions: readonly object[] = []): JsonObject {
  return {
    states: [
      { name: 'Trigger', type: 'trigger', transitions: [{ event: 'incomingMessage', next: 'it' }] },
      { name: 'it', type, properties: { ...properties }, transitions: [...transitions] },
    ],
    initial_state: 'Trigger',
    description: 'd',
  } as JsonObject;
}

const onSomleng: World['settings'] = {
  carriers: { open: { type: 'twilio', preset: 'somleng', account_sid: 'a', auth_token: 't' } },
  default_carrier: 'open',
};

const empty: World = { settings: {}, flowSids: new Set(), hasFunction: () => false, lacks: () => ({}), ledger: {} };

function codes(definition: JsonObject, world: Partial<World> = {}): string[] {
  const found = differencesOf({ file: 'f.json', friendlyName: 'f', sids: [], definition }, { ...empty, ...world });
  return found.map(({ level, code, state }) => `${level} ${code}${state === null ? '' : ` ${state}`}`);
}

const cases: { name: string; definition: JsonObject; world?: Partial<World>; found: readonly string[] }[] = [
  { name: 'nothing of note', definition: flow('send-message', send), found: [] },
  {
    name: 'an unknown type',
    definition: flow('hang-up'),
    found: ['refused unknown-widget-type it'],
  },
  {
    name: 'a target that is not there',
    definition: flow('send-message', send, [{ event: 'sent', next: 'gone' }]),
    found: ['refused unknown-target it'],
  },
  {
    name: 'a property that has no effect',
    definition: flow('send-message', { ...send, colour: 'red' }),
    found: ['differs unknown-property it'],
  },
  {
    name: 'a filter and a tag that the dialect does not know',
    definition: flow('send-message', { ...send, body: '{{ a | nope }}', to: '{% nope %}' }),
    found: ['differs liquid-error it', 'differs liquid-error it'],
  },
  {
    name: 'a subflow that is not in the set',
    definition: flow('run-subflow', { flow_sid: sid('FW'), flow_revision: 'LatestPublished' }),
    found: ['missing subflow-missing it'],
  },
  {
    name: 'a subflow of the set',
    definition: flow('run-subflow', { flow_sid: sid('FW'), flow_revision: 'LatestPublished' }),
    world: { flowSids: new Set([sid('FW')]) },
    found: [],
  },
  {
    name: 'a subflow at a revision by number',
    definition: flow('run-subflow', { flow_sid: sid('FW'), flow_revision: '3' }),
    world: { flowSids: new Set([sid('FW')]) },
    found: ['differs subflow-revision it'],
  },
  {
    name: 'a function at Twilio',
    definition: flow('run-function', { url: 'https://survey-1234-dev.twil.io/store', service_sid: sid('ZS') }),
    found: ['differs function-at-twilio it'],
  },
  {
    name: 'a function that is here',
    definition: flow('run-function', { url: 'https://survey-1234-dev.twil.io/store' }),
    world: { hasFunction: (url) => url === 'https://survey-1234-dev.twil.io/store' },
    found: [],
  },
  {
    name: 'a function elsewhere',
    definition: flow('run-function', { url: 'https://example.com/store' }),
    found: [],
  },
  {
    name: 'credentials of the account',
    definition: flow('make-http-request', {
      method: 'GET',
      content_type: 'application/json',
      url: 'https://api.twilio.com/',
      add_twilio_auth: true,
    }),
    found: ['differs own-credentials it'],
  },
  {
    name: 'SIDs of an account, in texts too',
    definition: flow('set-variables', {
      variables: [
        { key: 'a', value: `${sid('WW')} ${sid('CH')}` },
        { key: 'b', value: `https://x.example/Flows/${sid('FW')}` },
      ],
    }),
    found: ['differs account-bound it', 'differs account-bound it', 'differs flow-in-text it'],
  },
  {
    name: 'what only looks like a SID',
    definition: flow('set-variables', { variables: [{ key: 'a', value: `ac${'0'.repeat(32)} ${sid('ZZ')} WW1` }] }),
    found: [],
  },
  {
    name: 'a messaging service, which the built-in network takes as it is',
    definition: flow('send-message', { ...send, from: sid('MG') }),
    found: [],
  },
  {
    name: 'a messaging service that is listed',
    definition: flow('send-message', { ...send, from: sid('MG') }),
    world: { settings: { ...onSomleng, messaging_services: { [sid('MG')]: { numbers: ['+15551234567'] } } } },
    found: [],
  },
  {
    name: 'a messaging service on a carrier without services',
    definition: flow('send-message', { ...send, from: sid('MG') }),
    world: {
      settings: { carriers: { gw: { type: 'http', send: { url: 'https://sms.example.com' } } }, default_carrier: 'gw' },
    },
    found: ['missing service-missing it'],
  },
  {
    name: 'a template that is not here',
    definition: flow('send-message', { ...send, message_type: 'content_template', content_sid: sid('HX') }),
    found: ['missing template-missing it'],
  },
  {
    name: 'a template that is here',
    definition: flow('send-message', { ...send, message_type: 'content_template', content_sid: sid('HX') }),
    world: { settings: { content: { [sid('HX')]: { body: 'Hi' } } } },
    found: [],
  },
  {
    name: 'a retired product',
    definition: flow('understand'),
    found: ['differs widget-retired it'],
  },
  {
    name: 'an event that never fires',
    definition: flow('send-to-flex', { workflow: 'w', channel: 'c' }, [{ event: 'composerStarted', next: 'it' }]),
    found: ['differs silent-event it'],
  },
  {
    name: 'parts that the ledger has a word on: only those that are used',
    definition: flow('send-message', { ...send, body: '{{widgets.it.outbound.Sid}}' }, [{ event: 'sent', next: 'it' }]),
    world: {
      ledger: {
        'widget/send-message': { what: 'a' },
        'widget/send-message/property/body': { what: 'a' },
        'widget/send-message/property/media_url': { what: 'not used' },
        'widget/send-message/event/sent': { what: 'a', notYet: 'Not yet.' },
        'widget/send-message/event/failed': { what: 'not used' },
        'widget/send-message/output/outbound': { what: 'a' },
      },
    },
    found: ['differs ledger-not-yet it', 'reading inferred it', 'reading inferred it', 'reading inferred it'],
  },
  { name: 'no flow at all', definition: {}, found: ['refused missing', 'refused missing'] },
];
for (const { name, definition, world, found } of cases) {
  test(`${name}: ${found.length === 0 ? 'nothing is told' : found.join(', ')}`, () => {
    assert.deepEqual(codes(definition, world), found);
  });
}

const lacking: { carrier: string; type: string; properties?: JsonObject; lacks: RegExp }[] = [
  { carrier: 'telnyx', type: 'connect-call-to', properties: { noun: 'client' }, lacks: /no Client$/ },
  { carrier: 'telnyx', type: 'send-message', properties: { content_sid: 'HX1' }, lacks: /no content templates/ },
  { carrier: 'signalwire', type: 'connect-call-to', properties: { noun: 'client' }, lacks: /no Client/ },
  { carrier: 'signalwire', type: 'fork-stream', properties: { stream_transport_type: 'siprec' }, lacks: /no Siprec$/ },
  { carrier: 'somleng', type: 'connect-call-to', properties: { noun: 'conference' }, lacks: /no Dial to anything but/ },
  {
    carrier: 'http',
    type: 'send-and-wait-for-reply',
    properties: { content_sid: 'HX1' },
    lacks: /no content templates/,
  },
  { carrier: 'http', type: 'enqueue-call', lacks: /cannot serve it: It says so\.$/ },
];
const has: { carrier: string; type: string; properties?: JsonObject }[] = [
  { carrier: 'twilio', type: 'send-message', properties: { content_sid: 'HX1' } },
  { carrier: 'telnyx', type: 'say-play' },
  { carrier: 'telnyx', type: 'connect-call-to', properties: { noun: 'number' } },
  { carrier: 'http', type: 'send-message' },
];
function gaps(carrier: string, type: string, properties: JsonObject = {}): string[] {
  const settings = ['telnyx', 'http'].includes(carrier) ? { type: carrier } : { type: 'twilio', preset: carrier };
  const state = { name: 'it', type, properties, transitions: [], widget: widgets.find((each) => each.type === type) };
  const lacks = { 'enqueue-call': 'It says so.' };
  return carrierGaps(state, [{ name: 'mine', settings, lacks }]).map(({ message }) => message);
}
for (const { carrier, type, properties, lacks } of lacking) {
  test(`${type} ${JSON.stringify(properties ?? {})} on ${carrier}: ${lacks.source}`, () => {
    const found = gaps(carrier, type, properties);
    assert.equal(found.length, 1);
    assert.match(found[0] ?? '', /^the carrier mine \(\w+\) (has no|cannot serve) /);
    assert.match(found[0] ?? '', lacks);
  });
}
for (const { carrier, type, properties } of has) {
  test(`${type} ${JSON.stringify(properties ?? {})} on ${carrier}: nothing is lacking`, () => {
    assert.deepEqual(gaps(carrier, type, properties), []);
  });
}

test('whatever a definition holds: findings, never a fault', () => {
  const word = fc.oneof(
    fc.string(),
    fc.constantFrom('trigger', 'run-subflow', 'send-message', '__proto__', 'widgets', '{{', '{{a|b}}', sid('FW')),
  );
  const state = fc.record(
    {
      name: word,
      type: fc.oneof(word, fc.constantFrom(...widgets.map(({ type }) => type))),
      properties: fc.jsonValue(),
      transitions: fc.jsonValue(),
    },
    { requiredKeys: [] },
  );
  const definition = fc.record(
    { states: fc.oneof(fc.array(state), fc.jsonValue()), initial_state: word },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(definition, (any) => {
      codes(JSON.parse(JSON.stringify(any)));
    }),
    { numRuns: 300 },
  );
});

/** A folder with flows, functions and settings. */
function project(t: TestContext) {
  const path = folder(t);
  mkdirSync(join(path, 'functions'));
  writeFileSync(join(path, 'functions/store.js'), 'exports.handler = () => {};');
  const settings = join(path, 'atelier.yaml');
  writeFileSync(
    settings,
    'functions:\n  map:\n    - { from: "https://mapped-1-dev.twil.io", to: "http://127.0.0.1:3000" }\n',
  );
  const save = (name: string, definition: object) => {
    const flowFile = join(path, name);
    writeFileSync(flowFile, JSON.stringify(definition));
    return flowFile;
  };
  return { path, settings, save };
}

test('functions of atelier.yaml and of its folder are known', async (t) => {
  const { settings, save } = project(t);
  const urls = ['https://mapped-1-dev.twil.io/a', 'https://x-1-dev.twil.io/store', 'https://x-1-dev.twil.io/gone'];
  const files = urls.map((url, index) => save(`${index}.json`, flow('run-function', { url })));
  const { code, out } = await atelier(['report', '--format', 'json', '--config', settings, ...files]);
  assert.equal(code, 0);
  assert.deepEqual(
    JSON.parse(out).map(({ runs }: { runs: string }) => runs),
    ['yes', 'yes', 'differs'],
  );
});

test('text: by flow and widget, the same together, readings on demand', async (t) => {
  const { path, save } = project(t);
  const sent = { ...send, message_type: 'content_template', content_sid: sid('HX') };
  const two = flow('send-message', sent);
  const more = [
    ...(two.states as JsonObject[]),
    { name: 'other', type: 'send-message', properties: sent, transitions: [] },
  ];
  const bad = save('bad.json', { ...two, states: more });
  const good = save('good.json', flow('split-based-on', { input: '{{trigger.message.Body}}' }, [{ event: 'noMatch' }]));
  const { code, out } = await atelier(['report', bad, good]);
  assert.equal(code, 1);
  assert.deepEqual(out.replaceAll(path, '').split('\n'), [
    '/bad.json: needs something',
    `  missing  "it", "other": sends the template ${sid('HX')}: put it into content of atelier.yaml`,
    '/good.json: runs as it is',
    '2 flows: 1 as it is, 1 needs something first.',
    '1 place rests on how Atelier reads what nobody documents; --all lists them.',
    '',
  ]);
  const all = await atelier(['report', '--all', good]);
  assert.match(all.out, /^ {2}reading {2}"it": property input: /m);
});

test('a carrier of the number that leads to the flow is held against it', async (t) => {
  const { path, save } = project(t);
  const settings = join(path, 'carriers.yaml');
  writeFileSync(
    settings,
    [
      'carriers:',
      '  space: { type: twilio, preset: signalwire, space: example, project: p, api_token: t, signing_key: k }',
      'numbers:',
      '  "+15551234567": { carrier: space, flow: pay }',
    ].join('\n'),
  );
  const pay = save(
    'pay.json',
    flow('send-message', { ...send, message_type: 'content_template', content_sid: sid('HX') }),
  );
  const other = save('other.json', flow('send-message', send));
  const relay = save('relay.json', flow('run-conversation-relay'));
  const usual = await atelier(['report', '--config', settings, relay]);
  assert.doesNotMatch(usual.out, /carrier space/);
  writeFileSync(settings, readFileSync(settings, 'utf8').replace('flow: pay', 'flow: relay'));
  assert.match(
    (await atelier(['report', '--config', settings, relay])).out,
    /the carrier space \(signalwire\) cannot serve it: /,
  );
  writeFileSync(settings, readFileSync(settings, 'utf8').replace('flow: relay', 'flow: pay'));
  const { out, err } = await atelier(['report', '--config', settings, pay, other]);
  assert.equal(err, '');
  assert.match(out, /missing {2}"it": the carrier space \(signalwire\) has no content templates/);
  assert.match(out, /other\.json: runs as it is/);
});

const refused: { argv: (t: TestContext) => string[]; says: RegExp }[] = [
  { argv: (t) => ['--folder', folder(t)], says: /holds no flows: name files, or fetch some with atelier pull/ },
  { argv: (t) => [file(t, 'a.json', '[]')], says: /a\.json is no flow definition: it takes a JSON object/ },
  { argv: (t) => [file(t, 'a.json', '{')], says: /a\.json is no flow definition/ },
  { argv: () => ['/nowhere/a.json'], says: /there is no such file/ },
  { argv: (t) => ['--format', 'xml', file(t, 'a.json', '{}')], says: /--format takes text or json/ },
  {
    argv: (t) => ['--config', file(t, 'c.yaml', 'a: 1'), file(t, 'a.json', '{}')],
    says: /c\.yaml:1:1: a: is not a key here/,
  },
];
for (const { argv, says } of refused) {
  test(`refused with one line: ${says.source}`, async (t) => {
    const { code, err } = await atelier(['report', ...argv(t)]);
    assert.equal(code, 2);
    assert.match(err, /^atelier: [^\n]+\n$/);
    assert.match(err, says);
  });
}
