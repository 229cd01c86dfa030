// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the file's own form of a variable
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { ConfigError, configFromEnv } from '../config.ts';
import { parseSettings } from './index.ts';
import { nearest } from './problem.ts';

const token = 'a-very-secret-token';

/** Lines as they are printed, without the name of the file. */
function problemsOf(text: string, env: { readonly [name: string]: string } = {}): string[] {
  return parseSettings(text, env).problems.map(
    ({ at, path, message }) => `${at.line}:${at.column}: ${path === '' ? '' : `${path}: `}${message}`,
  );
}

const nothing = ['', '\n\n', '# only a comment\n', '---\n', 'null'];
for (const text of nothing) {
  test(`${JSON.stringify(text)} holds no settings, and no problem`, () => {
    assert.deepEqual(parseSettings(text, {}), { settings: {}, problems: [] });
  });
}

test('values are read with environment variables in place', () => {
  const text = [
    'public_url: https://studio.example.com/',
    'carriers:',
    '  main: { type: twilio, account_sid: AC00000000000000000000000000000001, auth_token: "${TOKEN}" }',
    'default_carrier: main',
    'limits: { stepsPerExecution: ${STEPS} }'.replace('{ ', '\n  ').replace(' }', ''),
  ].join('\n');
  const { settings, problems } = parseSettings(text, { TOKEN: token, STEPS: '50' });
  assert.deepEqual(problems, []);
  assert.equal(settings.default_carrier, 'main');
  assert.equal(JSON.stringify(settings.carriers).includes(token), true);
  // Text of a variable counts as a number where a number is wanted.
  assert.deepEqual(settings.limits, { stepsPerExecution: 50 });
});

const escapes: { text: string; gives: string }[] = [
  { text: 'a ${X} b ${X}', gives: 'a 1 b 1' },
  { text: '$${X}', gives: '${X}' },
  { text: '$X $ {X}', gives: '$X $ {X}' },
];
for (const { text, gives } of escapes) {
  test(`the text ${text} becomes ${gives}`, () => {
    const yaml = `functions:\n  environment:\n    A: '${text}'\n`;
    const { settings, problems } = parseSettings(yaml, { X: '1' });
    assert.deepEqual(problems, []);
    assert.deepEqual(settings.functions?.environment, { A: gives });
  });
}

test('aliases stand for what they name', () => {
  const text = 'numbers:\n  "+15551234567": &same { flow: Orders }\n  "+15551234568": *same\n';
  const { settings, problems } = parseSettings(text, {});
  assert.deepEqual(problems, []);
  assert.deepEqual(settings.numbers?.['+15551234568'], { flow: 'Orders' });
});

