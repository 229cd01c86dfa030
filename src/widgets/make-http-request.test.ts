import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HttpRequest } from '../engine/effects.ts';
import type { JsonObject } from '../engine/json.ts';
import { type HttpAnswer, type PlayWidgetOptions, playFlow, playWidget } from '../testing/index.ts';
import { makeHttpRequest } from './make-http-request.ts';

const form = 'application/x-www-form-urlencoded;charset=utf-8';
const json = 'application/json;charset=utf-8';
const url = 'https://api.example.com/a?x=1';
const parameters = [
  { key: 'who', value: '{{contact.channel.address}}' },
  { key: 'k k', value: 'ä&b' },
];
const encoded = 'who=%2B15550002222&k+k=%C3%A4%26b';
const pairs = [
  ['who', '+15550002222'],
  ['k k', 'ä&b'],
];
const flags = { sign: true, authenticate: false };

function ask(properties: JsonObject, answer: HttpAnswer = {}, options: PlayWidgetOptions = {}) {
  return playWidget(makeHttpRequest, { url, ...properties }, { http: { widget: answer }, ...options });
}

const requests: { title: string; properties: JsonObject; options?: PlayWidgetOptions; is: Partial<HttpRequest> }[] = [
  { title: 'GET is the default', properties: {}, is: { method: 'GET', url, ...flags } },
  {
    title: 'GET: parameters go into the query, a body stays out',
    properties: { method: 'GET', parameters, body: 'b' },
    is: { method: 'GET', url: `${url}&${encoded}`, ...flags },
  },
  {
    title: 'GET: the content type stays out',
    properties: { method: 'GET', content_type: json },
    is: { method: 'GET', url, ...flags },
  },
  {
    title: 'POST with form type: parameters go into the body',
    properties: { method: 'POST', content_type: form, parameters },
    is: { method: 'POST', url, contentType: form, body: encoded, form: pairs as [string, string][], ...flags },
  },
  {
    title: 'POST with form type: parameters follow the body',
    properties: { method: 'POST', content_type: form, body: 'a=1', parameters },
    is: {
      method: 'POST',
      url,
      contentType: form,
      body: `a=1&${encoded}`,
      form: [['a', '1'], ...(pairs as [string, string][])],
      ...flags,
    },
  },
  {
    title: 'POST without a type is a form',
    properties: { method: 'POST', body: 'a=1' },
    is: { method: 'POST', url, contentType: form, body: 'a=1', form: [['a', '1']], ...flags },
  },
  {
    title: 'POST with JSON type: the body as rendered, parameters in the query',
    properties: { method: 'POST', content_type: json, body: '{ "c": "{{contact.channel.address}}" ', parameters },
    is: { method: 'POST', url: `${url}&${encoded}`, contentType: json, body: '{ "c": "+15550002222" ', ...flags },
  },
  {
    title: 'types without a charset are accepted',
    properties: { method: 'POST', content_type: 'application/json', body: '{}' },
    is: { method: 'POST', url, contentType: 'application/json', body: '{}', ...flags },
  },
  {
    title: 'the URL is rendered and loses outer blanks',
    properties: { url: ' https://a.example/{{contact.channel.address | url_encode}} ' },
    is: { method: 'GET', url: 'https://a.example/%2B15550002222', ...flags },
  },
  {
    title: 'credentials in the URL stay',
    properties: { url: 'http://u:p@a.example/' },
    is: { method: 'GET', url: 'http://u:p@a.example/', ...flags },
  },
  {
    title: 'a blank query value is kept',
    properties: { parameters: [{ key: 'a', value: '' }, { key: 'b' }] },
    is: { method: 'GET', url: `${url}&a=&b=`, ...flags },
  },
  {
    title: 'the signature can be switched off',
    properties: {},
    options: { settings: { signHttpRequest: false } },
    is: { method: 'GET', url, sign: false, authenticate: false },
  },
  {
    title: 'credentials go to a Twilio host',
    properties: { url: 'https://api.twilio.com/x', add_twilio_auth: true },
    is: { method: 'GET', url: 'https://api.twilio.com/x', sign: true, authenticate: true },
  },
  {
    title: 'credentials go to a configured host',
    properties: { add_twilio_auth: true },
    options: { settings: { twilioApiHosts: ['api.example.com'] } },
    is: { method: 'GET', url, sign: true, authenticate: true },
  },
  {
    title: 'what hand-written flows add is ignored',
    properties: { timeout: 3600, contentType: 'x', method: 'GET' },
    is: { method: 'GET', url, ...flags },
  },
];
for (const { title, properties, options, is } of requests) {
  test(title, () => {
    const [request] = ask(properties, {}, options).requests;
    assert.ok(request);
    const { state: _state, type: _type, ...rest } = request;
    assert.deepEqual(rest, is);
  });
}

