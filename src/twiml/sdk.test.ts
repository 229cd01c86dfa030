/** What the official SDK can write is known here: read from its declarations and its code. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import twilio from 'twilio';
import { type AttributeDefinition, readAttribute } from './attributes.ts';
import { definitions, parseTwiml, type VerbDefinition, verbs } from './index.ts';

/** Parent and element → why it is not known. */
const leftOut: { readonly [edge: string]: string } = {
  'Response Echo': 'For tests of the service itself; nothing documents it.',
  'Response Prompt': 'Means something in Pay alone.',
  'Response Queue': 'Means something in Dial alone.',
  'Connect Autopilot': 'The product was retired.',
};

/** Parent, element, attribute and value → why it cannot be used. */
const leftOutValues: { readonly [edge: string]: string } = {
  'Connect Stream track both_tracks': 'A stream that answers has one track (carrier page §A2).',
};

/** Attribute, or all of an element → where they are documented, as the SDK does not write them. */
const notOfTheSdk: { readonly [attribute: string]: string } = {
  'Dial callReason': 'https://www.twilio.com/docs/voice/twiml/dial',
  'Connect/ConversationRelay eotThreshold': 'https://www.twilio.com/docs/voice/twiml/connect/conversationrelay',
  'Start/Transcription enableProviderData': 'https://www.twilio.com/docs/voice/twiml/transcription',
  // Of earlier versions of the SDK.
  'Connect/Assistant': 'https://www.twilio.com/docs/voice/twiml/connect',
};

const require = createRequire(import.meta.url);
const code = readFileSync(require.resolve('twilio/lib/twiml/VoiceResponse.js'), 'utf8');
const declarations = readFileSync(require.resolve('twilio/lib/twiml/VoiceResponse.d.ts'), 'utf8');

interface Edge {
  /** Class of the parent, e.g. `SsmlP`; `Response` for the document. */
  readonly parent: string;
  /** Class of the element. */
  readonly child: string;
  /** Name of the element, e.g. `p`. */
  readonly name: string;
}

