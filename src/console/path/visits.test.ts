import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type OpenVisit, type RecordedStep, visitsOf } from './visits.ts';

const step = (sid: string, parentSid?: string): RecordedStep => ({
  sid,
  parentSid,
  flowSid: parentSid === undefined ? 'FW1' : 'FW2',
  widget: sid,
  type: 'set-variables',
  event: 'next',
  target: undefined,
  enteredAtMs: 0,
  endedAtMs: 1,
});
const open = (stepSid: string): OpenVisit => ({
  stepSid,
  flowSid: 'FW1',
  widget: stepSid,
  enteredAtMs: 1,
  deadlineMs: undefined,
});

const cases: readonly {
  readonly name: string;
  readonly steps: readonly RecordedStep[];
  readonly open: readonly OpenVisit[];
  readonly is: string;
}[] = [
  { name: 'steps in their order', steps: [step('a'), step('b')], open: [], is: '1a 2b' },
  { name: 'what goes on comes last', steps: [step('a')], open: [open('b')], is: '1a 2b' },
  {
    name: 'the steps of a subflow come behind the widget that runs it, which ends after them',
    steps: [step('a'), step('x', 'run'), step('y', 'run'), step('run'), step('b')],
    open: [],
    is: '1a 2run 3x 4y 5b',
  },
  {
    name: 'a subflow that goes on',
    steps: [step('a'), step('x', 'run')],
    open: [open('run'), open('y')],
    is: '1a 2run 3x 4y',
  },
  { name: 'nothing yet', steps: [], open: [], is: '' },
];
for (const { name, steps, open: going, is } of cases) {
  test(`the way of an execution: ${name}`, () => {
    assert.equal(
      visitsOf(steps, going)
        .map(({ number, widget }) => `${number}${widget}`)
        .join(' '),
      is,
    );
  });
}
