/** What is wrong with a template while it is typed, with places in it: only what is certain (console §5). */
import type { FlowView } from '../document/view.ts';
import { type LiquidPath, pathsIn } from '../liquid-paths.ts';
import { liquidFault } from '../problems/liquid-fault.ts';
import { nearestName } from '../problems/nearest.ts';
import { liquidTexts } from '../texts/liquid.ts';
import { problemTexts } from '../texts/problems.ts';
import { variablesOf } from './sample.ts';

export interface TemplateFault {
  /** Offsets in the template. */
  readonly start: number;
  readonly end: number;
  readonly message: string;
  readonly isError: boolean;
}

export function templateFaults(source: string, flow: FlowView): readonly TemplateFault[] {
  const syntax = syntaxFault(source);
  if (syntax) return [syntax];
  const paths = pathsIn(source);
  if (paths.length === 0) return [];
  const widgets = new Set(flow.states.map(({ name }) => name));
  const variables = new Set(flow.states.flatMap((state) => variablesOf(state).map(({ key }) => key)));
  return paths.flatMap((path) => unknownName(path, widgets, variables));
}

function syntaxFault(source: string): TemplateFault | undefined {
  const fault = liquidFault(source);
  if (fault === undefined) return undefined;
  const line = lineRange(source, fault.line);
  switch (fault.kind) {
    case 'unknown-filter':
    case 'unknown-tag': {
      const { kind, name, nearest } = fault;
      const message = problemTexts[kind === 'unknown-filter' ? 'unknownFilter' : 'unknownTag'](name, nearest);
      const start = source.indexOf(name, line.start);
      return { start, end: start + name.length, message, isError: true };
    }
    case 'not-closed': {
      const start = source.lastIndexOf(fault.opening);
      const message = `${problemTexts.notClosed(fault.opening)}.`;
      return { start, end: source.length, message, isError: true };
    }
    case 'other':
      return { ...line, message: liquidTexts.other(fault.words), isError: true };
  }
}

function unknownName(
  { root, steps: [first, second] }: LiquidPath,
  widgets: ReadonlySet<string>,
  variables: ReadonlySet<string>,
): TemplateFault[] {
  if (root === 'widgets' && first && !widgets.has(first.name)) {
    const message = liquidTexts.unknownWidget(first.name, nearestName(first.name, widgets));
    return [{ start: first.start, end: first.end, message, isError: false }];
  }
  if (root === 'flow' && first?.name === 'variables' && second && !variables.has(second.name)) {
    const message = problemTexts.unknownVariable(second.name, nearestName(second.name, variables));
    return [{ start: second.start, end: second.end, message, isError: false }];
  }
  return [];
}

/** `line` counts from 1. */
function lineRange(source: string, line: number): { readonly start: number; readonly end: number } {
  let start = 0;
  for (let passed = 1; passed < line; passed++) start = source.indexOf('\n', start) + 1;
  const end = source.indexOf('\n', start);
  return { start, end: end === -1 ? source.length : end };
}
