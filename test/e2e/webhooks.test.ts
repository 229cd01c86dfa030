/** The flow's webhook over HTTP: signatures, answers. Source: execution-model §4, limits-and-errors §4. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signBody, signForm, signUrl } from '../../src/carriers/signature.ts';
import { type Composed, openComposed } from './composed-server.ts';

const text = { MessageSid: `SM${'1'.repeat(32)}`, From: '+15553000001', To: '+15550100001', Body: 'hi' };
const emptyResponse = '<?xml version="1.0" encoding="UTF-8"?><Response/>';

type Fields = Readonly<Record<string, string>>;

/** How a request says who it is; `url` and `fields` are what is sent. */
const signatures: { title: string; header: (token: string, url: string, fields: Fields) => string | undefined }[] = [
  { title: 'none', header: () => undefined },
  { title: 'nonsense', header: () => 'nonsense' },
  { title: 'that of another token', header: (_, url, fields) => signForm('0'.repeat(32), url, pairs(fields)) },
  { title: 'that of another URL', header: (token, url, fields) => signForm(token, `${url}?a=1`, pairs(fields)) },
  { title: 'that of another form', header: (token, url) => signForm(token, url, [['Body', 'no']]) },
];
for (const { title, header } of signatures) {
  test(`a message with a wrong signature (${title}) is refused with 403/20403 and starts nothing`, async (t) => {
    const server = await openComposed(t);
    const { url, flow } = greeting(server);
    const answer = await post(url, text, header(server.authToken, url, text));
    const refusal = (await answer.json()) as { code: number; status: number };
    assert.deepEqual([answer.status, refusal.code, refusal.status], [403, 20403, 403]);
    assert.deepEqual((await server.call(`/v2/Flows/${flow}/Executions`)).body.executions, []);
  });
}

test('a signed message starts a run and is answered with an empty Response', async (t) => {
  const server = await openComposed(t);
  const { url, flow } = greeting(server);
  const answer = await post(url, text, signForm(server.authToken, url, pairs(text)));
  assert.equal(answer.status, 200);
  assert.match(answer.headers.get('content-type') ?? '', /^text\/xml/);
  assert.equal(await answer.text(), emptyResponse);
  assert.equal((await server.call(`/v2/Flows/${flow}/Executions`)).body.executions.length, 1);
});

test('a signed GET is as good', async (t) => {
  const server = await openComposed(t);
  const { url, flow } = greeting(server);
  const whole = `${url}?${new URLSearchParams(text)}`;
  const answer = await fetch(whole, { headers: { 'X-Twilio-Signature': signUrl(server.authToken, whole) } });
  assert.equal(answer.status, 200);
  assert.equal((await server.call(`/v2/Flows/${flow}/Executions`)).body.executions.length, 1);
});

test('a JSON body is held against the hash in the signed URL', async (t) => {
  const server = await openComposed(t);
  const { url } = greeting(server);
  const signed = signBody(server.authToken, `${url}?${new URLSearchParams(text)}`, '{}');
  const send = (body: string) =>
    fetch(signed.url, {
      method: 'POST',
      headers: { 'X-Twilio-Signature': signed.signature, 'Content-Type': 'application/json' },
      body,
    });
  assert.equal((await send('{"a":1}')).status, 403);
  assert.equal((await send('{}')).status, 200);
});

const notifications: { title: string; query: string; fields: Fields }[] = [
  { title: 'a status of a message', query: '', fields: { MessageSid: text.MessageSid, MessageStatus: 'sent' } },
  {
    title: 'FlowEvent=messageStatus',
    query: '?FlowEvent=messageStatus&Step=FT1',
    fields: { MessageSid: text.MessageSid, MessageStatus: 'delivered' },
  },
  {
    title: 'FlowEvent=callStatus',
    query: '?FlowEvent=callStatus',
    fields: { CallSid: `CA${'1'.repeat(32)}`, CallStatus: 'completed' },
  },
];
for (const { title, query, fields } of notifications) {
  test(`a notification (${title}) is answered 204 without a body`, async (t) => {
    const server = await openComposed(t);
    const url = `${greeting(server).url}${query}`;
    const answer = await post(url, fields, signForm(server.authToken, url, pairs(fields)));
    assert.deepEqual([answer.status, await answer.text()], [204, '']);
  });
}

test('the check of signatures can be switched off', async (t) => {
  const server = await openComposed(t, { ATELIER_VALIDATE_SIGNATURES: 'off' });
  const { url } = greeting(server);
  assert.equal((await post(url, text, undefined)).status, 200);
});

function greeting({ server, accountSid }: Composed): { url: string; flow: string } {
  const flow = server.samples[0]?.flowSid ?? '';
  return { flow, url: `${server.url}/v1/Accounts/${accountSid}/Flows/${flow}` };
}

function post(url: string, fields: Fields, signature: string | undefined): Promise<Response> {
  const headers: Record<string, string> = signature === undefined ? {} : { 'X-Twilio-Signature': signature };
  return fetch(url, { method: 'POST', headers, body: new URLSearchParams(fields) });
}

function pairs(fields: Fields): [string, string][] {
  return Object.entries(fields);
}
