import { smallFlow } from '../document-fixture.ts';
import { testEdits, testRefusals } from './edits-fixture.ts';

/** The `n`th of the equal texts is meant. */
function nth(text: string, n: number, replaced: string): readonly [string, string] {
  const parts = smallFlow.split(text);
  const before = parts.slice(0, n).join(text);
  return [before + text, before + replaced];
}

testEdits('conditions', [
  {
    what: 'a new one comes last, written as Studio does',
    edit: { do: 'addCondition', widget: 'route_day', type: 'equal_to', value: '2', next: 'ask_day' },
    name: 'Edit conditions of route_day',
    writes: [
      nth(
        '          ]\n        }\n      ],',
        1,
        `          ]
        },
        {
          "next": "ask_day",
          "event": "match",
          "conditions": [
            {
              "friendly_name": "If value equal_to 2",
              "arguments": [
                "{{widgets.ask_day.inbound.Body}}"
              ],
              "type": "equal_to",
              "value": "2"
            }
          ]
        }
      ],`,
      ),
    ],
  },
  {
    what: 'the name that was made up follows the value',
    edit: { do: 'changeCondition', widget: 'route_day', transition: 1, condition: 0, value: 'yes' },
    name: 'Edit conditions of route_day',
    writes: [
      ['equal_to 1"', 'equal_to yes"'],
      ['"value": "1"', '"value": "yes"'],
    ],
  },
  {
    what: 'a name that somebody gave stays',
    edit: { do: 'changeCondition', widget: 'route_day', transition: 1, condition: 0, value: 'yes' },
    name: 'Edit conditions of route_day',
    in: [['If value equal_to 1', 'First']],
    writes: [['"value": "1"', '"value": "yes"']],
  },
  {
    what: 'a blank check has the words of Studio for its value',
    edit: { do: 'changeCondition', widget: 'route_day', transition: 1, condition: 0, type: 'is_not_blank' },
    name: 'Edit conditions of route_day',
    writes: [
      ['equal_to 1"', 'is_not_blank Is Not Blank"'],
      ['"type": "equal_to"', '"type": "is_not_blank"'],
      ['"value": "1"', '"value": "Is Not Blank"'],
    ],
  },
  {
    what: 'with its last condition a transition goes',
    edit: { do: 'removeCondition', widget: 'route_day', transition: 1, condition: 0 },
    name: 'Edit conditions of route_day',
    writes: [
      [
        smallFlow.slice(
          smallFlow.indexOf(',\n        {\n          "next": "thanks"'),
          smallFlow.indexOf(
            '\n      ],\n      "properties": {\n        "offset": {\n          "x": 10,\n          "y": 400',
          ),
        ),
        '',
      ],
    ],
  },
  {
    what: 'follow the value that is tested, where they tested the same',
    edit: { do: 'setInput', widget: 'route_day', input: '{{flow.data.day}}' },
    name: 'Edit Variable to test of route_day',
    writes: [
      ['[\n                "{{widgets.ask_day.inbound.Body}}"', '[\n                "{{flow.data.day}}"'],
      ['"input": "{{widgets.ask_day.inbound.Body}}"', '"input": "{{flow.data.day}}"'],
    ],
  },
  {
    what: 'do not follow where they test another value',
    edit: { do: 'setInput', widget: 'route_day', input: '{{flow.data.day}}' },
    name: 'Edit Variable to test of route_day',
    in: [['[\n                "{{widgets.ask_day', '[\n                "{{widgets.other']],
    writes: [['"input": "{{widgets.ask_day.inbound.Body}}"', '"input": "{{flow.data.day}}"']],
  },
]);

testRefusals([
  [{ do: 'changeCondition', widget: 'route_day', transition: 1, condition: 3 }, 'route_day has no such condition.'],
]);