const wrong: { name: string; text: string; says: readonly (string | RegExp)[] }[] = [
  { name: 'a list', text: '- a', says: [/^1:1: holds no settings: write keys with values/] },
  { name: 'a word', text: 'hello', says: [/^1:1: holds no settings/] },
  { name: 'an unknown key', text: 'a: 1\nzzz: 2', says: [/^1:1: a: is not a key here; there are /, /^2:1: zzz: /] },
  { name: 'a misspelt key', text: 'carrier: {}', says: ['1:1: carrier: is not a key here; did you mean carriers?'] },
  {
    name: 'a key twice',
    text: 'public_url: https://a.example\npublic_url: https://b.example',
    says: ['2:1: has this key already: each may stand once'],
  },
  { name: 'a tab', text: 'functions:\n\tfolder: a', says: [/^2:1: is indented by a tab/] },
  { name: 'an open quote', text: 'public_url: "https://a', says: [/^1:\d+: has a quote that is not closed$/] },
  { name: 'an open bracket', text: 'streams: [', says: ['1:11: has a bracket that is not closed'] },
  {
    name: 'a second document',
    text: 'public_url: https://a.example\n---\na: 1',
    says: [/^2:1: begins a second document/],
  },
  {
    name: 'a variable without quotes inside braces',
    text: 'carriers:\n  main: { type: twilio, auth_token: ${TOKEN} }',
    says: [/^2:\d+: write "\$\{NAME\}" in quotes inside \{ \}/],
  },
  { name: 'a tag', text: 'public_url: !secret a', says: [/^1:13: has a tag/] },
  { name: 'a merge key', text: 'functions:\n  <<: { folder: a }', says: [/^2:3: functions\."<<": YAML merge keys/] },
  {
    name: 'an alias of nothing',
    text: 'functions: *gone',
    says: [/^1:12: functions: is an alias \(\*name\) without an anchor/],
  },
  {
    name: 'text for a number',
    text: 'limits: { httpSeconds: ten }',
    says: ['1:24: limits.httpSeconds: takes a whole number'],
  },
  {
    name: 'a number below its range',
    text: 'limits: { httpSeconds: 0 }',
    says: ['1:24: limits.httpSeconds: takes 1 or more'],
  },
  {
    name: 'a fraction',
    text: 'limits: { httpSeconds: 1.5 }',
    says: ['1:24: limits.httpSeconds: takes a whole number'],
  },
  {
    name: 'no number',
    text: 'limits: { httpSeconds: .nan }',
    says: ['1:24: limits.httpSeconds: takes a whole number'],
  },
  {
    name: 'a word for a switch',
    text: 'settings: { castBooleans: yes }',
    says: ['1:27: settings.castBooleans: takes true or false'],
  },
  {
    name: 'a word that is none of its choices',
    text: 'settings: { outputOnRevisit: merg }',
    says: ['1:30: settings.outputOnRevisit: takes merge, replace; did you mean merge?'],
  },
  { name: 'a list for keys', text: 'functions: []', says: ['1:12: functions: takes keys with values (key: value)'] },
  { name: 'keys for a list', text: 'streams: {}', says: ['1:10: streams: takes a list (- entry)'] },
  { name: 'no value', text: 'default_carrier:', says: [/^1:17: default_carrier: has no value: /] },
  {
    name: 'a key alone inside braces',
    text: 'carriers: { main }',
    says: [/^1:13: carriers\.main: (takes|has no value)/],
  },
  {
    name: 'a URL of another kind',
    text: 'public_url: ftp://x',
    says: ['1:13: public_url: has not the form it needs: a URL that begins with http:// or https://'],
  },
  {
    name: 'a number of a telephone without quotes, as a key',
    text: 'numbers:\n  +15551234567: { flow: Orders }',
    says: [/^2:3: numbers\."\+15551234567": is a number to YAML.*: write "\+15551234567" in quotes$/],
  },
  {
    name: 'a number of a telephone without quotes, as a value',
    text: `messaging_services:\n  MG${'0'.repeat(32)}: { numbers: [+15551234567] }`,
    says: [/^2:\d+: messaging_services\.MG0+\.numbers\[0\]: is a number to YAML.*: write "\+15551234567" in quotes$/],
  },
  {
    name: 'what is no telephone number',
    text: 'numbers: { hello: {} }',
    says: [/^1:12: numbers\.hello: has not the form of a key here: a number or channel address in quotes, such as /],
  },
  {
    name: 'a name of a carrier that cannot stand in an address',
    text: 'carriers: { "a b": { type: twilio } }',
    says: [/^1:13: carriers\."a b": has not the form of a key here: .*lower-case letters, digits and hyphens$/],
  },
  {
    name: 'a kind of carrier that is misspelt',
    text: 'carriers: { a: { type: twilo } }',
    says: [/^1:24: carriers\.a\.type: takes .*; did you mean twilio\?$/],
  },
  {
    name: 'a carrier without a kind',
    text: 'carriers: { a: { } }',
    says: [/^1:16: carriers\.a: lacks type: it takes twilio, telnyx/],
  },
  {
    name: 'a stream that lacks its URL',
    text: 'streams:\n  - { type: webhook, name: a }',
    says: [/^2:5: streams\[0\]: lacks url \(.+\): add it$/],
  },
  {
    name: 'a carrier that is not there',
    text: 'default_carrier: mian\ncarriers: { main: { type: telnyx, api_key: k, public_key: k } }\nnumbers: { "+15551234567": { carrier: x } }',
    says: [
      '1:18: default_carrier: names a carrier that is not in carriers; did you mean main?',
      '3:39: numbers."+15551234567".carrier: names a carrier that is not in carriers; there are main, simulator',
    ],
  },
  {
    name: 'a carrier with the name of the built-in network',
    text: 'carriers: { simulator: { type: telnyx, api_key: k, public_key: k } }',
    says: [/^1:24: carriers\.simulator: is the name of the built-in network/],
  },
  {
    name: 'a number in two services',
    text: `messaging_services:\n  MG${'0'.repeat(32)}: { numbers: ["+15551234567"] }\n  MG${'1'.repeat(32)}: { numbers: ["+15551234567"] }`,
    says: [/^3:\d+: messaging_services\.MG1+\.numbers\[0\]: stands in MG0+ already/],
  },
  {
    name: 'a name of two streams',
    text: 'streams:\n  - { type: webhook, name: a, url: "https://a.example" }\n  - { type: webhook, name: a, url: "https://a.example" }',
    says: ['3:28: streams[1].name: is the name of an earlier stream: give it another one'],
  },
  {
    name: 'a zone that there is not',
    text: 'settings: { timeZone: Mars }',
    says: [/^1:23: settings\.timeZone: is not a time zone/],
  },
  {
    name: 'a variable that is not set',
    text: 'default_carrier: ${GONE}',
    says: [/^1:18: default_carrier: takes the environment variable GONE, which is not set: set it$/],
  },
  {
    name: 'a variable without a name',
    text: 'functions:\n  folder: ${}',
    says: [/^2:11: functions\.folder: has a \$\{…\} that is no name/],
  },
  {
    name: 'a variable that is not closed',
    text: 'functions:\n  folder: ${A',
    says: [/^2:11: functions\.folder: has a \$\{ that is not closed/],
  },
];
for (const { name, text, says } of wrong) {
  test(`${name}: told with its place and a way out`, () => {
    const problems = problemsOf(text);
    const isAsSaid = problems.map((problem, index) => {
      const said = says[index];
      return typeof said === 'string' ? problem === said : said?.test(problem) === true;
    });
    assert.ok(problems.length === says.length && isAsSaid.every(Boolean), problems.join('\n'));
  });
}

test('aliases that repeat without end are refused, at once', () => {
  const bomb = ['a0: &a0 [x, x, x, x, x, x, x, x, x]'];
  for (let i = 1; i < 12; i++)
    bomb.push(
      `a${i}: &a${i} [${Array(9)
        .fill(`*a${i - 1}`)
        .join(', ')}]`,
    );
  assert.deepEqual(problemsOf(bomb.join('\n')).length, 1);
  assert.match(problemsOf(bomb.join('\n')).join(), /is too large or too deep/);
  assert.match(problemsOf('functions: &a { folder: *a }').join(), /is too large or too deep/);
});

test('brackets in brackets without end are refused', () => {
  assert.equal(problemsOf('['.repeat(100_000)).length > 0, true);
  assert.equal(problemsOf(`a: ${'['.repeat(300)}${']'.repeat(300)}`).length > 0, true);
});

test('no value of the environment and no token stands in a message', () => {
  const secrets = [
    'carriers: { main: { type: "${TOKEN}" } }',
    'default_carrier: ${TOKEN}',
    'public_url: ${TOKEN}',
    'limits:\n  httpSeconds: ${TOKEN}',
    'settings:\n  outputOnRevisit: ${TOKEN}',
    'functions: ${TOKEN}',
    `carriers: { main: { type: telnyx, api_key: [${token}] } }`,
    `carriers:\n  main:\n    auth_token: "${token}\n  x: [`,
    `carriers:\n  main:\n    auth_token: ${token}: x: y`,
    `carriers:\n  main:\n    auth_token: @${token}`,
    `carriers:\n  main:\n    ${token} # a token without its key`,
  ];
  for (const text of secrets) {
    const problems = problemsOf(text, { TOKEN: token }).join('\n');
    assert.notEqual(problems, '', text);
    assert.equal(problems.includes(token), false, problems);
  }
});

test('whatever the values are: settings or problems, never a fault', () => {
  const known = [
    'carriers',
    'numbers',
    'streams',
    'functions',
    'products',
    'limits',
    'settings',
    'content',
    'type',
    '__proto__',
  ];
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { depthSize: 'small' },
      fc.string(),
      fc.double(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('any'), { maxLength: 3 }),
      fc.dictionary(fc.oneof(fc.constantFrom(...known), fc.string()), tie('any'), { maxKeys: 4 }),
    ),
  })).any;
  fc.assert(
    fc.property(value, (any) => {
      const { problems } = parseSettings(stringify(any), { A: '1' });
      for (const { at } of problems) assert.ok(at.line >= 1 && at.column >= 1);
    }),
    { numRuns: 300 },
  );
});

