import { type EndDecision, end, type WidgetContext } from '../engine/widget.ts';

/**
 * The part of a widget that is validated and kept but cannot run yet: entering it ends the run with 81020.
 * `why` is one sentence that names the widget.
 */
export function notYet(why: string) {
  return {
    notYet: why,
    enter({ state, problem }: WidgetContext): EndDecision {
      problem(81020, `Widget "${state.name}" (${state.type}) is registered but cannot run yet: ${why}`);
      return end('ERROR');
    },
  };
}
