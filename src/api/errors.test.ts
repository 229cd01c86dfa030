import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import {
  type ApiServer,
  account,
  askName,
  type CallOptions,
  createFlow,
  type Fields,
  otherAccount,
  startApi,
  suspendedAccount,
} from '../../test/e2e/api-server.ts';
import { apiModules } from './modules.ts';

let server: ApiServer;
let flow: string;
let execution: string;
let step: string;

before(async () => {
  const broken = { access: 'public' as const, register: addBrokenRoute };
  server = await startApi({ modules: [...apiModules, broken] });
  flow = await createFlow(server);
  const form = { To: '+15550000001', From: '+15550000002' };
  const created = await server.call('POST', `/v2/Flows/${flow}/Executions`, { form });
  execution = created.body.sid;
  await server.runtime.settled();
  const steps = await server.call('GET', `/v2/Flows/${flow}/Executions/${execution}/Steps`);
  step = steps.body.steps[0].sid;
});
after(() => server.close());

function addBrokenRoute(app: { get(path: string, handler: () => never): unknown }): void {
  app.get('/broken', () => {
    throw new Error('the secret reason');
  });
}

const definition = JSON.stringify(askName());
const flowForm = { FriendlyName: 'A', Status: 'draft', Definition: definition };
const pair = { To: '+15550000011', From: '+15550000012' };
const none = '0'.repeat(32);

const form = { 'content-type': 'application/x-www-form-urlencoded' };
const json = { 'content-type': 'application/json' };
const stranger: CallOptions = { auth: [otherAccount.sid, otherAccount.authToken] };
const runs = '/v2/Flows/{flow}/Executions';
const longList = Array.from({ length: 101 }, (_, index) => `+1555${index}`);
const deep = `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`;
const forged = Buffer.from(`A.1.FW${none}.00000000`).toString('base64url');
const missing = (name: string) => `Missing required parameter ${name} in the post body`;
const flowWith = (fields: Fields): CallOptions => ({ form: { ...flowForm, ...fields } });
const runWith = (fields: Fields): CallOptions => ({ form: { ...pair, ...fields } });

/** What it is, request line, status and code, message (where it matters), the rest of the request. */
type Row = readonly [string, string, string, string | RegExp | undefined, CallOptions?];

