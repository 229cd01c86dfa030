/** A context with invented values, to try templates of a flow with before anybody has used it. */
import { triggerSubtrees } from '../../engine/initial-context.ts';
import { isJsonObject, type Json, type JsonObject, objectOf, own } from '../../engine/json.ts';
import { castText, entriesOf, isParsedAsJson } from '../../widgets/typed-values.ts';
import type { FlowView, StateView } from '../document/view.ts';
import { liquidTexts } from '../texts/liquid.ts';
import { renderedText } from './preview.ts';

const texts = liquidTexts.invented;

const contact = '+15550001001';
const flowAddress = '+15550001000';
const sid = (prefix: string) => prefix.padEnd(34, '0');

const message: JsonObject = {
  Body: texts.body,
  From: contact,
  To: flowAddress,
  MessageSid: sid('SM'),
  AccountSid: sid('AC'),
  NumMedia: '0',
  NumSegments: '1',
};

const call: JsonObject = {
  CallSid: sid('CA'),
  AccountSid: sid('AC'),
  From: contact,
  To: flowAddress,
  CallStatus: 'in-progress',
  Direction: 'inbound',
  ApiVersion: '2010-04-01',
};

const triggers: { readonly [subtree: string]: JsonObject } = {
  message,
  call,
  conversation: {
    Body: texts.body,
    Author: contact,
    ConversationSid: sid('CH'),
    MessageSid: sid('IM'),
    ParticipantSid: sid('MB'),
    Source: 'SMS',
  },
  request: { parameters: { name: texts.name }, from: flowAddress, to: contact },
  parent: { parameters: { name: texts.name }, flow_sid: sid('FW'), execution_sid: sid('FN') },
};

/** Values of outputs that need to be of a form. */
const outputs: { readonly [key: string]: Json } = {
  inbound: message,
  outbound: { Body: 'Hello', From: flowAddress, To: contact, MessageSid: sid('SM'), Status: 'delivered' },
  Digits: '1',
  SpeechResult: texts.speech,
  Confidence: '0.9',
  status_code: 200,
  content_type: 'application/json',
  body: '{"name": "Ann"}',
  parsed: { name: texts.name },
  headers: {},
  RecordingUrl: 'https://api.example.com/recordings/RE0.wav',
  RecordingDuration: '12',
  DialCallStatus: 'completed',
  DialCallDuration: '42',
  ...call,
};

/** Events of the trigger that lead somewhere, else the first one. */
export function wiredTriggers({ states }: FlowView): readonly string[] {
  const trigger = states.find(({ type }) => type === 'trigger');
  const events = trigger?.transitions.filter(({ next }) => next !== undefined).map(({ event }) => event) ?? [];
  return events.length > 0 ? events : ['incomingMessage'];
}

/** As if every widget had been left once; variables have the values that their templates give. */
export function inventedSample(flow: FlowView, flowSid: string, nowMs: number): JsonObject {
  const subtrees = wiredTriggers(flow).map((event) => triggerSubtrees[event as keyof typeof triggerSubtrees]);
  const base = {
    flow: {
      sid: sid('FN'),
      flow_sid: flowSid,
      channel: { address: flowAddress },
      variables: {},
      data: subtrees.includes('request') ? { name: texts.name } : {},
    },
    contact: { channel: { address: contact } },
    trigger: objectOf(subtrees.flatMap((name) => (name === undefined ? [] : [[name, triggers[name] ?? {}] as const]))),
    widgets: objectOf(
      flow.states
        .filter(({ type }) => type !== 'trigger')
        .map((state) => [state.name, objectOf(fixedOutputs(state).map((key) => [key, invented(key)]))] as const),
    ),
  };
  return withVariables(base, flow, nowMs);
}

/** Keys that a widget keeps whatever happens, without those that its properties name. */
export function fixedOutputs({ widget }: StateView): readonly string[] {
  return Object.keys(widget?.outputs ?? {}).filter((key) => !key.startsWith('<'));
}

/** Rows of a Set Variables with a key. */
export function variablesOf({ type, properties }: StateView) {
  return type === 'set-variables' ? entriesOf(own(properties, 'variables')).filter(({ key }) => key !== '') : [];
}

function invented(key: string): Json {
  const known = own(outputs, key);
  if (known !== undefined) return known;
  if (/sid$/i.test(key)) return sid('XX');
  return texts.text;
}

/** In the order of the file: a variable may be made of one that is set before it. */
function withVariables(base: JsonObject, flow: FlowView, nowMs: number): JsonObject {
  let context = base;
  for (const state of flow.states) {
    const rows = variablesOf(state);
    if (rows.length === 0) continue;
    const values = objectOf(
      rows.map((row) => {
        const rendered = renderedText(String(row.value ?? ''), context, nowMs) ?? '';
        return [row.key, isParsedAsJson(row) ? rendered : castText(rendered, true)] as const;
      }),
    );
    context = merged(context, { flow: { variables: values }, widgets: objectOf([[state.name, values]]) });
  }
  return context;
}

/** The second over the first, object by object. */
export function merged(base: JsonObject, over: JsonObject): JsonObject {
  return objectOf(
    Object.entries(over).map(([key, value]) => {
      const before = own(base, key);
      return [key, isJsonObject(before) && isJsonObject(value) ? merged(before, value) : value] as const;
    }),
    base,
  );
}
