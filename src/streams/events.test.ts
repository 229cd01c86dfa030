import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunHappening } from '../runtime/deps.ts';
import { eventsOf, type StreamEventType } from './events.ts';

const sid = (prefix: string, n: number) => prefix + String(n).padStart(32, '0');
const execution: RunHappening['execution'] = {
  sid: sid('FN', 1),
  accountSid: sid('AC', 1),
  flowSid: sid('FW', 1),
  revision: 1196,
  kind: 'call',
  key: 'call:CA1',
  flowAddress: '+15550000001',
  contactAddress: '+11234567890',
  initiatedBy: sid('CA', 1),
  createdAtMs: Date.UTC(2025, 0, 1),
  updatedAtMs: Date.UTC(2025, 0, 1, 0, 0, 1),
};
const step = {
  sid: sid('FT', 1),
  parentStepSid: null,
  sequence: 0,
  event: 'incomingMessage',
  transitionedFrom: 'Trigger',
  transitionedTo: 'Ended',
  type: 'trigger',
  flowSid: execution.flowSid,
  enteredAtMs: execution.createdAtMs,
  endedAtMs: execution.updatedAtMs,
  patch: [],
};
const happening: RunHappening = {
  execution,
  status: 'ended',
  endedReason: 'FLOW_END',
  isNew: true,
  steps: [step],
  problems: [{ code: 81002, level: 'warning', message: 'Unexpected', state: 'a', stepSid: step.sid }],
  nowMs: execution.updatedAtMs,
};
const all = () => true;
const only = (type: StreamEventType) => eventsOf(happening, (each) => each === type).map(({ event }) => event);

test('a run that begins and ends at once: started, its steps, debugger entries, ended', () => {
  assert.deepEqual(
    eventsOf(happening, all).map(({ type }) => type),
    [
      'com.twilio.studio.flow.execution.started',
      'com.twilio.studio.flow.step.ended',
      'debugger',
      'com.twilio.studio.flow.execution.ended',
    ],
  );
});

test('execution.ended has the documented envelope and data', () => {
  const [event] = only('com.twilio.studio.flow.execution.ended');
  assert.match(String(event?.id), /^NO[0-9a-f]{32}$/);
  assert.deepEqual(
    { ...event, id: 'NO~' },
    {
      specversion: '1.0',
      type: 'com.twilio.studio.flow.execution.ended',
      source: execution.accountSid,
      id: 'NO~',
      dataschema: 'https://events-schemas.twilio.com/Studio.FlowExecutionEvent/2',
      datacontenttype: 'application/json',
      time: '2025-01-01T00:00:01.000Z',
      data: {
        execution_sid: execution.sid,
        account_sid: execution.accountSid,
        flow_sid: execution.flowSid,
        contact_channel_address: '+11234567890',
        status: 'ended',
        ended_reason: 'FLOW_END',
        date_created: '2025-01-01T00:00:00.000Z',
        date_updated: '2025-01-01T00:00:01.000Z',
        started_by: execution.initiatedBy,
        flow_revision: 1196,
      },
    },
  );
});

test('execution.started has the required data, and neither a reason nor an update', () => {
  const [event] = only('com.twilio.studio.flow.execution.started');
  assert.deepEqual(event?.data, {
    execution_sid: execution.sid,
    account_sid: execution.accountSid,
    flow_sid: execution.flowSid,
    contact_channel_address: '+11234567890',
    status: 'started',
    date_created: '2025-01-01T00:00:00.000Z',
    started_by: execution.initiatedBy,
    flow_revision: 1196,
  });
});

test('step.ended has its own schema; parent_step_sid is there in a subflow only', () => {
  const [event] = only('com.twilio.studio.flow.step.ended');
  assert.equal(event?.dataschema, 'https://events-schemas.twilio.com/Studio.FlowStepEvent/1');
  const data = {
    execution_sid: execution.sid,
    account_sid: execution.accountSid,
    flow_sid: execution.flowSid,
    step_sid: step.sid,
    name: 'incomingMessage',
    transitioned_from: 'Trigger',
    transitioned_to: 'Ended',
    date_created: '2025-01-01T00:00:01.000Z',
  };
  assert.deepEqual(event?.data, data);
  const inside = { ...happening, steps: [{ ...step, parentStepSid: sid('FT', 9) }] };
  const [child] = eventsOf(inside, (type) => type === 'com.twilio.studio.flow.step.ended');
  assert.deepEqual(child?.event.data, { ...data, parent_step_sid: sid('FT', 9) });
});

test('a debugger entry has the form of the debugger webhook', () => {
  const [event] = only('debugger');
  const { Sid, Payload, ...rest } = event ?? {};
  assert.match(String(Sid), /^NO[0-9a-f]{32}$/);
  assert.deepEqual(rest, { AccountSid: execution.accountSid, Level: 'Warning', Timestamp: '2025-01-01T00:00:01.000Z' });
  assert.deepEqual(JSON.parse(String(Payload)), {
    resource_sid: execution.sid,
    service_sid: execution.flowSid,
    error_code: '81002',
    more_info: { msg: 'Unexpected', widget: 'a', step_sid: step.sid },
    webhook: {},
  });
});

test('the same thing has the same id at every telling, other things have others', () => {
  const ids = eventsOf(happening, all).map(({ event }) => event.id ?? event.Sid);
  assert.deepEqual(
    eventsOf(happening, all).map(({ event }) => event.id ?? event.Sid),
    ids,
  );
  assert.equal(new Set(ids).size, 4);
});

test('nothing is made that nobody wants', () => {
  assert.deepEqual(
    eventsOf(happening, () => false),
    [],
  );
});
