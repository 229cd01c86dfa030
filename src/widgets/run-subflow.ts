/** Runs another flow inside the same execution and comes back with its variables. */
import { valueAt } from '../engine/context.ts';
import { type SubflowReference, subflowKey } from '../engine/definition.ts';
import { fields, flag, keyValues, optional, text } from '../engine/fields.ts';
import { isJsonObject, type Json, type JsonObject, objectOf, parseJson } from '../engine/json.ts';
import { defineWidget, transition } from '../engine/widget.ts';
import { entriesOf, isParsedAsJson } from './typed-values.ts';

export const runSubflow = defineWidget({
  type: 'run-subflow',
  title: 'Run subflow',
  summary: 'Runs another flow inside this execution and reads the variables it set.',
  source: 'widgets-messaging-and-logic §9',
  channels: ['message', 'call', 'conversation', 'request'],
  properties: fields({
    flow_sid: text({ title: 'Flow', description: 'FW…; static' }),
    flow_revision: text({
      title: 'Revision',
      description: 'LatestPublished, LatestDraft (for test users of this flow) or a number; static',
      default: 'LatestPublished',
    }),
    parameters: optional(
      keyValues(
        { title: 'Parameters', description: 'Read there as trigger.parent.parameters.<key>' },
        {
          type: optional(text({ title: 'Type', description: 'string, or json_object to parse the value as JSON' })),
          parse_as_json: optional(flag({ title: 'Parse as JSON object' })),
        },
      ),
    ),
  }),
  events: {
    completed: 'The subflow reached an end',
    failed: 'It could not run',
  },
  outputs: { '<variable>': 'Each flow variable that the subflow set' },
  example: {
    flow_sid: 'FW00000000000000000000000000000000',
    flow_revision: 'LatestPublished',
    parameters: [{ type: 'string', key: 'name', value: '{{flow.data.name}}' }],
  },
  worked: {
    start: { event: 'incomingRequest', parameters: { name: 'Ann' } },
    subflows: {
      FW00000000000000000000000000000000: {
        initial_state: 'Trigger',
        states: [
          { name: 'Trigger', type: 'trigger', transitions: [{ event: 'incomingParent', next: 'greet' }] },
          {
            name: 'greet',
            type: 'send-message',
            properties: { from: '{{flow.channel.address}}', body: 'Hello {{trigger.parent.parameters.name}}!' },
            transitions: [{ event: 'sent' }, { event: 'failed' }],
          },
        ],
      },
    },
    event: 'completed',
  },
  failureEvent: 'failed',
  subflowReference: (properties) => {
    const reference = referenceOf(properties);
    return reference ? [reference] : [];
  },
  validate: referenceProblems,

  enter({ properties, render, problem, state, triggerEvent, execution, hasSubflow }) {
    const reference = referenceOf(properties);
    const fault =
      triggerEvent === 'incomingParent'
        ? 'a subflow cannot run a subflow'
        : reference === undefined || !hasSubflow(subflowKey(reference))
          ? `the flow ${String(properties.flow_sid)} does not exist, or has no revision ${String(properties.flow_revision)} to run`
          : reference.flowSid === execution.flowSid
            ? 'a flow cannot run itself'
            : undefined;
    if (fault !== undefined || reference === undefined) {
      problem(81024, `"${state.name}" ran no subflow: ${fault}.`);
      return transition('failed');
    }
    const pairs = entriesOf(properties.parameters).map((entry): readonly [string, Json] => {
      const rendered = render(entry.value);
      if (!isParsedAsJson(entry)) return [entry.key, rendered];
      const parsed = parseJson(rendered);
      if (parsed === undefined) problem(81018, `"${entry.key}" in "${state.name}" is not valid JSON: passed as text.`);
      return [entry.key, parsed === undefined ? rendered : parsed];
    });
    const parameters = objectOf(pairs);
    return { do: 'subflow', key: subflowKey(reference), flowSid: reference.flowSid, parameters };
  },

  on: {
    subflowEnded({ childContext }) {
      const variables = valueAt(childContext, ['flow', 'variables']);
      // Add-on results and the conversation are lifted to the parent (messaging page §9, behaviour 6).
      const changes = ['add_ons', 'channel'].flatMap((key) => {
        const value = valueAt(childContext, ['flow', key]);
        return value === undefined ? [] : [{ path: ['flow', key], value }];
      });
      return transition('completed', isJsonObject(variables) ? variables : {}, { changes });
    },
  },
});

/** Looser than a real SID, whose 32 characters are hexadecimal: placeholders of other letters stay valid (inferred). */
const FLOW_SID = /^FW[0-9A-Za-z]{32}$/;
const REVISION = '^(LatestPublished|LatestDraft|LatestRevision|[1-9][0-9]*)$';

/** Both parts are static: never Liquid. Source: messaging page §9. */
function referenceProblems({ flow_sid: flowSid, flow_revision: revision }: JsonObject) {
  const problems: { path: string; message: string }[] = [];
  if (typeof flowSid === 'string' && !FLOW_SID.test(flowSid)) {
    problems.push({ path: 'flow_sid', message: 'must be a valid, non-liquid flow sid' });
  }
  if (typeof revision === 'string' && !new RegExp(REVISION).test(revision)) {
    problems.push({ path: 'flow_revision', message: `does not match the regex pattern ${REVISION}` });
  }
  return problems;
}

/** The static reference; a revision written as a number counts as its text. */
function referenceOf(properties: {
  readonly flow_sid?: unknown;
  readonly flow_revision?: unknown;
}): SubflowReference | undefined {
  const { flow_sid: flowSid, flow_revision: revision } = properties;
  if (typeof flowSid !== 'string' || (typeof revision !== 'string' && typeof revision !== 'number')) return undefined;
  return { flowSid, revision: String(revision) };
}
