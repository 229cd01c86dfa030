import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileFlow, type Program } from '../../engine/definition.ts';
import type { EffectResult } from '../../engine/effects.ts';
import type { ExecutionEvent } from '../../engine/events.ts';
import type { JsonObject } from '../../engine/json.ts';
import { studioDefaults } from '../../engine/limits.ts';
import { studioSettings } from '../../engine/settings.ts';
import { widgetsByType } from '../../widgets/index.ts';
import { type Difference, firstDifference, type Way } from './difference.ts';
import { type Replayed, type ReplayRecord, replay } from './replay.ts';

interface Changes {
  readonly body?: string;
  readonly condition?: string;
  readonly timeout?: string;
  readonly isUrlAsked?: boolean;
}

/** Asks; 1 gets a text, after an answer over HTTP if need be; else it is sorry. */
function program({ body = 'Which?', condition = '1', timeout = '3600', isUrlAsked = false }: Changes = {}): Program {
  const text = (name: string, says: string): JsonObject => ({
    name,
    type: 'send-message',
    properties: { from: '{{flow.channel.address}}', to: '{{contact.channel.address}}', body: says },
    transitions: [{ event: 'sent' }, { event: 'failed' }],
  });
  const definition = {
    initial_state: 'Trigger',
    states: [
      { name: 'Trigger', type: 'trigger', properties: {}, transitions: [{ event: 'incomingMessage', next: 'ask' }] },
      {
        name: 'ask',
        type: 'send-and-wait-for-reply',
        properties: { from: '{{flow.channel.address}}', body, timeout },
        transitions: [
          { event: 'incomingMessage', next: 'route' },
          { event: 'timeout', next: 'sorry' },
        ],
      },
      {
        name: 'route',
        type: 'split-based-on',
        properties: { input: '{{widgets.ask.inbound.Body}}' },
        transitions: [
          { event: 'noMatch', next: 'sorry' },
          {
            event: 'match',
            next: isUrlAsked ? 'get' : 'map',
            conditions: [
              { friendly_name: 'c', type: 'equal_to', arguments: ['{{widgets.ask.inbound.Body}}'], value: condition },
            ],
          },
        ],
      },
      {
        name: 'get',
        type: 'make-http-request',
        properties: { method: 'GET', url: 'https://api.example.com', content_type: 'application/json' },
        transitions: [{ event: 'success', next: 'map' }, { event: 'failed' }],
      },
      text('map', 'Here'),
      text('sorry', 'Sorry'),
    ],
  };
  const liquid = { dialect: studioSettings.liquidDialect, limits: studioDefaults.liquid };
  return { flow: compileFlow(definition, widgetsByType, liquid), subflows: new Map() };
}

const sent: EffectResult = {
  type: 'message.send',
  result: { ok: true, resource: { sid: 'SM1', status: 'queued', to: '+15550001', body: '' } },
};
const answered: EffectResult = {
  type: 'http.request',
  result: { ok: true, status: 200, body: '{}', headers: {} },
};
const event = (atMs: number, happened: ExecutionEvent) => ({ atMs, event: happened });
const result = (atMs: number, step: string, outcome: EffectResult) =>
  event(atMs, { type: 'effectResult', key: `${step}.0`, outcome });

const record: ReplayRecord = {
  trigger: {
    event: 'incomingMessage',
    kind: 'pair',
    flowSid: 'FW1',
    accountSid: 'AC1',
    executionSid: 'FN1',
    flowAddress: '+15550002',
    contactAddress: '+15550001',
    params: { Body: 'hi', From: '+15550001', To: '+15550002' },
    isTestUser: false,
  },
  startedAtMs: 0,
  widgets: new Map([
    ['FTask', 'ask'],
    ['FTmap', 'map'],
  ]),
  settings: studioSettings,
  limits: studioDefaults,
  events: [
    result(10, 'FTask', sent),
    event(60_000, { type: 'incomingMessage', params: { Body: '1', From: '+15550001' } }),
    result(60_010, 'FTmap', sent),
  ],
};