const answers: { title: string; answer: HttpAnswer; event: 'success' | 'failed'; output?: JsonObject }[] = [
  {
    title: 'a JSON object is parsed',
    answer: { body: '{ "a": { "b": [1.5, null, true] } }', contentType: 'application/json; charset=utf-8' },
    event: 'success',
    output: {
      body: '{ "a": { "b": [1.5, null, true] } }',
      content_type: 'application/json',
      status_code: 200,
      parsed: { a: { b: [1.5, null, true] } },
    },
  },
  {
    title: 'scenario 13: a JSON list is text',
    answer: { json: [1, 2] },
    event: 'success',
    output: { body: '[1,2]', content_type: 'application/json', status_code: 200 },
  },
  {
    title: 'a JSON scalar is text',
    answer: { json: 7 },
    event: 'success',
    output: { body: '7', content_type: 'application/json', status_code: 200 },
  },
  {
    title: 'broken JSON is text',
    answer: { body: '{', contentType: 'application/json' },
    event: 'success',
    output: { body: '{', content_type: 'application/json', status_code: 200 },
  },
  {
    title: 'JSON of another type is text',
    answer: { body: '{}', contentType: 'text/plain' },
    event: 'success',
    output: { body: '{}', content_type: 'text/plain', status_code: 200 },
  },
  {
    title: 'scenario 14: 204 without a type',
    answer: { status: 204 },
    event: 'success',
    output: { body: '', status_code: 204 },
  },
  {
    title: 'an answer within 10 seconds',
    answer: { status: 299, afterSeconds: 10 },
    event: 'success',
    output: { body: '', status_code: 299 },
  },
  {
    title: 'exactly 64 kB',
    answer: { body: 'x'.repeat(65_536) },
    event: 'success',
    output: { body: 'x'.repeat(65_536), status_code: 200 },
  },
  {
    title: '404 is written and failed',
    answer: { status: 404, json: { error: 'x' } },
    event: 'failed',
    output: { body: '{"error":"x"}', content_type: 'application/json', status_code: 404, parsed: { error: 'x' } },
  },
  {
    title: '503 is written and failed',
    answer: { status: 503, body: 'busy', contentType: 'text/plain' },
    event: 'failed',
    output: { body: 'busy', content_type: 'text/plain', status_code: 503 },
  },
  {
    title: 'a redirect that was not followed is failed',
    answer: { status: 304 },
    event: 'failed',
    output: { body: '', status_code: 304 },
  },
  { title: 'scenario 15: after 10.1 seconds', answer: { afterSeconds: 10.1 }, event: 'failed' },
  { title: 'scenario 15: 65 kB', answer: { body: 'x'.repeat(65_537) }, event: 'failed' },
  { title: 'bytes count, not characters', answer: { body: 'ä'.repeat(32_769) }, event: 'failed' },
  { title: 'a network error', answer: { fails: 'network' }, event: 'failed' },
  { title: 'too many redirects', answer: { fails: 'redirects' }, event: 'failed' },
];
for (const { title, answer, event, output } of answers) {
  test(`${title}: ${event}`, () => {
    const play = ask({}, answer);
    play.elapse(10);
    assert.equal(play.event, event);
    assert.deepEqual(play.output, output);
    assert.deepEqual(
      play.problems.map(({ code, level }) => [code, level]),
      event === 'failed' ? [[81016, 'error']] : [],
    );
  });
}

test('without an answer it gives up after 10 seconds', () => {
  const play = ask({}, { fails: 'timeout' });
  play.elapse(9);
  assert.equal(play.event, undefined);
  play.elapse(1);
  assert.equal(play.event, 'failed');
});

const faults: { title: string; properties: JsonObject; code: 81014 | 81018 }[] = [
  { title: 'scenario 16: credentials for a foreign host', properties: { add_twilio_auth: true }, code: 81014 },
  {
    title: 'credentials for a host that only looks like it',
    properties: { add_twilio_auth: 'true', url: 'https://nottwilio.com/' },
    code: 81014,
  },
  { title: 'a relative URL', properties: { url: '/a' }, code: 81014 },
  { title: 'a URL that is blank after rendering', properties: { url: '{{flow.data.url}}' }, code: 81014 },
  { title: 'another scheme', properties: { url: 'file:///etc/passwd' }, code: 81014 },
  { title: 'a reserved parameter name', properties: { parameters: [{ key: 'method', value: 'x' }] }, code: 81014 },
  { title: 'a URL that cannot be rendered', properties: { url: '{{ a | nonsense }}' }, code: 81018 },
  { title: 'a body that cannot be rendered', properties: { method: 'POST', body: '{% nope %}' }, code: 81018 },
  {
    title: 'a parameter that cannot be rendered',
    properties: { parameters: [{ key: 'a', value: '{% nope %}' }] },
    code: 81018,
  },
];
for (const { title, properties, code } of faults) {
  test(`${title}: failed with ${code}, no request leaves`, () => {
    const play = ask(properties);
    assert.deepEqual([play.event, play.output, play.requests], ['failed', undefined, []]);
    assert.deepEqual(
      play.problems.map((problem) => problem.code),
      [code],
    );
  });
}

test('what a failure does not write stays from the visit before; parsed merges one level deep', () => {
  const definition = {
    initial_state: 'Trigger',
    states: [
      { name: 'Trigger', type: 'trigger', transitions: [{ event: 'incomingMessage', next: 'ask' }] },
      {
        name: 'ask',
        type: 'make-http-request',
        properties: { url },
        transitions: [
          { event: 'success', next: 'ask' },
          { event: 'failed', next: 'again' },
        ],
      },
      { name: 'again', type: 'set-variables', properties: {}, transitions: [{ event: 'next', next: 'ask' }] },
    ],
  };
  const play = playFlow({
    definition,
    http: {
      ask: [
        { json: { a: { x: 1 }, b: 2 } },
        { json: { a: { y: 1 } } },
        { fails: 'network' },
        { status: 500, body: 'x' },
      ],
    },
    limits: { stepsPerExecution: 7 },
  });
  const seen = play.steps
    .filter(({ transitionedFrom }) => transitionedFrom === 'ask')
    .slice(0, 3)
    .map((step) => (play.contextAfter(step).widgets as { ask: JsonObject }).ask);
  assert.deepEqual(
    seen.map(({ parsed }) => parsed),
    [
      { a: { x: 1 }, b: 2 },
      { a: { y: 1 }, b: 2 },
      { a: { y: 1 }, b: 2 },
    ],
  );
  assert.equal(seen[2]?.status_code, 200);
});
