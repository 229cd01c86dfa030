/** What is found in a flow, by words and by filters. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openDocument } from '../document/index.ts';
import { findInFlow } from './find-in-flow.ts';
import { readQuery } from './query.ts';

const flow = {
  description: 'Sunday is not looked at: it is no text of a widget',
  initial_state: 'Trigger',
  states: [
    { name: 'Trigger', type: 'trigger', transitions: [{ event: 'incomingMessage', next: 'greet' }], properties: {} },
    {
      name: 'greet',
      type: 'send-message',
      transitions: [{ event: 'sent', next: 'route_day' }, { event: 'failed' }],
      properties: { offset: { x: 0, y: 200 }, body: 'Hi {{contact.name}}, hi {{flow.variables.day}}', timeout: 30 },
    },
    {
      name: 'route_day',
      type: 'split-based-on',
      transitions: [
        { event: 'noMatch' },
        {
          event: 'match',
          next: 'greet',
          conditions: [
            { friendly_name: 'If Sunday', type: 'equal_to', arguments: ['{{flow.variables.days}}'], value: 'Sunday' },
          ],
        },
      ],
      properties: { input: '{{flow.variables.day}}' },
    },
  ],
};
const notes = [{ id: 'note_1', x: 0, y: 0, width: 200, height: 120, text: 'Ask on Sunday only' }];
const opened = openDocument(JSON.stringify(flow), JSON.stringify({ notes, muted: [] }));

const cases: readonly { readonly typed: string; readonly found: readonly string[]; readonly matchesCase?: boolean }[] =
  [
    { typed: '', found: [] },
    { typed: 'greet', found: ['Trigger transition greet', 'greet name greet', 'route_day transition greet'] },
    { typed: 'hi', found: ['greet body Hi', 'greet body hi'] },
    { typed: 'hi', matchesCase: true, found: ['greet body hi'] },
    { typed: '30', found: ['greet timeout 30'] },
    { typed: 'sunday', found: ['route_day condition Sunday', 'route_day condition Sunday', 'note_1 note Sunday'] },
    { typed: 'equal_to', found: [] },
    { typed: 'Split Based', found: ['route_day type Split based'] },
    { typed: 'type:send-message', found: ['greet name greet'] },
    { typed: 'type:"send message" day', found: ['greet body day', 'greet transition day'] },
    { typed: 'is:problem', found: ['greet name greet'] },
    { typed: 'is:unreachable', found: [] },
    { typed: 'is:odd', found: [] },
    { typed: 'to:GREET', found: ['Trigger transition greet', 'route_day transition greet'] },
    {
      typed: 'uses:flow.variables.day',
      found: ['greet body flow.variables.day', 'route_day input flow.variables.day'],
    },
    { typed: 'uses:variables.day', found: [] },
    { typed: 'uses:contact.name to:route_day', found: ['greet transition route_day', 'greet body contact.name'] },
    { typed: 'uses:contact.name hi', found: ['greet body Hi', 'greet body hi'] },
  ];

for (const { typed, found, matchesCase = false } of cases) {
  test(`${JSON.stringify(typed)}${matchesCase ? ' as written' : ''} finds ${found.join(', ') || 'nothing'}`, () => {
    assert.ok(!('refused' in opened));
    const states = { problem: new Set(['greet']), unreachable: new Set<string>() };
    const hits = findInFlow(opened, readQuery(typed), { matchesCase, states });
    const said = hits.map((hit) => {
      const where = hit.part === 'property' ? hit.key : hit.part;
      const of = hit.part === 'note' ? hit.note : hit.widget;
      return `${of} ${where} ${hit.text.slice(hit.at, hit.at + hit.length)}`;
    });
    assert.deepEqual(said, found);
  });
}