const wayOf = ({ steps, messages, waitsAt }: Replayed): Way => ({
  waitsAt,
  steps: steps.map(({ sid, transitionedFrom, transitionedTo, event: left }) => ({
    widget: transitionedFrom,
    event: left,
    target: transitionedTo === 'Ended' ? undefined : transitionedTo,
    messages: messages.get(sid) ?? [],
  })),
});
const path = (played: Replayed) => wayOf(played).steps.map(({ widget, event: left }) => `${widget} ${left}`);

test('a record run again on its own revision goes the same way, at the same times', () => {
  const played = replay(program(), record);
  assert.deepEqual(path(played), ['Trigger incomingMessage', 'ask incomingMessage', 'route match', 'map sent']);
  assert.deepEqual(
    played.steps.map(({ endedAtMs }) => endedAtMs),
    [0, 60_000, 60_000, 60_010],
  );
  assert.deepEqual([...played.messages.values()], [['Which?'], ['Here']]);
  assert.equal(played.waitsAt, undefined);
});

test('a text that was never recorded counts as sent', () => {
  assert.deepEqual(path(replay(program({ condition: '2' }), record)).slice(2), ['route noMatch', 'sorry sent']);
});

test('a shorter time-out passes before the reply that was in time', () => {
  const played = replay(program({ timeout: '30' }), record);
  assert.deepEqual(path(played).slice(1), ['ask timeout', 'sorry sent']);
  assert.equal(played.steps[1]?.endedAtMs, 30_010);
});

test('a request that the record has no answer to is where it stands', () => {
  const played = replay(program({ isUrlAsked: true }), record);
  assert.deepEqual([played.waitsAt, played.isUnanswered], ['get', true]);
});

test('an answer is used by the widget that got it', () => {
  const events = [...record.events.slice(0, 2), result(60_005, 'FTget', answered)];
  const widgets = new Map([...record.widgets, ['FTget', 'get']]);
  const played = replay(program({ isUrlAsked: true }), { ...record, events, widgets });
  assert.deepEqual(path(played).slice(3), ['get success', 'map sent']);
});

test('a run that was stopped is stopped', () => {
  const events = [...record.events.slice(0, 1), event(50, { type: 'stop', reason: 'STOPPED' })];
  const played = replay(program(), { ...record, events });
  assert.deepEqual([path(played).length, played.waitsAt], [1, undefined]);
});

const differences: readonly {
  readonly name: string;
  readonly changes: Changes;
  readonly is: Partial<Difference> | undefined;
}[] = [
  { name: 'nothing', changes: {}, is: undefined },
  { name: 'another branch', changes: { condition: '2' }, is: { at: 2, kind: 'left' } },
  { name: 'another text', changes: { body: 'What?' }, is: { at: 1, kind: 'message' } },
  { name: 'an earlier time-out', changes: { timeout: '30' }, is: { at: 1, kind: 'left' } },
  { name: 'another widget', changes: { isUrlAsked: true }, is: { at: 2, kind: 'left' } },
];
const was = wayOf(replay(program(), record));
for (const { name, changes, is } of differences) {
  test(`the first difference: ${name}`, () => {
    const found = firstDifference(was, wayOf(replay(program(changes), record)));
    assert.deepEqual(found && { at: found.at, kind: found.kind }, is);
  });
}

const [first] = was.steps;
const ends: readonly { readonly name: string; readonly was: Way; readonly now: Way; readonly is: string }[] = [
  { name: 'it waits where it went on', was, now: { steps: was.steps.slice(0, 1), waitsAt: 'ask' }, is: 'stays' },
  {
    name: 'it goes on where it waited',
    was: { steps: was.steps.slice(0, 1), waitsAt: 'ask' },
    now: was,
    is: 'goes-on',
  },
  { name: 'it rests elsewhere', was: { ...was, waitsAt: 'a' }, now: { ...was, waitsAt: 'b' }, is: 'rests' },
  {
    name: 'it begins elsewhere',
    was,
    now: { ...was, steps: first ? [{ ...first, widget: 'other' }, ...was.steps.slice(1)] : [] },
    is: 'widget',
  },
];
for (const { name, was: before, now, is } of ends) {
  test(`the first difference: ${name}`, () => assert.equal(firstDifference(before, now)?.kind, is));
}
