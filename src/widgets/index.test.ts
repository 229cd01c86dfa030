import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { tellExample } from '../../docs/worked-example.ts';
import { studioDefaults } from '../engine/limits.ts';
import { validateDefinition } from '../engine/validation/index.ts';
import type { Widget } from '../engine/widget.ts';
import { widgets, widgetsByType } from './index.ts';

/** Every official type, in the order of the enumeration that an unknown type is answered with. */
const OFFICIAL_TYPES = `trigger send-message send-and-wait-for-reply split-based-on set-variables make-http-request
  run-function run-function-v2 run-subflow send-to-flex add-twiml-redirect start-conversation resume-conversation
  create-task create-chat-channel add-member-to-chat-channel update-sync-object understand send-to-auto-pilot say-play
  gather-input-on-call connect-call-to make-outgoing-call-v2 make-outgoing-call-v1 record-voicemail record-call
  enqueue-call capture-payments fork-stream connect-virtual-agent connect-virtual-agent-v2 run-conversation-relay`;

/** Keywords of JSON Schema that the validator checks, and hints for the form. */
const UNDERSTOOD = `type required properties items enum minimum maximum additionalProperties
  title description default lines liquid form`.split(/\s+/);

test('every official type is registered once, in the order of the enumeration', () => {
  const types = widgets.map(({ type }) => type);
  assert.deepEqual(types, OFFICIAL_TYPES.split(/\s+/));
  assert.deepEqual([...widgetsByType.keys()], types);
});

test('every widget stands in the file of its type', () => {
  // The second version of Run Function differs from the first in its name alone.
  for (const { type } of widgets) {
    const file = new URL(`${type.replace('run-function-v2', 'run-function')}.ts`, import.meta.url);
    assert.ok(existsSync(file), type);
    assert.ok(readFileSync(file, 'utf8').includes(`'${type}'`), type);
  }
});

test('every file that declares a widget is registered', () => {
  const files = readdirSync(import.meta.dirname).filter((name) => /^[a-z0-9-]+\.ts$/.test(name));
  for (const file of files) {
    const declared = readFileSync(new URL(file, import.meta.url), 'utf8').match(/^ {2}type: '([a-z0-9-]+)'/m);
    if (declared) assert.ok(widgetsByType.has(declared[1] ?? ''), `${file} declares ${declared[1]}`);
  }
});

for (const widget of widgets) {
  const { type } = widget;

  test(`${type}: its example validates`, () => {
    assert.deepEqual(validate(flowOf([widget])), { errors: [], warnings: [] });
  });

  test(`${type}: title, summary, source, channels, events, outputs are documented`, () => {
    const texts = [widget.title, widget.summary, widget.source, ...Object.values(widget.events)];
    for (const text of [...texts, ...Object.values(widget.outputs)]) assert.match(text, /\S/);
    assert.ok(widget.channels.length > 0);
    assert.ok(Object.keys(widget.events).length > 0 || widget.acceptsAnyEvent);
  });

  test(`${type}: every property has a title, and only keywords that are checked`, () => {
    for (const [name, schema] of Object.entries(widget.properties.properties)) {
      assert.match(titleOf(schema), /\S/, name);
    }
    assert.deepEqual(
      keywordsOf(widget.properties).filter((keyword) => !UNDERSTOOD.includes(keyword)),
      [],
    );
  });

  test(`${type}: its worked example leaves by the event it names`, () => {
    const { worked } = widget;
    assert.ok(worked);
    assert.equal(tellExample(widget, worked).event, worked.event);
  });

  test(`${type}: what it declares survives JSON`, () => {
    const { properties, events, outputs, example, worked = {} } = widget;
    const declared = { properties, events, outputs, example, worked };
    assert.deepEqual(JSON.parse(JSON.stringify(declared)), plain(declared));
  });

  test(`${type}: the events it names elsewhere are its events`, () => {
    const named = [widget.failureEvent, widget.repeatableEvent].filter((event) => event !== undefined);
    for (const event of named) assert.ok(Object.hasOwn(widget.events, event), event);
    for (const event of widget.silentEvents ?? []) assert.ok(!Object.hasOwn(widget.events, event), event);
  });
}

test('any flow made of the examples validates', () => {
  const placed = fc.array(fc.constantFrom(...widgets.filter(({ type }) => type !== 'trigger')), { maxLength: 30 });
  fc.assert(
    fc.property(placed, (chosen) => {
      assert.deepEqual(validate(flowOf(chosen)), { errors: [], warnings: [] });
    }),
    { numRuns: 100 },
  );
});

/** A flow that enters every widget from the one before it, by each of its events. */
function flowOf(chosen: readonly Widget[]): unknown {
  const placed = chosen.filter(({ type }) => type !== 'trigger');
  const trigger = widgetsByType.get('trigger');
  assert.ok(trigger);
  const all = [trigger, ...placed];
  const nameOf = (index: number) => (index === 0 ? 'Trigger' : `${all[index]?.type}_${index}`);
  const states = all.map((widget, index) => ({
    name: nameOf(index),
    type: widget.type,
    transitions: Object.keys(widget.events).map((event) => ({
      event,
      next: nameOf((index + 1) % all.length),
      ...(event === widget.repeatableEvent ? { conditions: conditionsOf(widget) } : {}),
    })),
    properties: { offset: { x: 0, y: index * 100 }, ...widget.example },
  }));
  return { description: 'All', states, initial_state: 'Trigger', flags: { allow_concurrent_calls: true } };
}

function conditionsOf({ conditionTypes = [] }: Widget): unknown[] {
  return conditionTypes.map(({ type, usesValue }) => ({
    friendly_name: type,
    arguments: ['{{trigger.message.Body}}'],
    type,
    ...(usesValue ? { value: '1' } : {}),
  }));
}

function validate(definition: unknown) {
  return validateDefinition(definition, { widgets: widgetsByType, level: 'strict', limits: studioDefaults });
}

function titleOf(schema: object): string {
  return 'title' in schema && typeof schema.title === 'string' ? schema.title : '';
}

/** Every keyword of a schema and of those in it; the names of properties are none. */
function keywordsOf(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([keyword, value]) => {
    if (keyword === 'properties') return [keyword, ...Object.values(value).flatMap(keywordsOf)];
    return keyword === 'items' ? [keyword, ...keywordsOf(value)] : [keyword];
  });
}

/** Without the marks of the schema library, which do not show in JSON. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]));
}
