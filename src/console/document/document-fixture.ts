/** Flows as people and tools write them, for the tests of the document. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { importDocument } from './open.ts';
import type { FlowDocument } from './view.ts';

const folder = join(import.meta.dirname, '../../../test/flows');

/** Real flows, by their file name. */
export const realFlows: ReadonlyMap<string, string> = new Map(
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
);

export function opened(text: string): FlowDocument {
  const document = importDocument(text);
  if ('refused' in document) throw new Error(document.refused);
  return document;
}

/** A small flow: the Trigger leads to a question, its reply to a split, that to a message. */
export const smallFlow = `{
  "description": "Small",
  "states": [
    {
      "name": "Trigger",
      "type": "trigger",
      "transitions": [
        {
          "next": "ask_day",
          "event": "incomingMessage"
        },
        {
          "event": "incomingCall"
        }
      ],
      "properties": {
        "offset": {
          "x": 0,
          "y": 0
        }
      }
    },
    {
      "name": "ask_day",
      "type": "send-and-wait-for-reply",
      "transitions": [
        {
          "next": "route_day",
          "event": "incomingMessage"
        },
        {
          "event": "timeout"
        },
        {
          "event": "deliveryFailure"
        }
      ],
      "properties": {
        "offset": {
          "x": 10.0,
          "y": 200
        },
        "body": "Which day?",
        "timeout": "3600",
        "x_own": 1e3
      }
    },
    {
      "name": "route_day",
      "type": "split-based-on",
      "transitions": [
        {
          "event": "noMatch"
        },
        {
          "next": "thanks",
          "event": "match",
          "conditions": [
            {
              "friendly_name": "If value equal_to 1",
              "arguments": [
                "{{widgets.ask_day.inbound.Body}}"
              ],
              "type": "equal_to",
              "value": "1"
            }
          ]
        }
      ],
      "properties": {
        "offset": {
          "x": 10,
          "y": 400
        },
        "input": "{{widgets.ask_day.inbound.Body}}"
      }
    },
    {
      "name": "thanks",
      "type": "send-message",
      "transitions": [
        {
          "event": "sent"
        },
        {
          "event": "failed"
        }
      ],
      "properties": {
        "offset": {
          "x": 10,
          "y": 600
        },
        "body": "You said {{ widgets['ask_day'].inbound.Body | upcase }}, not widgets.ask_day. \\u00e9",
        "from": ""
      }
    }
  ],
  "initial_state": "Trigger",
  "flags": {
    "allow_concurrent_calls": true
  }
}
`;

const blanks = fc.constantFrom('', '', '', ' ', '\n', '\n  ', '\t', '\r\n    ');
const scalar = fc.constantFrom(
  '1.0',
  '1e3',
  '-0',
  '0',
  'true',
  'null',
  '""',
  '"a"',
  '"\\u00e9\\/"',
  '"é\\n😀"',
  '"a.b,c]"',
);

/** JSON text with blanks anywhere, numbers and escapes of every form, and keys that stand twice. */
export const anyJson: fc.Arbitrary<string> = fc.letrec<{ value: string; item: string; member: string }>((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, scalar, enclosedIn('[', ']', tie('item')), enclosedIn('{', '}', tie('member'))),
  item: fc.tuple(blanks, tie('value'), blanks).map((parts) => parts.join('')),
  member: fc
    .tuple(
      blanks,
      fc.constantFrom('"a"', '"b"', '"\\u0061"', '"__proto__"', '""'),
      blanks,
      blanks,
      tie('value'),
      blanks,
    )
    .map(([before, key, left, right, value, after]) => `${before}${key}${left}:${right}${value}${after}`),
})).value;

function enclosedIn(open: string, close: string, part: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .tuple(fc.array(part, { maxLength: 4 }), blanks)
    .map(([parts, inside]) => open + (parts.length > 0 ? parts.join(',') : inside) + close);
}

const names = ['Trigger', 'ask_day', 'ask-name', 'a b', 'route.1', 'send_message_1', 'ask_day'];
const next = fc.constantFrom('', ',"next":null', ', "next" : ""', ...names.map((name) => `, "next": "${name}"`));
const template = fc.constantFrom(
  'Hi',
  '{{widgets.ask_day.inbound.Body}}',
  '{% if widgets[\\"ask-name\\"] %}\\u00e9{% endif %} widgets.ask_day',
  "{{ flow.data.x | plus: widgets['a b'].n }}",
  '{{ widgets.ask_day',
);
const event = fc.constantFrom('incomingMessage', 'timeout', 'match', 'noMatch', 'sent', 'odd');
const transition = fc.tuple(event, next, fc.option(template), blanks).map(([name, to, argument, inside]) => {
  const conditions = `"conditions": [{"arguments": ["${argument}"], "type": "equal_to", "value": "1"}]`;
  return `{${inside}"event": "${name}"${to}${argument === null ? '' : `, ${conditions}`}}`;
});
const type = fc.constantFrom(
  'send-message',
  'send-and-wait-for-reply',
  'split-based-on',
  'set-variables',
  'unheard-of',
);

const state = fc
  .tuple(
    type,
    fc.array(transition, { maxLength: 4 }),
    template,
    anyJson,
    blanks,
    fc.constantFrom(',', ',\n   '),
    fc.boolean(),
  )
  .map(([kind, transitions, body, odd, inside, comma, hasOffset]) => {
    const offset = hasOffset ? `"offset": {"x": 1.0, "y": -20},${inside}` : '';
    const properties = `{${offset}"body":"${body}"${comma}"odd": ${odd}}`;
    const list = `[${inside}${transitions.join(comma)}]`;
    return { kind, rest: `"transitions": ${list}${comma}"properties": ${properties}${inside}` };
  });

/** Texts of flows in every layout, with all the oddities that are known of real ones. */
export const anyFlow: fc.Arbitrary<string> = fc
  .tuple(fc.array(state, { maxLength: 6 }), blanks, blanks, anyJson)
  .map(([states, inside, before, odd]) => {
    const texts = states.map(({ kind, rest }, index) => {
      const name = names[index % names.length];
      return `${before}{"name": "${name}",${inside}"type": "${name === 'Trigger' ? 'trigger' : kind}", ${rest}}`;
    });
    return `${inside}{${inside}"odd": ${odd},${inside}"states":${inside}[${texts.join(`${inside},`)}${inside}]${inside}}${before}`;
  });
