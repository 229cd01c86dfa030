/** Lines as the phone reads them, with only what a test is about. */
import type { FlowView } from '../graph/flow-view.ts';
import type { Leg, LegEntry, LineView, Message, Run, RunStep } from './view.ts';

/** A question with two ends. */
export const flow: FlowView = {
  initialState: 'Trigger',
  states: [
    state('Trigger', 'trigger', [
      ['incomingMessage', 'ask'],
      ['incomingCall', undefined],
    ]),
    state('ask', 'send-and-wait-for-reply', [
      ['incomingMessage', 'say'],
      ['timeout', undefined],
    ]),
    state('say', 'send-message', [
      ['sent', undefined],
      ['failed', undefined],
    ]),
    state('menu', 'gather-input-on-call', [
      ['keypress', 'ask'],
      ['timeout', undefined],
    ]),
    state('route', 'split-based-on', [['noMatch', undefined]]),
  ],
};

function state(name: string, type: string, outlets: readonly (readonly [event: string, next: string | undefined])[]) {
  return {
    id: name,
    name,
    type,
    properties: {},
    transitions: outlets.map(([event, next]) => ({ event, conditions: [], ...(next === undefined ? {} : { next }) })),
  };
}

export function step(widget: string, event: string, to: string | undefined, more: Partial<RunStep> = {}): RunStep {
  return {
    sid: `FT ${widget}`,
    parentSid: undefined,
    widget,
    type: 'any',
    event,
    to,
    enteredMs: 0,
    endedMs: 0,
    changes: [],
    ...more,
  };
}

export function run(steps: readonly RunStep[], more: Partial<Run> = {}): Run {
  return {
    sid: 'FN1',
    status: 'ended',
    endedReason: 'FLOW_END',
    isFailed: false,
    createdMs: 0,
    updatedMs: 0,
    waiting: [],
    steps,
    problems: [],
    context: {},
    ...more,
  };
}

/** Waits in `widget`. */
export function waiting(widget: string, steps: readonly RunStep[], deadlineMs?: number): Run {
  const wait = { widget, stepSid: `FT ${widget}`, enteredMs: 0, deadlineMs, pendingEffects: 0 };
  return run(steps, { status: 'active', endedReason: undefined, waiting: [wait] });
}

export function view(runs: readonly Run[], more: Partial<LineView> = {}): LineView {
  return {
    nowMs: 0,
    contact: '+15550002222',
    number: '+15550001111',
    messages: [],
    legs: [],
    runs,
    asks: [],
    nextFate: '',
    moments: [],
    ...more,
  };
}

export function message(body: string, createdMs: number, stepSid?: string): Message {
  return {
    sid: `SM ${body}`,
    isFromContact: stepSid === undefined,
    stepSid,
    body,
    media: [],
    buttons: [],
    list: undefined,
    status: 'delivered',
    errorCode: undefined,
    createdMs,
  };
}

export function leg(transcript: readonly Omit<LegEntry, 'id' | 'atMs'>[], more: Partial<Leg> = {}): Leg {
  return {
    sid: 'CA1',
    parentSid: undefined,
    isIncoming: true,
    from: '+15550002222',
    to: '+15550001111',
    status: 'in-progress',
    verb: undefined,
    isListening: false,
    createdMs: 0,
    answeredMs: 0,
    endedMs: undefined,
    transcript: transcript.map((entry, index) => ({ id: index + 1, atMs: index, ...entry })),
    ...more,
  };
}