const edges: readonly Edge[] = [...code.matchAll(/new VoiceResponse\.(\w+)\(this\.(\w+)\.ele\("([\w-]+)"/g)].map(
  ([, child = '', parent = '', name = '']) => ({
    parent: parent.charAt(0).toUpperCase() + parent.slice(1),
    child,
    name,
  }),
);

test('the code of the SDK was read', () => {
  assert.ok(edges.length > 100, String(edges.length));
  assert.equal(edges.length, [...code.matchAll(/\.ele\("/g)].length);
  assert.deepEqual([...attributesOf('Pause')], [['length', []]]);
  assert.deepEqual([...attributesOf('Reject')], [['reason', ['rejected', 'busy']]]);
});

test('what is left out is written by the SDK, and unknown here', () => {
  for (const edge of Object.keys(leftOut)) {
    const [parent = '', name = ''] = edge.split(' ');
    assert.ok(
      edges.some((each) => each.parent === parent && each.name === name),
      edge,
    );
    assert.ok(!childrenOf(parent).some((child) => child.name === name), edge);
  }
});

for (const { parent, child, name } of edges.filter((edge) => leftOut[`${edge.parent} ${edge.name}`] === undefined)) {
  test(`the SDK's ${child} in ${parent} is known, with all its attributes and their values`, () => {
    const verb = childrenOf(parent).find((each) => each.name === name);
    assert.ok(verb);
    for (const [attribute, values] of attributesOf(child)) {
      const definition = definitionOf(verb, attribute);
      assert.ok(definition, attribute);
      for (const value of values) {
        const isUsable = readAttribute(definition, value) !== undefined;
        assert.notEqual(isUsable, `${parent} ${name} ${attribute} ${value}` in leftOutValues, `${attribute} ${value}`);
      }
    }
  });
}

test('a document of the SDK is read without a warning', () => {
  const response = new twilio.twiml.VoiceResponse();
  const gather = response.gather({ input: ['dtmf', 'speech'], numDigits: 1, hints: 'yes, no', action: '/next' });
  const say = gather.say({ voice: 'Polly.Amy', language: 'en-GB' }, 'Hello');
  say.break({ strength: 'weak' });
  say.prosody({ rate: 'slow' }, 'there').emphasis({ level: 'strong' }, 'you');
  const dial = response.dial({ timeout: 10, record: 'record-from-answer-dual', sequential: true });
  dial.number({ statusCallbackEvent: ['ringing', 'completed'] }, '+15550100');
  dial.client('ann').parameter({ name: 'a', value: 'b' });
  response
    .pay({ chargeAmount: '10.00', validCardTypes: ['visa', 'amex'] })
    .prompt({ attempt: [1, 2], cardType: ['visa'] });
  response.enqueue({ workflowSid: 'WW1' }).task({ priority: 1 }, '{}');
  response.start().stream({ url: 'wss://example.com', track: 'both_tracks' });
  response.connect().conversationRelay({ url: 'wss://example.com', interruptible: 'true' }).language({ code: 'en-US' });
  response.refer().sip('sip:a@example.com');
  response.redirect('/again');

  const result = parseTwiml(response.toString(), 'voice');
  assert.ok(result.ok);
  assert.deepEqual(result.warnings, []);
  assert.deepEqual(
    result.verbs.map(({ name }) => name),
    ['Gather', 'Dial', 'Pay', 'Enqueue', 'Start', 'Connect', 'Refer', 'Redirect'],
  );
});

/** What may stand in what the SDK has as a class. */
function childrenOf(parent: string): readonly VerbDefinition[] {
  if (parent === 'Response') return verbs.filter((verb) => verb.in.includes('voice'));
  const edge = edges.find(({ child }) => child === parent);
  const name = edge?.name ?? '';
  const same = [...definitions].filter(([id]) => id === name || id.endsWith(`/${name}`));
  return same.flatMap(([, { children }]) => children);
}

function definitionOf({ attributes }: VerbDefinition, name: string): AttributeDefinition | undefined {
  return attributes[name] ?? Object.values(attributes).find(({ aliases = [] }) => aliases.includes(name));
}

/** The attributes of every form of the method that makes one, with the values that the SDK lists. */
function attributesOf(child: string): ReadonlyMap<string, readonly string[]> {
  const method = new RegExp(`attributes\\??: VoiceResponse\\.(\\w+)[^;]*\\): VoiceResponse\\.${child};`, 'g');
  const interfaces = new Set(found(method).map(([name = '']) => name));
  const bodies = [...interfaces].flatMap((name) =>
    found(new RegExp(`export interface ${name} \\{(.*?)\\n    \\}`, 'gs')).map(([body = '']) => body),
  );
  const fields = bodies.flatMap((body) => [...body.matchAll(/^ {8}"?([\w:-]+)"?\?: (\w+)/gm)]);
  return new Map(fields.map(([, name = '', type = '']) => [name, valuesOf(type)]));
}

function valuesOf(type: string): string[] {
  const [[union = ''] = []] = found(new RegExp(`^    type ${type} = ([^;]*);`, 'gm'));
  return [...union.matchAll(/"([^"]*)"/g)].map(([, value = '']) => value);
}

/** What the groups of a pattern stand for in the declarations. */
function found(pattern: RegExp): string[][] {
  return [...declarations.matchAll(pattern)].map(([, ...groups]) => groups);
}

const ofCalls = [...definitions].filter(([, verb]) => !verb.in.includes('message') || verb.in.includes('voice'));
for (const [id, verb] of ofCalls) {
  for (const [name, { aliases = [] }] of Object.entries(verb.attributes)) {
    test(`${id} ${name} is what the SDK writes, or is documented elsewhere`, () => {
      const classes = edges.filter((edge) => edge.name === verb.name).map(({ child }) => child);
      const isWritten = [name, ...aliases].some((each) => classes.some((child) => attributesOf(child).has(each)));
      assert.notEqual(isWritten, id in notOfTheSdk || `${id} ${name}` in notOfTheSdk);
    });
  }
}
