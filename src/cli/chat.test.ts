import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { type TestContext, test } from 'node:test';
import { listen } from '../../test/local-server.ts';
import { atelier, file } from './io-fixture.ts';

const from = '{{flow.channel.address}}';

const flow = {
  description: 'Asks for a name',
  initial_state: 'Trigger',
  states: [
    {
      name: 'Trigger',
      type: 'trigger',
      transitions: [
        { event: 'incomingMessage', next: 'ask' },
        { event: 'incomingRequest', next: 'ask' },
      ],
    },
    {
      name: 'ask',
      type: 'send-and-wait-for-reply',
      properties: { from, body: 'Your name,\n{{flow.data.title | default: "friend"}}?', timeout: '3600' },
      transitions: [
        { event: 'incomingMessage', next: 'look' },
        { event: 'timeout', next: 'late' },
      ],
    },
    {
      name: 'look',
      type: 'make-http-request',
      properties: {
        method: 'POST',
        url: 'https://example.com/who',
        content_type: 'application/json',
        body: '{"n":"{{widgets.ask.inbound.Body}}"}',
      },
      transitions: [
        { event: 'success', next: 'thank' },
        { event: 'failed', next: 'late' },
      ],
    },
    {
      name: 'thank',
      type: 'send-message',
      properties: { from, body: 'Hello {{widgets.look.parsed.name}}!', media_url: 'https://a.example/x.png' },
      transitions: [{ event: 'sent' }],
    },
    {
      name: 'late',
      type: 'send-message',
      properties: { from, body: 'Sorry.', to: '+15550009999' },
      transitions: [{ event: 'sent' }],
    },
  ],
};

const greeting = '-- you are +15550002222, the flow is +15550001111 (Asks for a name); :help lists the commands';

/** What a script prints after the greeting. */
async function transcript(t: TestContext, script: string, options: string[] = [], definition: object = flow) {
  const { code, out, err } = await atelier(['chat', ...options, file(t, 'flow.json', definition)], script);
  assert.equal(err, '');
  const [first, ...lines] = out.trimEnd().split('\n');
  assert.match(first ?? '', /^-- you are /);
  return { code, lines };
}

test('a script gives a clean transcript', async (t) => {
  const { code, out } = await atelier(['chat', file(t, 'flow.json', flow)], 'Hi\nAnn\n:http 200 {"name":"Ann B."}\n');
  assert.equal(
    out,
    `${greeting}
you: Hi
flow: Your name,
      friend?
you: Ann
http: POST https://example.com/who ("look")
      {"n":"Ann"}
-- type its answer, e.g. :http 200 {"name":"Ann"}
:http 200 {"name":"Ann B."}
flow: Hello Ann B.! [media https://a.example/x.png]
-- the run has ended (FLOW_END)
`,
  );
  assert.equal(code, 0);
});

