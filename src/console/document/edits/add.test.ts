import assert from 'node:assert/strict';
import { test } from 'node:test';
import { opened, smallFlow } from '../document-fixture.ts';
import type { Outlet } from '../scene.ts';
import { flowView } from '../view.ts';
import { firstFreeOutlet } from './add.ts';
import { testEdits, testRefusals } from './edits-fixture.ts';

const place = { x: 330.4, y: 200 };
const message = { body: 'Hello' };
const reply = { widget: 'ask_day', event: 'incomingMessage' };
const end = `        "from": ""
      }
    }
  ],`;
const unwired = `        {
          "event": "sent"
        },
        {
          "event": "failed"
        }`;

/** The end of the states with one more. */
function withState(name: string, transitions: string): readonly [string, string] {
  return [
    end,
    `        "from": ""
      }
    },
    {
      "name": "${name}",
      "type": "send-message",
      "transitions": [
${transitions}
      ],
      "properties": {
        "offset": {
          "x": 330,
          "y": 200
        },
        "body": "Hello"
      }
    }
  ],`,
  ];
}

testEdits('a new widget', [
  {
    what: 'stands last, with each event of its type',
    edit: { do: 'add', type: 'send-message', place, properties: message },
    name: 'Add send_message_1',
    writes: [withState('send_message_1', unwired)],
  },
  {
    what: 'follows the first free outlet of another',
    edit: { do: 'add', type: 'send-message', place, properties: message, after: 'ask_day' },
    name: 'Add send_message_1',
    writes: [
      ['{\n          "event": "timeout"', '{\n          "next": "send_message_1",\n          "event": "timeout"'],
      withState('send_message_1', unwired),
    ],
  },
  {
    what: 'follows a loose outlet that is not in the file yet',
    edit: {
      do: 'add',
      type: 'send-message',
      place,
      properties: message,
      from: { widget: 'Trigger', event: 'incomingRequest' },
    },
    name: 'Add send_message_1',
    writes: [
      [
        '          "event": "incomingCall"\n        }',
        '          "event": "incomingCall"\n        },\n        {\n          "next": "send_message_1",\n          "event": "incomingRequest"\n        }',
      ],
      withState('send_message_1', unwired),
    ],
  },
  {
    what: 'on a wire leads to what the wire led to',
    edit: { do: 'insert', type: 'send-message', place, properties: message, on: reply },
    name: 'Insert send_message_1',
    writes: [
      ['"next": "route_day"', '"next": "send_message_1"'],
      withState(
        'send_message_1',
        unwired.replace('"event": "sent"', '"next": "route_day",\n          "event": "sent"'),
      ),
    ],
  },
  {
    what: 'goes into a list that was empty',
    edit: { do: 'add', type: 'set-variables', place: { x: 1, y: 2 }, properties: {} },
    name: 'Add set_variables_1',
    in: [[smallFlow, '{\n\t"states": []\n}']],
    writes: [
      [
        '[]',
        '[\n\t\t{\n\t\t\t"name": "set_variables_1",\n\t\t\t"type": "set-variables",\n\t\t\t"transitions": [\n\t\t\t\t{\n\t\t\t\t\t"event": "next"\n\t\t\t\t}\n\t\t\t],\n\t\t\t"properties": {\n\t\t\t\t"offset": {\n\t\t\t\t\t"x": 1,\n\t\t\t\t\t"y": 2\n\t\t\t\t}\n\t\t\t}\n\t\t}\n\t]',
      ],
    ],
  },
  {
    what: 'is written on one line in a file of one line',
    edit: { do: 'add', type: 'set-variables', place: { x: 1, y: 2 }, properties: {} },
    name: 'Add set_variables_1',
    in: [[smallFlow, '{"states":[{"name":"Trigger","type":"trigger"}],"a":1}']],
    writes: [
      [
        '"trigger"}',
        '"trigger"},{"name":"set_variables_1","type":"set-variables","transitions":[{"event":"next"}],"properties":{"offset":{"x":1,"y":2}}}',
      ],
    ],
  },
  {
    what: 'of a split has no match until there is a condition',
    edit: { do: 'add', type: 'split-based-on', place: { x: 1, y: 2 }, properties: { input: '' } },
    name: 'Add split_based_on_1',
    in: [[smallFlow, '{"states":[]}']],
    writes: [
      [
        '[]',
        '[{"name":"split_based_on_1","type":"split-based-on","transitions":[{"event":"noMatch"}],"properties":{"offset":{"x":1,"y":2},"input":""}}]',
      ],
    ],
  },
]);

testEdits('a widget dropped on a wire', [
  {
    what: 'leads on by its main outlet',
    edit: { do: 'insertWidget', widget: 'thanks', on: { widget: 'Trigger', event: 'incomingMessage' } },
    name: 'Insert thanks',
    writes: [
      ['"next": "ask_day"', '"next": "thanks"'],
      ['{\n          "event": "sent"', '{\n          "next": "ask_day",\n          "event": "sent"'],
    ],
  },
]);

const splits: readonly (readonly [transitions: string, outlet: Outlet | undefined])[] = [
  ['{"event": "noMatch"}, {"event": "match"}', { widget: 'a', transition: 1 }],
  ['{"event": "noMatch"}, {"event": "match", "next": "a"}', { widget: 'a', event: 'noMatch' }],
  ['{"event": "match", "next": "a"}', { widget: 'a', event: 'noMatch' }],
  ['{"event": "noMatch", "next": "a"}, {"event": "odd", "next": ""}', { widget: 'a', event: 'odd' }],
  ['{"event": "noMatch", "next": "a"}, {"event": "noMatch"}', undefined],
];
for (const [transitions, outlet] of splits) {
  test(`the first free outlet of a split with ${transitions}`, () => {
    const text = `{"states": [{"name": "a", "type": "split-based-on", "transitions": [${transitions}]}]}`;
    const state = flowView(opened(text)).find('a');
    assert.deepEqual(state && firstFreeOutlet('a', state), outlet);
  });
}

testRefusals([
  [{ do: 'add', type: 'trigger', place }, 'A flow has one Trigger only.'],
  [{ do: 'add', type: 'nothing', place }, '"nothing" is not a widget type.'],
  [
    { do: 'insert', type: 'send-message', place, on: { widget: 'thanks', event: 'sent' } },
    'This outlet of thanks leads nowhere.',
  ],
  [{ do: 'insertWidget', widget: 'Trigger', on: reply }, 'Nothing can lead to the Trigger.'],
]);
