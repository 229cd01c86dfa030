/** One HTTP call to an external service. */
import type { HttpRequest, HttpResult } from '../engine/effects.ts';
import { choice, fields, flag, keyValues, optional, template, toBoolean } from '../engine/fields.ts';
import type { JsonObject } from '../engine/json.ts';
import { defineWidget, ignore, transition, type WidgetContext, wait } from '../engine/widget.ts';
import { answerOutput, formText, httpUrl, renderedPairs } from './http-answer.ts';

const formType = 'application/x-www-form-urlencoded;charset=utf-8';

/** Parameter names that the service refuses with 81014 (messaging page §7, behaviour 3). */
const reservedParameters = ['method'];

const properties = fields({
  method: optional(choice(['GET', 'POST'], { title: 'Request method', default: 'GET' })),
  url: template({ title: 'Request URL' }),
  content_type: optional(template({ title: 'Content type', default: formType })),
  body: optional(template({ title: 'Request body', lines: 6 })),
  parameters: optional(keyValues({ title: 'HTTP parameters' })),
  add_twilio_auth: optional(flag({ title: 'Authenticate with Twilio', default: false })),
});

type Context = WidgetContext<keyof typeof properties.properties>;

export const makeHttpRequest = defineWidget({
  type: 'make-http-request',
  title: 'Make HTTP request',
  summary: 'Calls an external service and keeps its answer.',
  source: 'widgets-messaging-and-logic §7',
  channels: ['message', 'call', 'conversation', 'request'],
  properties,
  events: {
    success: 'A 2xx answer came within 10 seconds',
    failed: 'Another status, no answer, an answer too large, or no valid URL',
  },
  outputs: {
    body: 'Text of the answer',
    content_type: 'Media type of the answer',
    status_code: 'Status, a number',
    parsed: 'The answer, where it is a JSON object',
  },
  example: { method: 'GET', url: 'https://example.com/members?number={{contact.channel.address | url_encode}}' },
  worked: { inputs: [{ answers: { json: { name: 'Ann', visits: 3 } } }], event: 'success' },
  failureEvent: 'failed',
  mergedOutputs: ['parsed'],
  outsideRequest: { effect: 'http.request', compose, answered },

  enter(context) {
    const request = compose(context);
    if ('fault' in request) {
      context.problem(81014, `"${context.state.name}" made no request: ${request.fault}.`);
      return transition('failed');
    }
    return wait({ effects: [{ type: 'http.request', request }] });
  },

  on: {
    effectResult({ outcome, problem, state }) {
      if (outcome.type !== 'http.request') return ignore();
      const { result } = outcome;
      if (!result.ok) {
        problem(81016, `The request of "${state.name}" failed: ${result.message}.`);
        return transition('failed');
      }
      const { event, output } = answered(result);
      if (event === 'failed') {
        problem(81016, `The request of "${state.name}" was answered with status ${result.status}.`);
      }
      return transition(event, output);
    },
  },
});

function answered(result: HttpResult): { event: 'success' | 'failed'; output: JsonObject } {
  if (!result.ok) return { event: 'failed', output: {} };
  const isSuccess = result.status >= 200 && result.status < 300;
  return { event: isSuccess ? 'success' : 'failed', output: answerOutput(result) };
}

function compose({
  properties,
  render,
  settings,
}: Pick<Context, 'properties' | 'render' | 'settings'>): HttpRequest | { readonly fault: string } {
  const url = httpUrl(render(properties.url).trim());
  if (url === undefined) return { fault: 'its URL is not valid after rendering' };
  const authenticate = toBoolean(properties.add_twilio_auth, false);
  // The account's credentials must not reach a foreign host (messaging page §7, behaviour 2).
  if (authenticate && !isTwilioHost(url.hostname, settings.twilioApiHosts)) {
    return { fault: `it may not send the account's credentials to ${url.hostname}` };
  }
  const pairs = renderedPairs(properties.parameters, render);
  const reserved = pairs.find(([key]) => reservedParameters.includes(key));
  if (reserved) return { fault: `"${reserved[0]}" is a reserved parameter name` };

  const common = { sign: settings.signHttpRequest, authenticate };
  const contentType = render(properties.content_type).trim() || formType;
  const isForm = contentType.toLowerCase().startsWith('application/x-www-form-urlencoded');
  if (render(properties.method).trim().toUpperCase() !== 'POST') {
    return { method: 'GET', url: withQuery(url, pairs), ...common };
  }
  const body = render(properties.body);
  if (!isForm) return { method: 'POST', url: withQuery(url, pairs), contentType, body, ...common };
  const form = [body, formText(pairs)].filter((part) => part !== '').join('&');
  return { method: 'POST', url: url.href, contentType, body: form, form: [...new URLSearchParams(form)], ...common };
}

function withQuery(url: URL, pairs: readonly (readonly [string, string])[]): string {
  if (pairs.length === 0) return url.href;
  const result = new URL(url);
  result.search = [url.search.slice(1), formText(pairs)].filter((part) => part !== '').join('&');
  return result.href;
}

function isTwilioHost(host: string, allowed: readonly string[]): boolean {
  return allowed.some((name) => host === name || host.endsWith(`.${name}`));
}
