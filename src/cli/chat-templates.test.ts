import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { atelier, file } from './io-fixture.ts';

const from = '{{flow.channel.address}}';

const templates = `
content:
  HX00000000000000000000000000000001:
    variables: { "1": there }
    body: 'Coming, {{1}}?'
    types:
      twilio/quick-reply:
        body: 'Coming, {{1}}?'
        actions: [{ title: 'Yes!', id: 'yes' }, { type: URL, title: Map, url: 'https://a.example/m' }]
  HX00000000000000000000000000000002:
    types:
      twilio/list-picker:
        body: Which day?
        button: Days
        items: [{ item: Monday, id: mon, description: all day }, { item: Friday, id: fri }]
`;

/** Asks with one template, then with the other, and says what came. */
const byTemplates = {
  initial_state: 'Trigger',
  states: [
    { name: 'Trigger', type: 'trigger', transitions: [{ event: 'incomingMessage', next: 'ask' }] },
    templateState('ask', 'HX00000000000000000000000000000001', 'day'),
    templateState('day', 'HX00000000000000000000000000000002', 'thank'),
    {
      name: 'thank',
      type: 'send-message',
      properties: {
        from,
        body: '{{widgets.ask.inbound.ButtonPayload}} {{widgets.day.inbound.Body}} {{trigger.message.MediaContentType1}}',
      },
      transitions: [{ event: 'sent' }],
    },
  ],
};

function templateState(name: string, sid: string, next: string) {
  const message = { message_type: 'content_template', content_sid: sid, content_variables: [] };
  return {
    name,
    type: 'send-and-wait-for-reply',
    properties: { from, timeout: '3600', ...message },
    transitions: [{ event: 'incomingMessage', next }],
  };
}

test('templates show their buttons and rows, which can be pressed; media can be sent', async (t) => {
  const script =
    ':media https://a.example/x.png https://a.example/y.pdf Look\n:button maybe\n:button yes\n:list Friday\n';
  const options = ['--from', 'whatsapp:+15550002222', '--config', file(t, 'atelier.yaml', templates)];
  const { lines, code } = await transcript(t, script, options, byTemplates);
  assert.deepEqual(lines, [
    ':media https://a.example/x.png https://a.example/y.pdf Look',
    'flow: Coming, there?',
    '      [button yes: Yes!]',
    '      [Map: https://a.example/m]',
    ':button maybe',
    'error: Button is invalid: the last template has no "maybe"; it can be answered by yes (Yes!)',
    ':button yes',
    'flow: Which day?',
    '      [list Days]',
    '      [row mon: Monday, all day]',
    '      [row fri: Friday]',
    ':list Friday',
    'flow: yes fri application/pdf',
    '-- the run has ended (FLOW_END)',
  ]);
  assert.equal(code, 1);
});

test('a template that the channel does not take is refused, and the flow goes its way', async (t) => {
  const options = ['--config', file(t, 'atelier.yaml', templates)];
  const { lines } = await transcript(t, 'Hi\n:button yes\nsure\n:steps\n', options, byTemplates);
  assert.deepEqual(lines.slice(1, 5), [
    'flow: Coming, there?',
    ':button yes',
    'error: Button is invalid: the last template has no "yes"; it can be answered by no button',
    'you: sure',
  ]);
  assert.match(lines[5] ?? '', /^problem: 81011 .*Content Type is not supported on this channel/);
  assert.equal(lines.at(-1), 'day -- deliveryFailure --> Ended');
});

test('without the templates, messages are shown by their name', async (t) => {
  const { lines } = await transcript(t, 'Hi\n:button yes\n', [], byTemplates);
  assert.match(lines[1] ?? '', /^flow: \[template HX0+1 /);
  assert.equal(lines[3], 'error: There is no template with buttons between the two yet');
});

test('a settings file with a bad template is told by its line', async (t) => {
  const broken = file(t, 'atelier.yaml', "content:\n  HX1:\n    body: 'x'\n");
  const { code, err } = await atelier(['chat', '--config', broken, file(t, 'flow.json', byTemplates)], '');
  assert.equal(code, 2);
  assert.match(err, /atelier\.yaml:2: content\.HX1/);
});

/** What a script prints after the greeting. */
async function transcript(t: TestContext, script: string, options: string[], definition: object) {
  const { code, out, err } = await atelier(['chat', ...options, file(t, 'flow.json', definition)], script);
  assert.equal(err, '');
  return { code, lines: out.trimEnd().split('\n').slice(1) };
}
