import { smallFlow } from '../document-fixture.ts';
import { testEdits, testRefusals } from './edits-fixture.ts';

const reply = { widget: 'ask_day', event: 'incomingMessage' };

testEdits('wires', [
  {
    what: 'connect an outlet that leads nowhere',
    edit: { do: 'connect', outlet: { widget: 'ask_day', event: 'timeout' }, to: 'thanks' },
    name: 'Connect ask_day to thanks',
    writes: [['{\n          "event": "timeout"', '{\n          "next": "thanks",\n          "event": "timeout"']],
  },
  {
    what: 'connect behind the event, in a file that writes them so',
    edit: { do: 'connect', outlet: { widget: 'b', transition: 0 }, to: 'a' },
    name: 'Connect b to a',
    in: [
      [
        smallFlow,
        '{"states": [{"name": "a", "type": "set-variables", "transitions": [{"event": "next", "next": "b"}]}, {"name": "b", "type": "set-variables", "transitions": [{"event": "next"}]}]}',
      ],
    ],
    writes: [['{"event": "next"}', '{"event": "next", "next": "a"}']],
  },
  {
    what: 'take the place of the wire before',
    edit: { do: 'reconnect', outlet: reply, to: 'thanks' },
    name: 'Reconnect ask_day to thanks',
    writes: [['"next": "route_day"', '"next": "thanks"']],
  },
  {
    what: 'may lead to their own widget',
    edit: { do: 'connect', outlet: { widget: 'route_day', transition: 0 }, to: 'route_day' },
    name: 'Connect route_day to route_day',
    writes: [['{\n          "event": "noMatch"', '{\n          "next": "route_day",\n          "event": "noMatch"']],
  },
  {
    what: 'are cut as the file writes it: without next',
    edit: { do: 'disconnect', outlet: reply },
    name: 'Disconnect ask_day',
    writes: [['"next": "route_day",\n          ', '']],
  },
  ...(['null', '""'] as const).map((written) => ({
    what: `are cut as the file writes it: next is ${written}`,
    edit: { do: 'disconnect', outlet: reply } as const,
    name: 'Disconnect ask_day',
    in: ['incomingCall', 'timeout', 'deliveryFailure', 'noMatch', 'sent', 'failed'].map(
      (event) => [`"event": "${event}"`, `"next": ${written}, "event": "${event}"`] as const,
    ),
    writes: [['"next": "route_day"', `"next": ${written}`]] as const,
  })),
]);

testEdits('places', [
  {
    what: 'are written in whole units, and only where they differ',
    edit: { do: 'move', places: [{ widget: 'ask_day', x: 10, y: 219.6 }] },
    name: 'Move ask_day',
    writes: [['"y": 200', '"y": 220']],
  },
  {
    what: 'of several are one entry',
    edit: {
      do: 'align',
      places: [
        { widget: 'ask_day', x: 0, y: 200 },
        { widget: 'thanks', x: 0, y: 600 },
      ],
    },
    name: 'Align 2 widgets',
    writes: [
      ['"x": 10.0', '"x": 0'],
      ['"x": 10,\n          "y": 600', '"x": 0,\n          "y": 600'],
    ],
  },
  {
    what: 'come first where there was none',
    edit: { do: 'tidyUp', places: [{ widget: 'thanks', x: 1, y: 2 }] },
    name: 'Tidy up',
    in: [['"offset": {\n          "x": 10,\n          "y": 600\n        },\n        ', '']],
    writes: [
      ['"body": "You said', '"offset": {\n          "x": 1,\n          "y": 2\n        },\n        "body": "You said'],
    ],
  },
  {
    what: 'make the properties where there were none',
    edit: { do: 'move', places: [{ widget: 'a', x: 1, y: 2 }] },
    name: 'Move a',
    in: [[smallFlow, '{"states": [{"name": "a", "type": "set-variables"}]}']],
    writes: [['"set-variables"', '"set-variables", "properties": {"offset": {"x": 1, "y": 2}}']],
  },
]);

testEdits('deleting', [
  {
    what: 'takes the state, and the wires to it',
    edit: { do: 'delete', widgets: ['thanks'] },
    name: 'Delete thanks',
    writes: [
      ['"next": "thanks",\n          ', ''],
      [
        smallFlow.slice(smallFlow.indexOf(',\n    {\n      "name": "thanks"'), smallFlow.indexOf('\n  ],\n  "initial')),
        '',
      ],
    ],
  },
  {
    what: 'leaves the Trigger where it is among others',
    edit: { do: 'cut', widgets: ['Trigger', 'ask_day', 'route_day', 'thanks'] },
    name: 'Cut 3 widgets',
    writes: [
      ['"next": "ask_day",\n          ', ''],
      [
        smallFlow.slice(
          smallFlow.indexOf(',\n    {\n      "name": "ask_day"'),
          smallFlow.indexOf('\n  ],\n  "initial'),
        ),
        '',
      ],
    ],
  },
  {
    what: 'can connect what led there with where it led',
    edit: { do: 'deleteAndReconnect', widgets: ['ask_day'] },
    name: 'Delete and reconnect ask_day',
    writes: [
      ['"next": "ask_day"', '"next": "route_day"'],
      [
        smallFlow.slice(
          smallFlow.indexOf(',\n    {\n      "name": "ask_day"'),
          smallFlow.indexOf(',\n    {\n      "name": "route_day"'),
        ),
        '',
      ],
    ],
  },
]);

testRefusals([
  [{ do: 'connect', outlet: reply, to: 'Trigger' }, 'Nothing can lead to the Trigger.'],
  [{ do: 'connect', outlet: reply, to: 'nobody' }, 'nobody is not in this flow.'],
  [{ do: 'connect', outlet: { widget: 'thanks', transition: 9 }, to: 'thanks' }, 'thanks has no such transition.'],
  [{ do: 'delete', widgets: ['Trigger'] }, 'Each flow needs its Trigger.'],
]);
