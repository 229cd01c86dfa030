import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Access } from './credentials.ts';
import { createRest, RemoteError } from './rest.ts';
import { studioOf } from './studio.ts';
import { type ShapedAnswer, shapedError, shapedPage, twilioShaped } from './twilio-shaped-fixture.ts';

const access = (baseUrl: string): Access => ({ baseUrl, user: 'AC1', secret: 'secret', from: '--account and --token' });

/** A server that gives these answers in turn, and a client whose pauses are noted and not waited for. */
async function client(t: TestContext, answers: readonly (ShapedAnswer | undefined)[], timeoutMs = 5000) {
  let index = 0;
  const server = await twilioShaped(t, () => answers[Math.min(index++, answers.length - 1)]);
  const pauses: number[] = [];
  const pause = async (ms: number) => {
    pauses.push(ms);
  };
  return { rest: createRest(access(server.url), { pause, timeoutMs }), pauses, requests: server.requests };
}

const ok: ShapedAnswer = { body: { fine: true } };
const busy = (retryAfter?: string): ShapedAnswer => ({
  ...shapedError(429, 20429, 'Too Many Requests'),
  headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter },
});
const broken = shapedError(503, 20503, 'Service unavailable');

const repeated: { name: string; answers: readonly (ShapedAnswer | undefined)[]; pauses: readonly number[] }[] = [
  { name: '429 with Retry-After', answers: [busy('2'), busy('0'), ok], pauses: [2000, 0] },
  { name: '429 without Retry-After', answers: [busy(), busy(), ok], pauses: [500, 1000] },
  { name: '429 with a date that is past', answers: [busy('Mon, 01 Jan 2024 00:00:00 GMT'), ok], pauses: [0] },
  { name: '503', answers: [broken, broken, ok], pauses: [500, 1000] },
  { name: 'no answer', answers: [undefined, ok], pauses: [500] },
];
for (const { name, answers, pauses: expected } of repeated) {
  test(`${name}: a GET is made again`, async (t) => {
    const { rest, pauses } = await client(t, answers);
    assert.equal(await rest.get('/v2/Flows/FW1'), '{"fine":true}');
    assert.deepEqual(pauses, expected);
  });
}

test('a POST is made again after 429, and not where it may have arrived', async (t) => {
  const limited = await client(t, [busy('0'), ok]);
  assert.equal(await limited.rest.post('/v2/Flows', []), '{"fine":true}');
  for (const answers of [
    [broken, ok],
    [undefined, ok],
  ]) {
    const { rest, requests } = await client(t, answers);
    await assert.rejects(rest.post('/v2/Flows', []), RemoteError);
    assert.equal(requests.length, 1);
    const safe = await client(t, answers);
    assert.equal(await safe.rest.post('/v2/Flows/Validate', [], { isSafeToRepeat: true }), '{"fine":true}');
  }
});

const refused: { name: string; answers: readonly (ShapedAnswer | undefined)[]; says: RegExp; requests: number }[] = [
  { name: '429 without end', answers: [busy('1')], says: /asks for fewer requests: try again later/, requests: 5 },
  { name: '429 for an hour', answers: [busy('3600')], says: /try again later/, requests: 1 },
  { name: '503 without end', answers: [broken], says: /^Service unavailable \(20503\)$/, requests: 5 },
  { name: 'no answer at all', answers: [undefined], says: /^cannot reach http:\S+: /, requests: 3 },
  {
    name: '401',
    answers: [shapedError(401, 20003, 'Authenticate')],
    says: /does not know the credentials of AC1: check --account and --token$/,
    requests: 1,
  },
  {
    name: '403',
    answers: [shapedError(403, 20006, 'Access Denied')],
    says: /does not let AC1 do this: Access Denied/,
    requests: 1,
  },
  {
    name: 'a page of HTML',
    answers: [{ status: 404, body: '<html>' }],
    says: /does not answer as a Studio API does \(status 404\): is the URL right\?$/,
    requests: 1,
  },
  {
    name: 'a redirect',
    answers: [{ status: 301, headers: { location: 'https://x.example' }, body: '' }],
    says: /leads elsewhere \(status 301\)/,
    requests: 1,
  },
];
for (const { name, answers, says, requests: count } of refused) {
  test(`${name}: one line that says what to do`, async (t) => {
    const { rest, requests } = await client(t, answers);
    await assert.rejects(rest.get('/v2/Flows/FW1'), (error) => {
      assert.ok(error instanceof RemoteError);
      assert.match(error.message, says);
      assert.ok(!/\n|secret/.test(error.message));
      return true;
    });
    assert.equal(requests.length, count);
  });
}