const rows: readonly Row[] = [
  // Credentials
  ['no credentials', 'GET /v2/Flows', '401/20003', 'Authenticate', { auth: null }],
  ['a wrong token', 'GET /v2/Flows', '401/20003', undefined, { auth: [account.sid, 'x'] }],
  ['an unknown account', 'GET /v2/Flows', '401/20003', undefined, { auth: [`AC${none}`, ''] }],
  ['an unknown key', 'GET /v2/Flows', '401/20003', undefined, { auth: [`SK${none}`, ''] }],
  ['an OAuth token', 'GET /v2/Flows', '401/20003', undefined, { auth: null, headers: { authorization: 'Bearer abc' } }],
  ['no base64', 'GET /v2/Flows', '401/20003', undefined, { auth: null, headers: { authorization: 'Basic %%%' } }],
  ['a suspended account', 'GET /v2/Flows', '403/20005', undefined, { auth: [suspendedAccount.sid, 'token3'] }],
  // Paths and methods
  ['an unknown path', 'GET /v2/flows', '404/20404', 'The requested resource /flows was not found'],
  ['an unknown path without credentials', 'GET /nothing', '404/20404', undefined, { auth: null }],
  ['an unknown flow', `GET /v2/Flows/FW${none}`, '404/20404', `The requested resource /Flows/FW${none} was not found`],
  ['a malformed flow SID', 'GET /v2/Flows/notasid', '404/20404', undefined],
  ['a very long flow SID', `GET /v2/Flows/${'a'.repeat(5000)}`, '404/20404', undefined],
  ['another account reads a flow', 'GET /v2/Flows/{flow}', '404/20404', undefined, stranger],
  ['another account updates a flow', 'POST /v2/Flows/{flow}', '404/20404', undefined, { ...stranger, form: flowForm }],
  ['another account deletes a flow', 'DELETE /v1/Flows/{flow}', '404/20404', undefined, stranger],
  ['another account reads an execution', `GET ${runs}/{execution}`, '404/20404', undefined, stranger],
  ['an unknown execution', `GET ${runs}/FN${none}`, '404/20404', undefined],
  ['a step SID for an execution', `GET ${runs}/{step}`, '404/20404', undefined],
  ['an unknown step', `GET ${runs}/{execution}/Steps/FT${none}`, '404/20404', undefined],
  ['the context of an unknown step', `GET ${runs}/{execution}/Steps/FT${none}/Context`, '404/20404', undefined],
  ['an unknown engagement', `GET /v1/Flows/{flow}/Engagements/FN${none}/Context`, '404/20404', undefined],
  ['a malformed percent-encoding', 'GET /v2/Flows/%zz', '400/20001', undefined],
  ['PUT', 'PUT /v2/Flows/{flow}', '405/20004', 'Method not allowed'],
  ['PUT with an odd body', 'PUT /v2/Flows/{flow}', '405/20004', undefined, { body: 'x' }],
  ['POST on a v1 flow', 'POST /v1/Flows/{flow}', '405/20004', undefined, { form: flowForm }],
  ['POST on an engagement', 'POST /v1/Flows/{flow}/Engagements/{execution}', '405/20004', undefined],
  ['GET of Validate', 'GET /v2/Flows/Validate', '404/20404', undefined],
  // Bodies
  [
    'another media type',
    'POST /v2/Flows',
    '415/20415',
    undefined,
    { body: 'x', headers: { 'content-type': 'text/csv' } },
  ],
  [
    'a compressed body',
    'POST /v2/Flows',
    '415/20415',
    undefined,
    { body: 'x', headers: { ...form, 'content-encoding': 'gzip' } },
  ],
  ['a malformed body', 'POST /v2/Flows', '400/20001', undefined, { body: 'Status=%E0%A4%A', headers: form }],
  ['bad UTF-8', 'POST /v2/Flows', '400/20001', undefined, { body: new Uint8Array([0x61, 0x3d, 0xff]), headers: form }],
  ['a JSON list', 'POST /v2/Flows', '400/20001', undefined, { body: '[]', headers: json }],
  ['broken JSON', 'POST /v2/Flows', '400/20001', undefined, { body: '{"a":', headers: json }],
  ['JSON 10,000 levels deep', 'POST /v2/Flows', '400/20001', undefined, { body: deep, headers: json }],
  ['1,001 parameters', 'POST /v2/Flows', '400/20001', undefined, { body: 'a=1&'.repeat(1001), headers: form }],
  ['a body above 1 MiB', `POST ${runs}`, '413/20413', undefined, runWith({ To: 'x'.repeat(2 ** 20) })],
  [
    '1 MiB beside a definition',
    'POST /v2/Flows',
    '413/20413',
    undefined,
    flowWith({ CommitMessage: 'x'.repeat(2 ** 20) }),
  ],
  [
    'a body above 16 MiB',
    'POST /v2/Flows/Validate',
    '413/20413',
    undefined,
    flowWith({ Definition: 'x'.repeat(2 ** 24) }),
  ],
  // Flows
  ['a flow without a name', 'POST /v2/Flows', '400/20001', missing('FriendlyName'), { form: { Status: 'draft' } }],
  ['a flow with an empty name', 'POST /v2/Flows', '400/20001', missing('FriendlyName'), flowWith({ FriendlyName: '' })],
  ['a flow without a status', 'POST /v2/Flows', '400/20001', missing('Status'), { form: { FriendlyName: 'A' } }],
  ['a flow without a definition', 'POST /v2/Flows', '400/20001', missing('Definition'), flowWith({ Definition: '' })],
  ['names in lower case', 'POST /v2/Flows', '400/20001', missing('FriendlyName'), { form: { friendlyname: 'A' } }],
  [
    'another status',
    'POST /v2/Flows',
    '400/20001',
    'Status is invalid: it must be draft or published',
    flowWith({ Status: 'live' }),
  ],
  ['a name with NUL', 'POST /v2/Flows', '400/20001', /^FriendlyName/, flowWith({ FriendlyName: 'a\0b' })],
  [
    'a name of 1,001 characters',
    'POST /v2/Flows',
    '400/20001',
    /^FriendlyName/,
    flowWith({ FriendlyName: 'x'.repeat(1001) }),
  ],
  ['an author that is no user', 'POST /v2/Flows', '400/20001', /^AuthorSid/, flowWith({ AuthorSid: account.sid })],
  [
    'an update without a status',
    'POST /v2/Flows/{flow}',
    '400/20001',
    missing('Status'),
    { form: { FriendlyName: 'B' } },
  ],
  ['an update without a body', 'POST /v2/Flows/{flow}', '400/20001', missing('Status')],
  [
    'a definition that is no JSON',
    'POST /v2/Flows',
    '400/81022',
    'Flow definition validation failed',
    flowWith({ Definition: '{' }),
  ],
  ['a definition that is a list', 'POST /v2/Flows', '400/81022', undefined, flowWith({ Definition: '[]' })],
  ['a definition 10,000 levels deep', 'POST /v2/Flows', '400/81022', undefined, flowWith({ Definition: deep })],
  [
    'a definition above 8 MiB',
    'POST /v2/Flows',
    '400/81022',
    undefined,
    flowWith({ Definition: 'x'.repeat(2 ** 23 + 1) }),
  ],
  ['a wrong definition', 'POST /v2/Flows/Validate', '400/81022', undefined, flowWith({ Definition: '{}' })],
  ['a wrong definition of an update', 'POST /v2/Flows/{flow}', '400/81022', undefined, flowWith({ Definition: '{}' })],
  [
    'another revision word',
    'GET /v2/Flows/{flow}/Revisions/Latest',
    '400/81021',
    'Flow revision must be an integer or enum(LatestPublished, LatestRevision)',
  ],
  ['an unknown revision', 'GET /v2/Flows/{flow}/Revisions/99', '404/20404', undefined],
  ['a revision above all numbers', 'GET /v2/Flows/{flow}/Revisions/99999999999999999999', '404/20404', undefined],
  ['no test users', 'POST /v2/Flows/{flow}/TestUsers', '400/20001', missing('TestUsers')],
  [
    'a test user of 301 bytes',
    'POST /v2/Flows/{flow}/TestUsers',
    '400/20001',
    /300 bytes/,
    { form: { TestUsers: `${'é'.repeat(150)}x` } },
  ],
  ['101 test users', 'POST /v2/Flows/{flow}/TestUsers', '400/20001', /at most 100/, { form: { TestUsers: longList } }],
  // Executions
  ['an execution without To', `POST ${runs}`, '400/20001', missing('To'), { form: { From: '+1' } }],
  ['an execution with an empty From', `POST ${runs}`, '400/20001', missing('From'), runWith({ From: '' })],
  [
    'addresses of 301 bytes',
    `POST ${runs}`,
    '400/81023',
    /malformed contact parameters/,
    runWith({ To: 'é'.repeat(75), From: 'x'.repeat(151) }),
  ],
  [
    'parameters that are no JSON',
    `POST ${runs}`,
    '400/20001',
    'Parameters is invalid: it must be a JSON object',
    runWith({ Parameters: '{a}' }),
  ],
  [
    'parameters that are a list',
    'POST /v1/Flows/{flow}/Executions',
    '400/20001',
    /^Parameters/,
    runWith({ Parameters: '[1]' }),
  ],
  [
    'parameters that are text',
    'POST /v1/Flows/{flow}/Engagements',
    '400/20001',
    /^Parameters/,
    runWith({ Parameters: '"{}"' }),
  ],
  [
    'parameters above 64 KiB',
    `POST ${runs}`,
    '400/20001',
    /65536 bytes/,
    runWith({ Parameters: `{"a":"${'x'.repeat(65_536)}"}` }),
  ],
  ['an execution set to active', `POST ${runs}/{execution}`, '400/20001', /^Status/, { form: { Status: 'active' } }],
  [
    'an execution set to a word',
    'POST /v1/Flows/{flow}/Executions/{execution}',
    '400/20001',
    /^Status/,
    { form: { Status: 'off' } },
  ],
  ['a date that is none', `GET ${runs}?DateCreatedFrom=yesterday`, '400/20001', /^DateCreatedFrom/],
  ['a day that does not exist', `GET ${runs}?DateCreatedTo=2026-02-30T00:00:00Z`, '400/20001', /^DateCreatedTo/],
  ['another status filter', `GET ${runs}?status=running`, '400/20001', /^status/],
  // Pages
  ['a page size of 1,001', 'GET /v2/Flows?PageSize=1001', '400/20007', 'Page size too large'],
  ['a page size of 0', 'GET /v2/Flows?PageSize=0', '400/20001', /^PageSize/],
  ['a page size that is a word', 'GET /v2/Flows/{flow}/Revisions?PageSize=ten', '400/20001', /^PageSize/],
  ['a negative page', 'GET /v1/Flows?Page=-1', '400/20001', /^Page /],
  ['a token from nowhere', 'GET /v2/Flows?PageToken=PAabc', '400/21481', 'Invalid PageToken'],
  ['a forged token', `GET /v2/Flows?PageToken=PT${forged}`, '400/21481', undefined],
  ['bad UTF-8 in the query', 'GET /v2/Flows?PageSize=%ff', '400/20001', undefined],
  // Our own fault
  ['a fault of ours', 'GET /broken', '500/20500', 'Internal Server Error'],
];