const scripts: { title: string; script: string; lines: (string | RegExp)[]; code?: number }[] = [
  {
    title: ':wait skips time',
    script: 'Hi\n:wait 59m\n:wait 1m\n',
    lines: [
      'you: Hi',
      'flow: Your name,',
      '      friend?',
      ':wait 59m',
      ':wait 1m',
      'flow: [to +15550009999] Sorry.',
      '-- the run has ended (FLOW_END)',
    ],
  },
  {
    title: 'a script may end before the flow does',
    script: 'Hi',
    lines: ['you: Hi', 'flow: Your name,', '      friend?', '-- the flow waits in "ask"'],
  },
  {
    title: 'or before a request is answered',
    script: 'Hi\nAnn\n',
    lines: [...Array(3), 'you: Ann', ...Array(3), '-- the flow is in "look", its request is open'],
  },
  {
    title: ':request starts by REST',
    script: ':request {"title":"Dr"}\n:request\n',
    lines: [
      ':request {"title":"Dr"}',
      'flow: Your name,',
      '      Dr?',
      ':request',
      /^error: a run is active/,
      '-- the flow waits in "ask"',
    ],
    code: 1,
  },
  {
    title: ':http fail and :http timeout are no answer, 500 is a bad one',
    script: ['fail', 'timeout', '500 no'].map((answer) => `Hi\nAnn\n:http ${answer}\n`).join(''),
    lines: ['fail', 'timeout', '500 no'].flatMap((answer) => [
      ...Array(7),
      `:http ${answer}`,
      'flow: [to +15550009999] Sorry.',
      /^problem: 81016 /,
      '-- the run has ended (FLOW_END)',
    ]),
  },
  {
    title: ':context and :steps look inside',
    script: 'Hi\n:context widgets.ask.outbound.Status\n:context flow.data\n:context no.where\n:steps\n',
    lines: [
      ...Array(3),
      ':context widgets.ask.outbound.Status',
      /^error: the context has no/,
      ':context flow.data',
      '{}',
      ':context no.where',
      'error: the context has no no.where',
      ':steps',
      'Trigger -- incomingMessage --> ask',
      '-- the flow waits in "ask"',
    ],
    code: 1,
  },
  {
    title: ':event names an event',
    script: 'Hi\n:event timeout {"a":1}\n:event\n',
    lines: [
      ...Array(3),
      ':event timeout {"a":1}',
      'flow: [to +15550009999] Sorry.',
      '-- the run has ended (FLOW_END)',
      ':event',
      /^error: :event takes a name/,
    ],
    code: 1,
  },
  {
    title: ':restart forgets',
    script: 'Hi\n:restart\n:steps\nHi\n',
    lines: [
      ...Array(3),
      ':restart',
      '-- everything is forgotten',
      ':steps',
      'error: nothing has started the flow yet',
      'you: Hi',
      'flow: Your name,',
      '      friend?',
      '-- the flow waits in "ask"',
    ],
    code: 1,
  },
  { title: ':quit leaves', script: ':quit\nHi\n', lines: [':quit'] },
  { title: 'blank lines say nothing', script: '\n  \n', lines: [] },
  {
    title: '::text says :text',
    script: 'Hi\n:::)\n',
    lines: [...Array(3), 'you: ::)', ...Array(3), '-- the flow is in "look", its request is open'],
  },
  {
    title: 'what it does not know it says, and goes on',
    script: ':nope\n:wait soon\n:http\n:http 200\n:request 7\n:context\n:__proto__\n',
    lines: [
      ':nope',
      'error: there is no command :nope; :help lists them',
      ':wait soon',
      /^error: :wait takes a time/,
      ':http',
      /^error: :http takes a status/,
      ':http 200',
      'error: no request is open',
      ':request 7',
      /^error: :request takes a JSON object/,
      ':context',
      'error: nothing has started the flow yet',
      ':__proto__',
      /^error: there is no command/,
    ],
    code: 1,
  },
];
for (const { title, script, lines, code = 0 } of scripts) {
  test(title, async (t) => {
    const played = await transcript(t, script);
    assert.equal(played.lines.length, lines.length, played.lines.join('\n'));
    for (const [place, line] of lines.entries()) {
      if (typeof line === 'string') assert.equal(played.lines[place], line);
      else if (line !== undefined) assert.match(played.lines[place] ?? '', line);
    }
    assert.equal(played.code, code);
  });
}

test(':help lists every command', async (t) => {
  const { lines } = await transcript(t, ':help\n');
  for (const command of [
    'media',
    'button',
    'list',
    'wait',
    'http',
    'request',
    'event',
    'context',
    'steps',
    'restart',
    'help',
    'quit',
  ]) {
    assert.ok(
      lines.some((line) => line.startsWith(`  :${command}`)),
      command,
    );
  }
});

