/** Writes flow variables: the only widget that changes `flow.variables`. */
import { fields, flag, keyValues, optional, text } from '../engine/fields.ts';
import { type Json, objectOf, parseJson } from '../engine/json.ts';
import { defineWidget, transition } from '../engine/widget.ts';
import { castText, entriesOf, isParsedAsJson } from './typed-values.ts';

export const setVariables = defineWidget({
  type: 'set-variables',
  title: 'Set variables',
  summary: 'Writes flow variables that later widgets read as flow.variables.<key>.',
  source: 'widgets-messaging-and-logic §6',
  channels: ['message', 'call', 'conversation', 'request'],
  properties: fields({
    variables: optional(
      keyValues(
        { title: 'Variables' },
        {
          type: optional(text({ title: 'Type', description: 'string, or json_object to parse the value as JSON' })),
          index: optional(text({ title: 'Index', description: 'Of older exports; kept' })),
          parse_as_json: optional(flag({ title: 'Parse as JSON object' })),
        },
      ),
    ),
  }),
  events: { next: 'The variables are set' },
  outputs: { '<key>': 'The same value as flow.variables.<key>' },
  example: { variables: [{ type: 'string', key: 'tries', value: '{{flow.variables.tries | plus: 1}}' }] },
  worked: { event: 'next' },

  enter({ properties, render, problem, settings, state }) {
    // Every value sees the context as it was on entry; of two entries with one key the last wins (inferred, §6).
    const pairs = entriesOf(properties.variables).map((entry): readonly [string, Json] => {
      const rendered = render(entry.value);
      if (!isParsedAsJson(entry)) return [entry.key, castText(rendered, settings.castBooleans)];
      const parsed = parseJson(rendered);
      if (parsed === undefined) problem(81018, `"${entry.key}" in "${state.name}" is not valid JSON: kept as text.`);
      // Null becomes the empty string (messaging page §6, behaviour 2).
      return [entry.key, parsed === undefined ? rendered : (parsed ?? '')];
    });
    const output = objectOf(pairs);
    const changes = Object.entries(output).map(([key, value]) => ({ path: ['flow', 'variables', key], value }));
    return transition('next', output, { changes });
  },
});