for (const [name, request, answered, message, options] of rows) {
  test(`${name}: ${answered}`, async () => {
    const [method = '', path = ''] = request.split(' ');
    const [status = 0, code = 0] = answered.split('/').map(Number);
    const filled = path.replace('{flow}', flow).replace('{execution}', execution).replace('{step}', step);
    const answer = await server.call(method, filled, options);
    assert.equal(answer.status, status, answer.text);
    assert.equal(answer.headers.get('content-type'), 'application/json');
    const { message: said, details, ...body } = answer.body;
    assert.deepEqual(body, { code, more_info: `https://www.twilio.com/docs/errors/${code}`, status });
    if (typeof message === 'string') assert.equal(said, message);
    else assert.match(said, message ?? /./);
    assert.equal(details !== undefined, code === 81022);
  });
}

test('an invalid definition is answered with all its errors', async () => {
  const wrong = { ...askName(), initial_state: 'Nowhere', description: true };
  const form = { ...flowForm, Definition: JSON.stringify(wrong) };
  const { body } = await server.call('POST', '/v2/Flows', { form });
  assert.deepEqual(body.details, {
    errors: [
      { message: 'boolean found, string expected', property_path: '#/description' },
      { message: 'must match a widget name', property_path: '#/initial_state' },
    ],
    warnings: [],
  });
});