test('errors of the definition are said before the conversation', async (t) => {
  const state = (place: number) => ({
    name: `a${place}`,
    type: 'send-message',
    properties: { body: 'x' },
    transitions: [{ event: 'sent', next: 'nowhere' }],
  });
  const broken = { ...flow, states: [...flow.states, ...[1, 2, 3].map(state)] };
  const { lines, code } = await transcript(t, 'Hi\n', [], broken);
  assert.match(lines[0] ?? '', /^problem: at #\/states\/5\//);
  assert.match(lines[5] ?? '', /^problem: and 1 more: atelier validate /);
  assert.equal(lines[6], 'you: Hi');
  assert.equal(code, 0);
});

test('a trigger that leads nowhere says so', async (t) => {
  const [trigger, ...states] = flow.states;
  const loose = {
    ...flow,
    states: [{ ...trigger, transitions: [{ event: 'incomingRequest', next: 'ask' }] }, ...states],
  };
  const { lines } = await transcript(t, 'Hi\n:request\n', [], loose);
  assert.deepEqual(lines.slice(0, 3), [
    'you: Hi',
    '-- the trigger leads nowhere on incomingMessage: connect it to a widget',
    '-- the run has ended (FLOW_END)',
  ]);
  assert.equal(lines.filter((line) => line.includes('leads nowhere')).length, 1);
});

test('--from and --to are the two ends', async (t) => {
  const echo = {
    ...flow,
    states: flow.states.map((state) =>
      state.name === 'ask'
        ? { ...state, properties: { from, body: '{{contact.channel.address}} {{flow.channel.address}}' } }
        : state,
    ),
  };
  const { lines } = await transcript(t, 'Hi\n', ['--from', 'whatsapp:+1', '--to', '+2'], echo);
  assert.equal(lines[1], 'flow: whatsapp:+1 +2');
});

test('a terminal is asked for each line and shown what time is left', async (t) => {
  const { code, out } = await atelier(['chat', file(t, 'flow.json', flow)], 'Hi\n:wait 10m\n:nope\n', {
    isTerminal: true,
  });
  assert.match(out, /> /);
  assert.match(out, /"ask" waits, 1h left/);
  assert.match(out, /"ask" waits, 50m left/);
  // A person has seen that it went wrong.
  assert.equal(code, 0);
});

test('--subflow gives the definition of a subflow', async (t) => {
  const sid = 'FW0000000000000000000000000000000c';
  const parent = {
    initial_state: 'Trigger',
    states: [
      { name: 'Trigger', type: 'trigger', transitions: [{ event: 'incomingMessage', next: 'sub' }] },
      {
        name: 'sub',
        type: 'run-subflow',
        properties: { flow_sid: sid, flow_revision: 'LatestPublished' },
        transitions: [],
      },
    ],
  };
  const child = {
    initial_state: 'Trigger',
    states: [
      { name: 'Trigger', type: 'trigger', transitions: [{ event: 'incomingParent', next: 'say' }] },
      { name: 'say', type: 'send-message', properties: { from, body: 'from inside' }, transitions: [] },
    ],
  };
  const { lines } = await transcript(
    t,
    'Hi\n:steps\n',
    ['--subflow', `${sid}=${file(t, 'child.json', child)}`],
    parent,
  );
  assert.deepEqual(lines.slice(1), [
    'flow: from inside',
    '-- the run has ended (FLOW_END)',
    ':steps',
    'Trigger -- incomingMessage --> sub',
    '  Trigger -- incomingParent --> say',
    '  say -- sent --> Ended',
    'sub -- completed --> Ended',
  ]);
});

test('--network asks for real, where the host is allowed', async (t) => {
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ name: `${request.method} signed ${'x-twilio-signature' in request.headers}` }));
  });
  const host = await listen(t, server);
  const local = {
    ...flow,
    states: flow.states.map((state) =>
      state.name === 'look' ? { ...state, properties: { ...state.properties, url: `http://${host}/who` } } : state,
    ),
  };

  const allowed = await transcript(t, 'Hi\nAnn\n', ['--network', '--allow-host', host], local);
  assert.ok(
    allowed.lines.includes('flow: Hello POST signed false! [media https://a.example/x.png]'),
    allowed.lines.join('\n'),
  );

  const refused = await transcript(t, 'Hi\nAnn\n', ['--network'], local);
  assert.ok(
    refused.lines.some((line) => /^problem: 81016 .*127\.0\.0\.1 is not a public address/.test(line)),
    refused.lines.join('\n'),
  );
});
