/** Gathers that are made to listen and do not. */
import { pathsIn } from '../liquid-paths.ts';
import { problemTexts as texts } from '../texts/problems.ts';
import { type FlowModel, isWired, textProperty } from './flow-model.ts';
import type { FlowProblem } from './problem.ts';
import { templatesOf } from './references.ts';

/** Said of a gather whose author expects speech: there are hints, or somebody reads what was said. */
export function speechProblems({ widgets }: FlowModel): FlowProblem[] {
  const gathers = widgets.filter((widget) => widget.type === 'gather-input-on-call' && !isWired(widget, 'speech'));
  if (gathers.length === 0) return [];
  const read = new Set(
    widgets
      .flatMap(templatesOf)
      .flatMap(({ source }) =>
        pathsIn(source).flatMap(({ root, steps: [first, second] }) =>
          root === 'widgets' && first && second?.name === 'SpeechResult' ? [first.name] : [],
        ),
      ),
  );
  return gathers.flatMap((gather): FlowProblem[] => {
    const { name, index, path } = gather;
    if (textProperty(gather, 'hints').trim() === '' && !read.has(name)) return [];
    return [
      {
        id: 'speech-not-wired',
        severity: 'notice',
        widget: name,
        state: index,
        path,
        message: texts.speechNotWired(name),
        fixes: [],
      },
    ];
  });
}
