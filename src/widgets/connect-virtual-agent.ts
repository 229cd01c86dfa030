/** Connect Virtual Agent, the older form for Dialogflow ES. */

import { isFinalCallStatus } from '../engine/call.ts';
import { booleanText, fields, optional, template } from '../engine/fields.ts';
import { defineWidget, transition, wait } from '../engine/widget.ts';
import { buildTwiml, element } from '../twiml/index.ts';
import { callOutputs } from './call-outputs.ts';
import { actionOf, readerOf } from './call-twiml.ts';

export const connectVirtualAgent = defineWidget({
  type: 'connect-virtual-agent',
  title: 'Connect Virtual Agent (old)',
  summary: 'Retired in favour of connect-virtual-agent-v2: hands the call to a Dialogflow ES agent.',
  source:
    'https://github.com/RJPearson94/terraform-provider-twilio/blob/main/docs/data-sources/studio_flow_widget_connect_virtual_agent.md',
  channels: ['call'],
  properties: fields({
    connector: template({ title: 'Connector', description: 'Unique name of the connector' }),
    language: optional(template({ title: 'Language' })),
    sentiment_analysis: optional(booleanText({ title: 'Sentiment analysis' })),
    status_callback: optional(template({ title: 'Status callback URL' })),
  }),
  events: {
    return: 'The agent gave the call back',
    hangup: 'The caller hung up',
  },
  outputs: callOutputs,
  example: { connector: 'dialogflow-es', language: 'en-US', sentiment_analysis: 'true' },
  worked: { start: { event: 'incomingCall' }, inputs: [{ flowEvent: 'virtualAgent' }], event: 'return' },
  needsCall: true,

  enter(context) {
    const { text } = readerOf(context);
    const agent = element('VirtualAgent', {
      connectorName: text('connector'),
      language: text('language'),
      sentimentAnalysis: text('sentiment_analysis'),
      statusCallback: text('status_callback'),
    });
    const { action } = actionOf(context, 'virtualAgent');
    return wait({ twiml: buildTwiml([element('Connect', { action }, agent)]) });
  },

  on: {
    flowEvent({ name, params }) {
      if (name !== 'virtualAgent') return undefined;
      return isFinalCallStatus(params.CallStatus) ? transition('hangup', params) : transition('return', params);
    },
    hangUp: () => transition('hangup'),
  },
});
