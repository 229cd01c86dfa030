/** Connect Virtual Agent: hands a call or a conversation to a Dialogflow CX agent. */
import { Type } from 'typebox';
import { isFinalCallStatus } from '../engine/call.ts';
import { valueAt } from '../engine/context.ts';
import type { WebhookParams } from '../engine/events.ts';
import { choice, fields, integer, keyValues, optional, template, text } from '../engine/fields.ts';
import { isJsonObject, type JsonObject, nonNull, parseJson } from '../engine/json.ts';
import { defineWidget, transition, type WidgetContext, wait } from '../engine/widget.ts';
import { buildTwiml, element, type TwimlElement } from '../twiml/index.ts';
import { actionOf, namedValues, readerOf } from './call-twiml.ts';

const properties = fields({
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
});

type AgentContext = WidgetContext<Extract<keyof (typeof properties)['properties'], string>>;

export const connectVirtualAgentV2 = defineWidget({
  type: 'connect-virtual-agent-v2',
  title: 'Connect Virtual Agent',
  summary: 'Hands the call or conversation to a Dialogflow CX agent and goes on by how that ended.',
  source: 'https://www.twilio.com/docs/studio/widget-library/connect-virtual-agent',
  channels: ['call', 'conversation'],
  properties,
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
  worked: {
    start: { event: 'incomingCall' },
    inputs: [
      {
        flowEvent: 'virtualAgent',
        params: {
          VirtualAgentStatus: 'live-agent-handoff',
          VirtualAgentProviderData: '{"AgentHandoffParameters":{"topic":"sales"}}',
        },
      },
    ],
    event: 'live-agent-handoff',
  },
  failureEvent: 'failed',
  needsCall: true,
  noCallEvent: 'failed',

  enter(context) {
    const { text } = readerOf(context);
    const { state, problem } = context;
    if (text('channel') === 'conversations') {
      problem(81020, `"${state.name}" connects no virtual agent: only calls can be given to one.`);
      return transition('failed');
    }
    const session = sessionOf(context);
    const connect = element('Connect', { action: actionOf(context, 'virtualAgent').action }, agentOf(context, session));
    return wait({
      twiml: buildTwiml([connect]),
      memory: nonNull({ ConnectorName: session.connectorName ?? null }, ['ConnectorName']),
    });
  },

  on: {
    flowEvent({ name, params, memory }) {
      if (name !== 'virtualAgent') return undefined;
      const event = eventOf(params);
      if (event === 'hangup') return transition(event, {}, { endsCall: true });
      return transition(event, { ...memory, ...withProviderData(params) });
    },
    hangUp: () => transition('hangup'),
  },
});

/** Statuses of a session in a call. */
const statuses = ['completed', 'live-agent-handoff', 'hangup', 'failed', 'paused'] as const;

/** The event is the status; without one that is known the session has failed (inferred). */
function eventOf({ VirtualAgentStatus: status, CallStatus: callStatus }: WebhookParams) {
  return statuses.find((each) => each === status) ?? (isFinalCallStatus(callStatus) ? 'hangup' : 'failed');
}

/** What the provider says comes as JSON text and is read as an object. */
function withProviderData(params: WebhookParams): JsonObject {
  const { VirtualAgentProviderData: text } = params;
  const data = typeof text === 'string' ? parseJson(text) : undefined;
  return isJsonObject(data) ? { ...params, VirtualAgentProviderData: data } : params;
}

interface Session {
  readonly connectorName: string | undefined;
  /** Settings that take up a paused session. Source: https://www.twilio.com/docs/api/errors/32603 */
  readonly resuming: readonly TwimlElement[];
}

/**
 * A new session, or the one that the named widget, or the end user of this id, was in. The second word of
 * `session_behavior` is not published: any that says resume counts (inferred, voice page §12).
 */
function sessionOf(context: AgentContext): Session {
  const { text } = readerOf(context);
  const connectorName = text('connector_name');
  if (!text('session_behavior')?.startsWith('resume')) return { connectorName, resuming: [] };
  const value = text('resume_session_identification_value') ?? '';
  const isOfWidget = text('resume_session_identification_method') === 'widget';
  const earlier = (path: readonly string[]) => {
    const found = valueAt(context.context, ['widgets', value, ...path]);
    return typeof found === 'string' ? found : undefined;
  };
  const settings = {
    resumeEndUserId: isOfWidget ? earlier(['VirtualAgentProviderData', 'EndUserId']) : value,
    resumeEventName: text('resume_session_event_name'),
  };
  return {
    connectorName: connectorName ?? (isOfWidget ? earlier(['ConnectorName']) : undefined),
    resuming: Object.entries(settings).flatMap(([name, setting]) =>
      setting ? [element('Config', { name, value: setting })] : [],
    ),
  };
}

function agentOf(context: AgentContext, { connectorName, resuming }: Session): TwimlElement {
  const { text } = readerOf(context);
  const { properties: given, render } = context;
  const statusCallback = text('status_callback');
  return element(
    'VirtualAgent',
    {
      connectorName,
      statusCallback,
      statusCallbackMethod: statusCallback && (text('status_callback_method') ?? 'POST'),
    },
    ...namedValues('Config', given.configurations, render),
    ...resuming,
    ...namedValues('Parameter', given.parameters, render),
  );
}
