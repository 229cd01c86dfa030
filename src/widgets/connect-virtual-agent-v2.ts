/** Connect Virtual Agent: hands a call or a conversation to a Dialogflow CX agent. */
import { Type } from 'typebox';
import { choice, fields, integer, keyValues, optional, template, text } from '../engine/fields.ts';
import { defineWidget } from '../engine/widget.ts';
import { notYet } from './not-yet.ts';

export const connectVirtualAgentV2 = defineWidget({
  type: 'connect-virtual-agent-v2',
  title: 'Connect Virtual Agent',
  summary: 'Hands the call or conversation to a Dialogflow CX agent and goes on by how that ended.',
  source: 'https://www.twilio.com/docs/studio/widget-library/connect-virtual-agent',
  channels: ['call', 'conversation'],
  properties: fields({
    channel: optional(choice(['voice', 'conversations'], { title: 'Channel', default: 'voice' })),
    connector_name: optional(template({ title: 'Connector', description: 'For a new voice session' })),
    connector_details: optional(
      Type.Object(
        {
          addon_sid: text({ title: 'Add-on SID' }),
          installed_addon_sid: text({ title: 'Installed add-on SID' }),
          name: text({ title: 'Name' }),
        },
        { title: 'Connector details', description: 'For conversations' },
      ),
    ),
    // The second value's spelling is unknown, so any text is taken (voice page §12).
    session_behavior: optional(
      text({ title: 'Session', description: 'new_session or resume_session', default: 'new_session' }),
    ),
    resume_session_identification_method: optional(text({ title: 'Find the session by' })),
    resume_session_identification_value: optional(
      template({ title: 'Session to resume', description: 'Name of a widget, or an end user ID' }),
    ),
    resume_session_event_name: optional(template({ title: 'Event to resume at' })),
    parameters: optional(keyValues({ title: 'Session parameters' })),
    configurations: optional(keyValues({ title: 'Configurations', description: 'Voice only; e.g. language' })),
    status_callback: optional(template({ title: 'Status callback URL', description: 'Voice only' })),
    status_callback_method: optional(choice(['GET', 'POST'], { title: 'Status callback method', default: 'POST' })),
    timeout: optional(
      integer({ title: 'Stop waiting after', description: 'Seconds without a reply; conversations only' }),
    ),
  }),
  events: {
    completed: 'The session ended',
    'live-agent-handoff': 'The agent asks for a person',
    hangup: 'The caller hung up',
    failed: 'The session failed',
    paused: 'The agent paused the session',
    timeout: 'The customer did not reply in time; conversations only',
  },
  outputs: {
    VirtualAgentProvider: 'Name of the provider',
    VirtualAgentStatus: 'How the session ended: the name of the event',
    VirtualAgentProviderData: 'What the provider says about the session, as an object',
    VirtualAgentError: 'On failure: what went wrong',
    VirtualAgentErrorCode: 'On failure: its code',
    VirtualAgentProviderError: 'On failure at the provider (32601): its own error',
    ConnectorName: 'Name of the connector',
  },
  example: {
    channel: 'voice',
    connector_name: 'cx_prod',
    session_behavior: 'new_session',
    status_callback_method: 'POST',
    parameters: [{ key: 'tier', value: 'gold' }],
    configurations: [{ key: 'language', value: 'en-US' }],
  },
  failureEvent: 'failed',
  ...notYet('Connect Virtual Agent needs a live call or conversation and a connector, which no carrier offers so far.'),
});