test('whatever the text is: settings or problems, never a fault', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      'a: ',
      '- ',
      '\n',
      '  ',
      '{',
      '}',
      '[',
      ']',
      '&x ',
      '*x',
      '"',
      "'",
      '|',
      '>',
      '#',
      '!t ',
      '? ',
      ': ',
      '\t',
      '${A}',
      '---\n',
      '%',
    ),
    fc.string({ maxLength: 4 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      parseSettings(pieces.join(''), { A: '1' });
    }),
    { numRuns: 1000 },
  );
});

const words: { written: string; near: string | undefined }[] = [
  { written: 'carier', near: 'carriers' },
  { written: 'NUMBERS', near: 'numbers' },
  { written: 'nubmers', near: 'numbers' },
  { written: 'xyz', near: undefined },
];
for (const { written, near } of words) {
  test(`the nearest word to ${written} is ${near}`, () => {
    assert.equal(nearest(written, ['carriers', 'numbers']), near);
  });
}

function fileWith(t: TestContext, text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'atelier-settings-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'atelier.yaml');
  writeFileSync(path, text);
  return path;
}

test('a variable of the environment wins over the file', (t) => {
  const path = fileWith(
    t,
    'public_url: https://file.example/\nlimits: { httpSeconds: 5, httpRedirects: 3 }\nsettings: { timeZone: Europe/Berlin }\n',
  );
  const file = configFromEnv({ ATELIER_CONFIG: path });
  assert.equal(file.publicUrl, 'https://file.example');
  assert.deepEqual(
    [file.limits.httpSeconds, file.limits.httpRedirects, file.settings.timeZone],
    [5, 3, 'Europe/Berlin'],
  );
  const both = configFromEnv({
    ATELIER_CONFIG: path,
    ATELIER_PUBLIC_URL: 'https://env.example',
    ATELIER_LIMITS: '{"httpSeconds":7}',
  });
  assert.equal(both.publicUrl, 'https://env.example');
  assert.deepEqual([both.limits.httpSeconds, both.limits.httpRedirects], [7, 3]);
});

test('each line of the error begins with file, line and column', (t) => {
  const path = fileWith(t, 'a: 1\nb: 2\n');
  assert.throws(
    () => configFromEnv({ ATELIER_CONFIG: path }),
    (error) => {
      assert.ok(error instanceof ConfigError);
      assert.deepEqual(
        error.message.split('\n').map((line) => line.replace(path, 'FILE').slice(0, 12)),
        ['FILE:1:1: a:', 'FILE:2:1: b:'],
      );
      return true;
    },
  );
});

test('a file that is named and cannot be read is told', (t) => {
  const path = fileWith(t, '');
  assert.throws(() => configFromEnv({ ATELIER_CONFIG: `${path}.gone` }), /cannot be read: there is no such file$/);
  assert.throws(() => configFromEnv({ ATELIER_CONFIG: join(path, '..') }), /cannot be read: it is a folder$/);
});
