/** Connect Call To: bridges the live call to another party. */

import { isFinalCallStatus } from '../engine/call.ts';
import { choice, fields, flag, integer, numberText, optional, template } from '../engine/fields.ts';
import { defineWidget, transition, type WidgetContext, wait } from '../engine/widget.ts';
import { buildTwiml, element, type TwimlElement } from '../twiml/index.ts';
import { callOutputs } from './call-outputs.ts';
import { actionOf, readerOf } from './call-twiml.ts';

/** Numbers that are called at once. Source: voice page §3. */
const maxNumbers = 10;

const properties = fields({
  noun: choice(['number', 'number-multi', 'client', 'conference', 'sim', 'sip'], {
    title: 'Connect call to',
    default: 'number',
  }),
  to: optional(
    template({
      title: 'To',
      description: 'Number, up to 10 numbers with commas (number-multi), client, conference or SIM SID; not for sip',
    }),
  ),
  caller_id: optional(template({ title: 'Caller ID', default: '{{contact.channel.address}}' })),
  sip_endpoint: optional(template({ title: 'SIP endpoint', description: 'sip:user@host' })),
  sip_username: optional(template({ title: 'SIP user name' })),
  sip_password: optional(template({ title: 'SIP password' })),
  record: optional(flag({ title: 'Record', default: false })),
  timeout: optional(integer({ title: 'Ring time', description: 'Seconds', default: 30, minimum: 1, maximum: 600 })),
  time_limit: optional(
    numberText({ title: 'Time limit', description: 'Seconds that the bridge may last; empty: 4 hours' }),
  ),
});

type DialContext = WidgetContext<Extract<keyof (typeof properties)['properties'], string>>;

export const connectCallTo = defineWidget({
  type: 'connect-call-to',
  title: 'Connect Call To',
  summary: 'Bridges the call to a number, client, conference, SIM or SIP address.',
  source: 'https://www.twilio.com/docs/studio/widget-library/connect-call',
  channels: ['call'],
  properties,
  events: {
    callCompleted: 'The connected call ended; also when it was busy or not answered',
    hangup: 'The caller hung up',
  },
  outputs: {
    DialCallStatus: '`completed`, `answered`, `busy`, `no-answer`, `failed` or `canceled`',
    DialCallSid: 'SID of the connected call',
    DialCallDuration: 'Its seconds',
    RecordingUrl: 'Recording of the bridge, if it was recorded',
    ...callOutputs,
  },
  example: { noun: 'number', to: '+15550001000', caller_id: '{{contact.channel.address}}', timeout: 30, record: false },
  worked: {
    start: { event: 'incomingCall' },
    inputs: [{ flowEvent: 'dial', params: { DialCallStatus: 'completed', DialCallDuration: '42' } }],
    event: 'callCompleted',
  },
  needsCall: true,

  enter(context) {
    const { text, number, count } = readerOf(context);
    const dial = element(
      'Dial',
      {
        ...actionOf(context, 'dial'),
        callerId: text('caller_id'),
        timeout: String(number('timeout', 30)),
        timeLimit: count('time_limit'),
        record: isRecorded(text('record')) ? 'record-from-answer' : undefined,
      },
      ...targets(context),
    );
    return wait({ twiml: buildTwiml([dial]) });
  },

  on: {
    flowEvent({ name, params, problem, state }) {
      if (name !== 'dial') return undefined;
      // Only the caller's own end makes their call final (inferred, voice page §3).
      if (isFinalCallStatus(params.CallStatus)) return transition('hangup', params, { endsCall: true });
      if (params.DialCallStatus === 'no-answer') problem(81007, `Nobody answered the call of "${state.name}" in time.`);
      return transition('callCompleted', params);
    },
    hangUp: () => transition('hangup'),
  },
});

/** Flows written by hand hold TwiML's own words in the place of a boolean (inferred, voice page §3). */
function isRecorded(record: string | undefined): boolean {
  return record !== undefined && record !== 'false' && record !== 'do-not-record';
}

function targets(context: DialContext): TwimlElement[] {
  const { text } = readerOf(context);
  const to = text('to') ?? '';
  switch (text('noun')) {
    case 'number-multi':
      return to
        .split(/[\s,]+/)
        .filter((number) => number !== '')
        .slice(0, maxNumbers)
        .map((number) => element('Number', {}, number));
    case 'client':
      return [element('Client', {}, to)];
    case 'conference':
      return [element('Conference', {}, to)];
    case 'sim':
      return [element('Sim', {}, to)];
    case 'sip': {
      const login = { username: text('sip_username'), password: text('sip_password') };
      return [element('Sip', login, text('sip_endpoint') ?? '')];
    }
    default:
      return [element('Number', {}, to)];
  }
}
