/** Calls a hosted function: an HTTP endpoint that takes form parameters and checks our signature. */
import type { HttpRequest, HttpResult } from '../engine/effects.ts';
import { fields, keyValues, optional, template, text } from '../engine/fields.ts';
import type { JsonObject } from '../engine/json.ts';
import type { Settings } from '../engine/settings.ts';
import { defineWidget, ignore, transition, type WidgetContext, wait } from '../engine/widget.ts';
import { answerOutput, formText, httpUrl, renderedPairs } from './http-answer.ts';

/** The one header that a function's answer shows (messaging page §8.4). */
const concurrencyHeader = 'x-twilio-function-concurrency';

export const runFunction = functionWidget('run-function', 'Run function', 'widgets-messaging-and-logic §8');

/** Same behaviour; only its name is known (messaging page §8.7, inferred). */
export const runFunctionV2 = functionWidget('run-function-v2', 'Run function (v2)', 'widgets-messaging-and-logic §8.7');

function functionWidget(type: string, title: string, source: string) {
  return defineWidget({
    type,
    title,
    summary: 'Calls a Function, or any HTTP endpoint that takes the same call, and keeps its answer.',
    source,
    channels: ['message', 'call', 'conversation', 'request'],
    properties: fields({
      service_sid: optional(text({ title: 'Service', description: 'ZS… or default; editor data' })),
      environment_sid: optional(text({ title: 'Environment', description: 'ZE…; editor data' })),
      function_sid: optional(text({ title: 'Function', description: 'ZH…; editor data' })),
      url: template({ title: 'Function URL' }),
      parameters: optional(keyValues({ title: 'Function parameters', description: 'Arrive as text in event' })),
    }),
    events: {
      success: 'A 2xx or 3xx answer came within 10 seconds',
      fail: 'Another status, no answer, or an answer too large',
    },
    outputs: {
      body: 'Text of the answer',
      content_type: 'Media type of the answer',
      status_code: 'Status, a number',
      parsed: 'The answer, where it is a JSON object',
      headers: `Only ${concurrencyHeader}, where the answer has it`,
    },
    example: {
      url: 'https://survey-1234-dev.twil.io/store',
      parameters: [{ key: 'number', value: '{{contact.channel.address}}' }],
    },
    worked: { inputs: [{ answers: { json: { stored: true } } }], event: 'success' },
    failureEvent: 'fail',
    mergedOutputs: ['parsed'],

    outsideRequest: { effect: 'function.run', compose, answered },

    enter(context) {
      const request = compose(context);
      if ('fault' in request) {
        const { problem, settings, state } = context;
        problem(errorCode(settings, false), `"${state.name}" called no function: ${request.fault}.`);
        return transition('fail');
      }
      return wait({ effects: [{ type: 'function.run', request }] });
    },

    on: {
      effectResult({ outcome, problem, state, settings }) {
        if (outcome.type !== 'function.run') return ignore();
        const { result } = outcome;
        if (!result.ok) {
          const hasAnswer = result.reason === 'too-large' || result.reason === 'redirects';
          problem(errorCode(settings, hasAnswer), `The function of "${state.name}" failed: ${result.message}.`);
          return transition('fail');
        }
        const { event, output } = answered(result);
        if (event === 'fail') {
          problem(errorCode(settings, true), `The function of "${state.name}" answered with status ${result.status}.`);
        }
        return transition(event, output);
      },
    },
  });
}

function compose({
  properties,
  render,
}: Pick<WidgetContext<'url' | 'parameters'>, 'properties' | 'render'>): HttpRequest | { readonly fault: string } {
  const url = httpUrl(render(properties.url).trim());
  if (url === undefined) return { fault: 'its URL is not valid' };
  const form = renderedPairs(properties.parameters, render);
  return {
    method: 'POST',
    url: url.href,
    contentType: 'application/x-www-form-urlencoded;charset=utf-8',
    body: formText(form),
    form,
    sign: true,
    authenticate: false,
  };
}

function answered(result: HttpResult): { event: 'success' | 'fail'; output: JsonObject } {
  if (!result.ok) return { event: 'fail', output: {} };
  const output = { ...answerOutput(result), ...shownHeaders(result.headers) };
  return { event: result.status >= 200 && result.status < 400 ? 'success' : 'fail', output };
}

/** 81010 without an answer, 81017 with one (inferred split, messaging page §8.5). */
function errorCode({ functionErrorCode }: Settings, hasAnswer: boolean): 81010 | 81017 {
  if (functionErrorCode === 'split') return hasAnswer ? 81017 : 81010;
  return functionErrorCode === '81010' ? 81010 : 81017;
}

function shownHeaders(headers: { readonly [name: string]: string }): JsonObject {
  const value = headers[concurrencyHeader];
  return value === undefined ? {} : { headers: { [concurrencyHeader]: value } };
}
