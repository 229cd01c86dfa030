/** Gives a call or message to TwiML hosted elsewhere and takes it back. */
import { choice, fields, numberText, optional, template, toSeconds } from '../engine/fields.ts';
import { defineWidget, end, transition, wait } from '../engine/widget.ts';
import { buildTwiml, element } from '../twiml/index.ts';
import { httpUrl } from './http-answer.ts';

const defaultTimeoutSeconds = 14_400;

export const addTwimlRedirect = defineWidget({
  type: 'add-twiml-redirect',
  title: 'Add TwiML redirect',
  summary: 'Hands the message or call to TwiML hosted elsewhere, and goes on when it comes back.',
  source: 'widgets-messaging-and-logic §11',
  channels: ['message', 'call'],
  properties: fields({
    url: template({ title: 'TwiML URL' }),
    method: optional(choice(['POST', 'GET'], { title: 'Method', default: 'POST' })),
    timeout: optional(
      numberText({
        title: 'Timeout',
        description: 'Seconds to wait for the return, 0 to 14400; 0: do not expect it',
        default: '14400',
      }),
    ),
  }),
  events: {
    return: 'A request with FlowEvent=return came back',
    timeout: 'Nothing came back in time',
    fail: 'The URL is not valid, or neither a call nor a request waits for TwiML',
  },
  outputs: { '<parameter>': 'Every parameter of the returning request' },
  example: { url: 'https://example.com/twiml?flow={{flow.flow_sid}}', method: 'POST', timeout: '14400' },
  worked: { inputs: [{ flowEvent: 'return', params: { colour: 'green' } }], event: 'return' },
  failureEvent: 'fail',
  answersRequests: true,

  enter({ properties, render, problem, state, hasOpenRequest, call, settings }) {
    // As every widget that answers with TwiML (execution-model §3).
    if (call?.isLive === false) return end('HANGUP');
    const url = render(properties.url).trim();
    if (httpUrl(url) === undefined) return transition('fail');
    if (!hasOpenRequest && call === undefined) {
      problem(81020, `"${state.name}" cannot hand over: no message or call waits for TwiML.`);
      return transition('fail');
    }
    const method = render(properties.method).trim().toUpperCase() === 'GET' ? 'GET' : 'POST';
    const twiml = buildTwiml([element('Redirect', { method }, url)]);
    const timeout = render(properties.timeout);
    const timeoutSeconds = Math.min(toSeconds(timeout, defaultTimeoutSeconds), defaultTimeoutSeconds);
    if (timeoutSeconds === 0 && settings.redirectZeroTimeout === 'end') {
      return end('FLOW_END', { event: 'timeout', twiml });
    }
    return wait({ timeoutSeconds, twiml });
  },

  // `return`, like any event of the widget, comes by its name (`FlowEvent=return`) with all its parameters.
  on: {
    // A call that has not come back stays where it was sent (voice page §13).
    timeout: ({ call }) => transition('timeout', {}, call ? { endsCall: true } : {}),
  },
});