test('a second execution of the contact is refused by v2 and names the first', async () => {
  const form = { To: '+15550000001', From: '+15550000002' };
  const { status, body } = await server.call('POST', `/v2/Flows/${flow}/Executions`, { form });
  assert.equal(status, 409);
  assert.deepEqual(body, {
    code: 20409,
    details: { conflicting_execution_sid: execution },
    message: `Execution ${execution} is already active for this contact. End the active Execution before creating a new one`,
    more_info: 'https://www.twilio.com/docs/errors/20409',
    status: 409,
  });
});

test('missing credentials name the scheme, a wrong method names the right ones', async () => {
  const refused = await server.call('GET', '/v2/Flows', { auth: null });
  assert.equal(refused.headers.get('www-authenticate'), 'Basic realm="Twilio API"');
  const wrong = await server.call('PATCH', `/v2/Flows/${flow}`);
  assert.equal(wrong.headers.get('allow'), 'DELETE, GET, HEAD, OPTIONS, POST');
});

test('a fault of ours is logged with the request id and keeps its reason to itself', async () => {
  const { headers, text } = await server.call('GET', '/broken');
  assert.doesNotMatch(text, /secret reason|stack/);
  const line = server.log.find(
    ({ msg, reqId }) => msg === 'request failed' && reqId === headers.get('twilio-request-id'),
  );
  assert.match(JSON.stringify(line), /the secret reason/);
});

test('what is no HTTP at all is answered in the same shape', async () => {
  const socket = connect(server.port, '127.0.0.1');
  socket.end('GARBAGE\r\n\r\n');
  const answer = (await socket.setEncoding('utf8').toArray()).join('');
  assert.match(answer, /^HTTP\/1\.1 400 Bad Request\r\n/);
  assert.equal(JSON.parse(answer.slice(answer.indexOf('{'))).code, 20001);
});
