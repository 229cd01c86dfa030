/** Routes on the value of an expression. */
import type { Condition } from '../engine/definition.ts';
import { fields, template } from '../engine/fields.ts';
import type { Json } from '../engine/json.ts';
import { evaluatePredicate, findPredicate, predicates } from '../engine/predicates/index.ts';
import { defineWidget, transition, type WidgetContext } from '../engine/widget.ts';

export const splitBasedOn = defineWidget({
  type: 'split-based-on',
  title: 'Split based on…',
  summary: 'Takes the first branch whose condition holds, else No match.',
  source: 'widgets-messaging-and-logic §5',
  channels: ['message', 'call', 'conversation', 'request'],
  properties: fields({
    input: template({ title: 'Variable to test' }),
  }),
  events: {
    noMatch: 'No condition holds',
    match: 'The conditions of this transition hold',
  },
  example: { input: '{{trigger.message.Body}}' },
  worked: {
    start: { event: 'incomingMessage', body: 'Yes' },
    transitions: [
      { event: 'noMatch' },
      {
        event: 'match',
        conditions: [
          {
            friendly_name: 'It is a yes',
            type: 'matches_any_of',
            arguments: ['{{trigger.message.Body}}'],
            value: 'yes,yeah,ok',
          },
        ],
      },
    ],
    event: 'match',
  },
  repeatableEvent: 'match',
  conditionTypes: predicates,
  failureEvent: 'noMatch',

  enter(context) {
    const holds = conditionTest(context);
    // `noMatch` usually stands first in the array and is used last (messaging page §5).
    const index = context.state.transitions.findIndex(
      ({ event, conditions }) => event === 'match' && conditions.length > 0 && conditions.every(holds),
    );
    if (index !== -1) return transition('match', {}, { index });
    if (!context.state.transitions.some(({ event, next }) => event === 'noMatch' && next !== undefined)) {
      context.problem(81005, `Nothing matched in "${context.state.name}", and its noMatch leads nowhere.`);
    }
    return transition('noMatch');
  },
});

/** Tests conditions of one split; each template is rendered once, however many conditions use it. */
function conditionTest({
  properties,
  render,
  problem,
  limits,
  meter,
  state,
}: WidgetContext<'input'>): (condition: Condition) => boolean {
  const rendered = new Map<Json, string>();
  const renderOnce = (source: Json) => {
    const text = rendered.get(source) ?? render(source);
    rendered.set(source, text);
    return text;
  };
  return ({ type, argument, value }) => {
    // The console keeps both equal; where they differ the condition's own argument counts (inferred, §5).
    const left = renderOnce(argument ?? properties.input ?? '');
    const right = findPredicate(type)?.usesValue ? renderOnce(value ?? '') : '';
    const work = { limit: Math.min(limits.regexSteps, Math.max(0, limits.passSteps - meter.used)), used: 0 };
    const verdict = evaluatePredicate(type, left, right, work);
    meter.used += work.used;
    if (verdict.problem !== undefined)
      problem(81018, `A condition of "${state.name}" counts as false: ${verdict.problem}`);
    return verdict.isMatch;
  };
}
