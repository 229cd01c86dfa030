/** Connect Virtual Agent, the older form for Dialogflow ES. */
import { booleanText, fields, optional, template } from '../engine/fields.ts';
import { defineWidget } from '../engine/widget.ts';
import { callOutputs } from './call-outputs.ts';
import { notYet } from './not-yet.ts';

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
  ...notYet('Connect Virtual Agent (old) needs a live call and a connector, which no carrier offers so far.'),
});
