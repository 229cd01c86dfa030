import assert from 'node:assert/strict';
import { test } from 'node:test';
import { playWidget } from '../testing/play-widget.ts';
import { widgets } from './index.ts';

for (const widget of widgets.filter(({ notYet }) => notYet !== undefined)) {
  test(`${widget.type} says that it cannot run yet, and ends the run without a step of its own`, () => {
    const play = playWidget(widget, widget.example, { name: 'it' });
    assert.equal(play.status, 'ended');
    assert.equal(play.endedReason, 'ERROR');
    assert.deepEqual(
      play.steps.map(({ transitionedFrom }) => transitionedFrom),
      ['Trigger'],
    );
    const [problem, ...others] = play.problems;
    assert.deepEqual(others, []);
    assert.equal(problem?.code, 81020);
    assert.equal(problem.message, `Widget "it" (${widget.type}) is registered but cannot run yet: ${widget.notYet}`);
  });
}
