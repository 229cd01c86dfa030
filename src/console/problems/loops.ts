/** Circles that no execution can wait in. */
import type { Limits } from '../../engine/limits.ts';
import { problemTexts as texts } from '../texts/problems.ts';
import type { FlowModel, PlacedWidget } from './flow-model.ts';
import type { FlowProblem } from './problem.ts';
import { inCircles } from './strong-components.ts';

/**
 * Types that go on by themselves, without a person or a sound (spec README §5, column Waits). A split is none of
 * them: it decides, e.g. by a count of tries.
 */
const restless: ReadonlySet<string> = new Set([
  'set-variables',
  'send-message',
  'make-http-request',
  'run-function',
  'run-function-v2',
  'record-call',
  'fork-stream',
  'start-conversation',
  'resume-conversation',
]);

export function loopProblems({ widgets, reached }: FlowModel, limits: Limits): FlowProblem[] {
  // Most flows have few circles: only where there is one it is worth looking for the shortest.
  const circling = inCircles(widgets);
  const isRestless = (widget: PlacedWidget) => restless.has(widget.type) && reached.has(widget) && circling.has(widget);
  const told = new Set<PlacedWidget>();
  return widgets.flatMap((widget): FlowProblem[] => {
    if (!isRestless(widget) || told.has(widget)) return [];
    const circle = circleFrom(widget, isRestless);
    if (circle === undefined) return [];
    for (const each of circle) told.add(each);
    const names = circle.map(({ name }) => name);
    const message =
      circle.length === 1
        ? texts.selfLoopWithoutWait(widget.name, limits.sameWidgetInARow)
        : texts.loopWithoutWait(names, limits.stepsPerExecution);
    const { name, index, path } = widget;
    return [{ id: 'loop-without-wait', severity: 'warning', widget: name, state: index, path, message, fixes: [] }];
  });
}

/** The shortest way of restless widgets from the first back to it. */
function circleFrom(start: PlacedWidget, isRestless: (widget: PlacedWidget) => boolean): PlacedWidget[] | undefined {
  const cameFrom = new Map<PlacedWidget, PlacedWidget>();
  const queue = [start];
  for (const widget of queue) {
    for (const { target } of widget.transitions) {
      if (target === start) return wayBack(widget, cameFrom);
      if (target === undefined || cameFrom.has(target) || !isRestless(target)) continue;
      cameFrom.set(target, widget);
      queue.push(target);
    }
  }
  return undefined;
}

function wayBack(last: PlacedWidget, cameFrom: ReadonlyMap<PlacedWidget, PlacedWidget>): PlacedWidget[] {
  const way: PlacedWidget[] = [];
  for (let widget: PlacedWidget | undefined = last; widget !== undefined; widget = cameFrom.get(widget))
    way.unshift(widget);
  return way;
}