test('no answer in time', async (t) => {
  const server = await twilioShaped(t, () => 'silence');
  const rest = createRest(access(server.url), { timeoutMs: 20, pause: async () => {} });
  await assert.rejects(rest.get('/v2/Flows'), /no answer in 0\.02 seconds$/);
});

test('a list is read page by page, on our own host', async (t) => {
  const authorizations: (string | undefined)[] = [];
  const server = await twilioShaped(t, (path, request) => {
    authorizations.push(request.headers.authorization);
    if (path.includes('Page=2')) return shapedPage('flows', [{ n: 3 }], null);
    // The service's own address, as a proxy that records it would pass it on.
    if (path.includes('Page=1')) {
      return shapedPage('flows', [{ n: 2 }], 'https://studio.twilio.com/v2/Flows?PageSize=1&Page=2&PageToken=b');
    }
    return shapedPage('flows', [{ n: 1 }], '/v2/Flows?PageSize=1&Page=1&PageToken=a');
  });
  const rows = await createRest(access(server.url)).list('/v2/Flows?PageSize=1');
  assert.deepEqual(rows, [{ n: 1 }, { n: 2 }, { n: 3 }]);
  assert.deepEqual(server.requests, [
    'GET /v2/Flows?PageSize=1',
    'GET /v2/Flows?PageSize=1&Page=1&PageToken=a',
    'GET /v2/Flows?PageSize=1&Page=2&PageToken=b',
  ]);
  assert.ok(authorizations.every((each) => each === `Basic ${btoa('AC1:secret')}`));
});

test('a next page that means another host is asked for on our own', async (t) => {
  const elsewhere = await twilioShaped(t, () => shapedPage('flows', [{ n: 'stolen' }], null));
  const host = new URL(elsewhere.url).host;
  const links = [
    `http://x.example//${host}/v2`,
    `http://x.example/\\\\${host}/v2`,
    `//x.example//${host}/v2`,
    `${elsewhere.url}//${host}/v2`,
    `http://user:pass@${host}/v2`,
  ];
  for (const link of [...links, (own: string) => `${own}@${host}/v2`, (own: string) => `${own}//${host}/v2`]) {
    const server = await twilioShaped(t, (path, _request, own) => {
      const next = typeof link === 'string' ? link : link(own);
      return shapedPage('flows', [{ n: 1 }], path === '/v2/Flows' ? next : null);
    });
    const rows = await createRest(access(server.url)).list('/v2/Flows');
    assert.deepEqual(rows, [{ n: 1 }, { n: 1 }], String(link));
    assert.equal(server.requests.length, 2);
  }
  assert.deepEqual(elsewhere.requests, []);
});

test('a page that leads to itself ends the list; one without its list is no API', async (t) => {
  const circle = await twilioShaped(t, () => shapedPage('flows', [{ n: 1 }], '/v2/Flows'));
  assert.equal((await createRest(access(circle.url)).list('/v2/Flows')).length, 1);
  for (const body of [{}, [], '{"meta":{"key":"flows"}}', 'no']) {
    const { rest } = await client(t, [{ body }]);
    await assert.rejects(rest.list('/v2/Flows'), /does not answer as a Studio API does/);
  }
});

test('a definition comes as it was written; one within a JSON text is taken out of it', async (t) => {
  const row = (definition: string) =>
    `{"sid":"FW1","account_sid":"AC1","friendly_name":"a","status":"draft","revision":2,"definition": ${definition} }`;
  for (const [sent, read] of [
    ['{"b":1.0,"a":{"definition":1}}', '{"b":1.0,"a":{"definition":1}}'],
    ['"{\\"b\\":1.0}"', '{"b":1.0}'],
    ['null', undefined],
  ] as const) {
    const { rest } = await client(t, [{ body: row(sent) }]);
    assert.equal((await studioOf(rest).findFlow('FW1'))?.definition, read);
  }
});
