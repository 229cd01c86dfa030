import { testEdits, testRefusals } from './edits-fixture.ts';

testEdits('the flow', [
  {
    what: 'replaces a text in values, whatever its case',
    edit: { do: 'replace', find: 'you SAID', with: 'I "heard"' },
    name: 'Replace 1',
    writes: [['You said', 'I \\"heard\\"']],
  },
  {
    what: 'gets a description',
    edit: { do: 'setDescription', description: 'Smaller' },
    name: 'Edit description',
    writes: [['"Small"', '"Smaller"']],
  },
  {
    what: 'gets a flag',
    edit: { do: 'setFlag', flag: 'allow_concurrent_calls', value: false },
    name: 'Change allow concurrent calls',
    writes: [['true', 'false']],
  },
  {
    what: 'starts at another widget',
    edit: { do: 'setInitialState', widget: 'Trigger' },
    name: 'Start at Trigger',
    in: [['"initial_state": "Trigger"', '"initial_state": "start"']],
    writes: [['"start"', '"Trigger"']],
  },
  {
    what: 'has the type of a widget put right',
    edit: { do: 'setType', widget: 'thanks', type: 'send-message' },
    name: 'Change type of thanks',
    in: [['"send-message"', '"send-mesage"']],
    writes: [['"send-mesage"', '"send-message"']],
  },
]);

testRefusals([
  [
    { do: 'setWidgetText', widget: 'thanks', text: '{\n  "name": "a"\n  "b": 1}' },
    'Line 3, column 3: a comma is missing.',
  ],
  [{ do: 'setWidgetText', widget: 'thanks', text: '[]' }, 'A widget is an object with "name" and "type".'],
  [{ do: 'setFlowText', text: '{}' }, 'This is not a flow: it has no "states".'],
  [{ do: 'setFlowText', text: '{"states": [}' }, 'Line 1, column 13: a value is missing.'],
]);
