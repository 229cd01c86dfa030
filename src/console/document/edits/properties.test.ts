import { testEdits, testRefusals } from './edits-fixture.ts';

testEdits('properties', [
  {
    what: 'a text is changed where it differs, its escapes stay',
    edit: {
      do: 'setProperty',
      widget: 'thanks',
      path: ['body'],
      value: "You said {{ widgets['ask_day'].inbound.Body | upcase }}. é",
    },
    name: 'Edit Message body of thanks',
    writes: [[', not widgets.ask_day', '']],
  },
  {
    what: 'what means the same stays as it is written',
    edit: { do: 'setProperty', widget: 'ask_day', path: ['x_own'], value: 1000 },
    name: 'Edit x_own of ask_day',
    writes: [],
  },
  {
    what: 'a new one comes last',
    edit: { do: 'setProperty', widget: 'ask_day', path: ['media_url'], value: 'https://example.com/"a"' },
    name: 'Edit Media URL of ask_day',
    writes: [['"x_own": 1e3', '"x_own": 1e3,\n        "media_url": "https://example.com/\\"a\\""']],
  },
  {
    what: 'one that is cleared goes',
    edit: { do: 'clearProperty', widget: 'ask_day', path: ['timeout'] },
    name: 'Edit Stop waiting after of ask_day',
    writes: [['\n        "timeout": "3600",', '']],
  },
  {
    what: 'one that is "" stays so',
    edit: { do: 'clearProperty', widget: 'thanks', path: ['from'] },
    name: 'Edit From of thanks',
    writes: [],
  },
  {
    what: 'one that was "" before it was typed in becomes so again',
    edit: { do: 'clearProperty', widget: 'thanks', path: ['from'], keepsKey: true },
    name: 'Edit From of thanks',
    in: [['"from": ""', '"from": "a"']],
    writes: [['"from": "a"', '"from": ""']],
  },
  {
    what: 'one that the type needs becomes ""',
    edit: { do: 'clearProperty', widget: 'route_day', path: ['input'] },
    name: 'Edit Variable to test of route_day',
    writes: [['"input": "{{widgets.ask_day.inbound.Body}}"', '"input": ""']],
  },
  {
    what: 'a first row makes the table',
    edit: { do: 'addRow', widget: 'thanks', path: ['rows'], row: { key: 'a', value: 'b' } },
    name: 'Edit rows of thanks',
    writes: [
      [
        '"from": ""',
        '"from": "",\n        "rows": [\n          {\n            "key": "a",\n            "value": "b"\n          }\n        ]',
      ],
    ],
  },
  {
    what: 'rows are added on the line that they are on',
    edit: { do: 'addRow', widget: 'thanks', path: ['rows'], row: 'c', at: 1 },
    name: 'Edit rows of thanks',
    in: [['"from": ""', '"from": "", "rows": ["a", "b"]']],
    writes: [['["a", "b"]', '["a", "c", "b"]']],
  },
  {
    what: 'rows change places, the blanks do not',
    edit: { do: 'moveRow', widget: 'thanks', path: ['rows'], row: 0, to: 2 },
    name: 'Edit rows of thanks',
    in: [['"from": ""', '"from": "", "rows": [1.0,2,  3 ]']],
    writes: [['[1.0,2,  3 ]', '[2,3,  1.0 ]']],
  },
  {
    what: 'the last row leaves an empty table',
    edit: { do: 'removeRow', widget: 'thanks', path: ['rows'], row: 0 },
    name: 'Edit rows of thanks',
    in: [['"from": ""', '"from": "", "rows": [ 1 ]']],
    writes: [['[ 1 ]', '[]']],
  },
]);

testRefusals([[{ do: 'removeRow', widget: 'thanks', path: ['rows'], row: 0 }, 'There is no rows.']]);
