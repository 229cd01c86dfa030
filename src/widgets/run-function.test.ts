import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../engine/json.ts';
import { type HttpAnswer, type PlayWidgetOptions, playFlow, playWidget } from '../testing/index.ts';
import { runFunction, runFunctionV2 } from './run-function.ts';

const url = 'https://survey-1234-dev.twil.io/store';

function call(properties: JsonObject, answer: HttpAnswer = {}, options: PlayWidgetOptions = {}) {
  const play = playWidget(runFunction, { url, ...properties }, { functions: { widget: answer }, ...options });
  play.elapse(10);
  return play;
}

test('a function is a signed form POST; parameters are texts', () => {
  const parameters = [
    { key: 'number', value: '{{contact.channel.address}}' },
    { key: 'data', value: '{{flow.data}}' },
    { key: 'n', value: 7 },
  ];
  const play = call(
    { parameters, service_sid: 'ZS1', environment_sid: 'ZE1', function_sid: 'ZH1' },
    {},
    { start: { event: 'incomingRequest', parameters: { a: 1 } } },
  );
  assert.deepEqual(play.requests, [
    {
      type: 'function.run',
      state: 'widget',
      method: 'POST',
      url,
      contentType: 'application/x-www-form-urlencoded;charset=utf-8',
      body: 'number=%2B15550002222&data=%7Ba%3D1%7D&n=7',
      form: [
        ['number', '+15550002222'],
        ['data', '{a=1}'],
        ['n', '7'],
      ],
      sign: true,
      authenticate: false,
    },
  ]);
});

test('without parameters the form is empty', () => {
  assert.deepEqual(
    call({}).requests.map(({ body, form }) => [body, form]),
    [['', []]],
  );
});

test('the URL is rendered', () => {
  assert.equal(call({ url: ' https://a.example/{{trigger.message.Body}} ' }).requests[0]?.url, 'https://a.example/Hi');
});

const answers: { title: string; answer: HttpAnswer; event: 'success' | 'fail'; output?: JsonObject; code?: number }[] =
  [
    {
      title: 'a JSON object is parsed',
      answer: { json: { a: 1 } },
      event: 'success',
      output: { body: '{"a":1}', content_type: 'application/json', status_code: 200, parsed: { a: 1 } },
    },
    {
      title: 'a text is a text',
      answer: { body: 'ok', contentType: 'text/plain' },
      event: 'success',
      output: { body: 'ok', content_type: 'text/plain', status_code: 200 },
    },
    { title: '3xx is a success', answer: { status: 304 }, event: 'success', output: { body: '', status_code: 304 } },
    {
      title: 'of the headers only the concurrency is shown',
      answer: { headers: { 'X-Twilio-Function-Concurrency': '2', 'x-other': '1' } },
      event: 'success',
      output: { body: '', status_code: 200, headers: { 'x-twilio-function-concurrency': '2' } },
    },
    {
      title: '403 of a private function',
      answer: { status: 403, body: 'no' },
      event: 'fail',
      output: { body: 'no', status_code: 403 },
      code: 81017,
    },
    {
      title: '500 with JSON',
      answer: { status: 500, json: { error: 'x' } },
      event: 'fail',
      output: { body: '{"error":"x"}', content_type: 'application/json', status_code: 500, parsed: { error: 'x' } },
      code: 81017,
    },
    { title: 'too large', answer: { body: 'x'.repeat(65_537) }, event: 'fail', code: 81017 },
    { title: 'too many redirects', answer: { fails: 'redirects' }, event: 'fail', code: 81017 },
    { title: 'no answer in 10 seconds', answer: { fails: 'timeout' }, event: 'fail', code: 81010 },
    { title: 'an answer after 10.1 seconds', answer: { afterSeconds: 10.1 }, event: 'fail', code: 81010 },
    { title: 'no connection', answer: { fails: 'network' }, event: 'fail', code: 81010 },
  ];
for (const { title, answer, event, output, code } of answers) {
  test(`${title}: ${event}${code ? ` with ${code}` : ''}`, () => {
    const play = call({}, answer);
    assert.equal(play.event, event);
    assert.deepEqual(play.output, output);
    assert.deepEqual(
      play.problems.map((problem) => problem.code),
      code ? [code] : [],
    );
  });
}

test('the code of a failing function can be set to one', () => {
  for (const code of [81010, 81017] as const) {
    for (const answer of [{ fails: 'network' }, { status: 500 }] as const) {
      const play = call({}, answer, { settings: { functionErrorCode: code === 81010 ? '81010' : '81017' } });
      assert.deepEqual(
        play.problems.map((problem) => problem.code),
        [code],
      );
    }
  }
});

for (const [title, properties, code] of [
  ['a URL that is none', { url: 'nowhere' }, 81010],
  ['a URL that cannot be rendered', { url: '{% nope %}' }, 81018],
  ['a parameter that cannot be rendered', { parameters: [{ key: 'a', value: '{% nope %}' }] }, 81018],
] as const) {
  test(`${title}: fail with ${code}, nothing is called`, () => {
    const play = call(properties);
    assert.deepEqual([play.event, play.requests, play.output], ['fail', [], undefined]);
    assert.deepEqual(
      play.problems.map((problem) => problem.code),
      [code],
    );
  });
}

/** Messaging page §8.6, documented: what three visits leave behind. Scenario 17. */
test('scenario 17: three visits merge parsed and replace all else', () => {
  const split = {
    name: 'thrice',
    type: 'split-based-on',
    properties: { input: '{{widgets.call.status_code}}' },
    transitions: [
      { event: 'noMatch', next: 'call' },
      { event: 'match', conditions: [{ type: 'equal_to', value: '201' }] },
    ],
  };
  const definition = {
    initial_state: 'Trigger',
    states: [
      { name: 'Trigger', type: 'trigger', transitions: [{ event: 'incomingMessage', next: 'call' }] },
      {
        name: 'call',
        type: 'run-function',
        properties: { url },
        transitions: [
          { event: 'success', next: 'thrice' },
          { event: 'fail', next: 'thrice' },
        ],
      },
      split,
    ],
  };
  const play = playFlow({
    definition,
    functions: {
      call: [
        { status: 200, body: '{ "foo": "bar" }', contentType: 'application/json' },
        { status: 404, body: 'not found', contentType: 'text/plain' },
        { status: 201, body: '{ "created": true }', contentType: 'application/json' },
      ],
    },
  });
  const visits = play.steps.filter(({ transitionedFrom }) => transitionedFrom === 'call');
  assert.deepEqual(
    visits.map((step) => [step.event, (play.contextAfter(step).widgets as JsonObject).call]),
    [
      [
        'success',
        { body: '{ "foo": "bar" }', status_code: 200, content_type: 'application/json', parsed: { foo: 'bar' } },
      ],
      ['fail', { body: 'not found', status_code: 404, content_type: 'text/plain', parsed: { foo: 'bar' } }],
      [
        'success',
        {
          body: '{ "created": true }',
          status_code: 201,
          content_type: 'application/json',
          parsed: { foo: 'bar', created: true },
        },
      ],
    ],
  );
});

test('v2 is the same under another name', () => {
  const { type: _a, title: _b, source: _c, ...first } = runFunction;
  const { type: _d, title: _e, source: _f, ...second } = runFunctionV2;
  assert.deepEqual(
    [Object.keys(second), second.events, second.outputs],
    [Object.keys(first), first.events, first.outputs],
  );
  const play = playWidget(runFunctionV2, { url }, { functions: { widget: { json: { a: 1 } } } });
  assert.equal(play.event, 'success');
});
