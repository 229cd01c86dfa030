import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Ajv } from 'ajv';
import { type ApiServer, account, askName, type Body, createFlow, type Fields, startApi } from '../e2e/api-server.ts';
import v1 from './twilio_studio_v1.json' with { type: 'json' };
import v2 from './twilio_studio_v2.json' with { type: 'json' };

/** What this test reads of the files. */
interface Document {
  readonly paths: { readonly [path: string]: { readonly [method: string]: unknown } };
  readonly components: { readonly schemas: { readonly [name: string]: Schema } };
}
interface Operation {
  readonly operationId: string;
  readonly responses: {
    readonly [status: string]: { readonly content?: { readonly 'application/json': { readonly schema: Schema } } };
  };
  readonly requestBody?: {
    readonly content: { readonly 'application/x-www-form-urlencoded': { readonly schema: Schema } };
  };
}
type Schema = { readonly [key: string]: unknown; readonly properties?: { readonly [name: string]: Schema } };

const documents: readonly Document[] = [v2, v1];
const methods = ['get', 'post', 'delete'];
const operations = documents.flatMap((document) =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([method]) => methods.includes(method))
      .map(([method, operation]) => ({ document, path, method, operation: operation as Operation })),
  ),
);

test('the files name 39 operations', () => assert.equal(operations.length, 39));

let server: ApiServer;
let contacts = 0;
before(async () => {
  server = await startApi();
});
after(() => server.close());

for (const { document, path, method, operation } of operations) {
  test(`${method.toUpperCase()} ${path} answers as its schema says`, async () => {
    const target = await fill(path, operation);
    const form = method === 'post' ? parameters(operation) : undefined;
    const answer = await server.call(method.toUpperCase(), target, form ? { form } : {});
    const [status = ''] = Object.keys(operation.responses);
    assert.equal(String(answer.status), status, answer.text);
    const schema = operation.responses[status]?.content?.['application/json'].schema;
    if (schema === undefined) {
      assert.equal(answer.text, '');
      return;
    }
    assertFits(document, schema, answer.body);
    const whole = resolve(document, schema);
    assertKeys(whole, answer.body);
    const key = answer.body.meta?.key;
    if (key === undefined) return;
    assert.deepEqual(Object.keys(answer.body).toSorted(), [key, 'meta'].toSorted());
    assertKeys(whole.properties?.meta ?? {}, answer.body.meta);
    assert.ok(answer.body[key].length > 0);
    const item = resolve(document, whole.properties?.[key]?.items as Schema);
    for (const row of answer.body[key]) assertKeys(item, row);
  });
}

/** The path of something that exists: a run with steps, whose contact has answered. */
async function fill(path: string, { operationId }: Operation): Promise<string> {
  const flow = await createFlow(server);
  if (!/Executions|Engagements/.test(path)) return path.replace('{Sid}', flow).replace('{Revision}', 'LatestPublished');
  const withFlow = path.replace('{FlowSid}', flow);
  if (operationId.startsWith('Create')) return withFlow;
  const pair = newPair();
  const created = await server.call('POST', `/v2/Flows/${flow}/Executions`, { form: pair });
  const execution: string = created.body.sid;
  await server.runtime.settled();
  const params = { MessageSid: `SM${contacts}`, From: pair.To, To: pair.From, Body: 'Ann' };
  await server.runtime.receive({ accountSid: account.sid, flowSid: flow, params });
  await server.runtime.settled();
  const steps = await server.call('GET', `/v2/Flows/${flow}/Executions/${execution}/Steps`);
  const step: string = steps.body.steps[0].sid;
  const isStep = /Steps\/\{Sid\}/.test(path);
  return withFlow
    .replace(/\{(?:Execution|Engagement)Sid\}/, execution)
    .replace('{StepSid}', step)
    .replace('{Sid}', isStep ? step : execution);
}

/** Every parameter that the file names for the operation. */
function parameters({ requestBody }: Operation): Fields {
  const values: { readonly [name: string]: string | readonly string[] } = {
    FriendlyName: 'Test',
    Status: 'published',
    Definition: JSON.stringify(askName()),
    CommitMessage: 'Why',
    TestUsers: ['+15551230001', 'client:amy'],
    Parameters: '{"a":1}',
    AuthorSid: `US${'a'.repeat(32)}`,
    ...newPair(),
  };
  const schema = requestBody?.content['application/x-www-form-urlencoded'].schema;
  const properties = Object.entries(schema?.properties ?? {});
  return Object.fromEntries(
    properties.map(([name, { enum: words, $ref }]) => {
      assert.ok(Object.hasOwn(values, name), `the file asks for ${name}, which this test does not know`);
      const endsRun = String($ref ?? words).includes('execution_enum_status');
      return [name, endsRun ? 'ended' : (values[name] ?? '')];
    }),
  );
}

function newPair(): { readonly To: string; readonly From: string } {
  return { To: `+1555000${String(++contacts).padStart(4, '0')}`, From: '+15559990000' };
}

/** OpenAPI 3.0 says `nullable` and has formats that JSON Schema does not know. */
function assertFits(document: Document, schema: Schema, body: Body): void {
  const ajv = new Ajv({
    strict: false,
    allErrors: true,
    formats: { 'date-time': dateTime, uri: true, 'uri-map': true },
  });
  ajv.addSchema(translate({ $id: 'file', components: document.components }));
  const validate = ajv.compile(translate(schema));
  assert.ok(validate(body), `${ajv.errorsText(validate.errors)} in ${JSON.stringify(body)}`);
}

const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

/** References lead into the file; `nullable` without a type says nothing, and ajv refuses it. */
function translate(schema: object): object {
  return JSON.parse(JSON.stringify(schema), (key, value) => {
    if (key === '$ref') return String(value).replace(/^#/, 'file#');
    if (!Object.hasOwn(Object(value), 'nullable') || Object.hasOwn(value, 'type')) return value;
    const { nullable: _says, ...rest } = value;
    return rest;
  });
}

function resolve(document: Document, schema: Schema): Schema {
  const name = typeof schema.$ref === 'string' ? schema.$ref.split('/').at(-1) : undefined;
  return name === undefined ? schema : (document.components.schemas[name] ?? {});
}

function assertKeys({ properties = {} }: Schema, body: Body): void {
  assert.deepEqual(Object.keys(body).toSorted(), Object.keys(properties).toSorted());
}
