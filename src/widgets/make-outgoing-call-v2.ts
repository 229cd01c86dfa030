/** Make Outgoing Call: calls the contact and waits for the result. */

import type { OutboundCall } from '../engine/effects.ts';
import { choice, choiceOrTemplate, fields, flag, integer, numberText, optional, template } from '../engine/fields.ts';
import { defineWidget, end, type WidgetContext } from '../engine/widget.ts';
import { callOutputs } from './call-outputs.ts';
import { readerOf } from './call-twiml.ts';
import { callHandlers, makeCall } from './outgoing-call.ts';

const properties = fields({
  from: template({ title: 'From', default: '{{flow.channel.address}}' }),
  to: template({
    title: 'To',
    description: 'Number, client: or sip: address',
    default: '{{contact.channel.address}}',
  }),
  timeout: optional(integer({ title: 'Ring time', description: 'Seconds', default: 60, minimum: 0, maximum: 600 })),
  record: optional(flag({ title: 'Record call', default: false })),
  recording_channels: optional(choice(['mono', 'dual'], { title: 'Recording channels', default: 'mono' })),
  recording_status_callback: optional(template({ title: 'Recording status callback URL' })),
  trim: optional(
    template({ title: 'Trim silence', description: 'trim-silence or do-not-trim', default: 'do-not-trim' }),
  ),
  detect_answering_machine: optional(flag({ title: 'Detect answering machine', default: false })),
  machine_detection: optional(
    choiceOrTemplate(['Enable', 'DetectMessageEnd'], { title: 'Machine detection', default: 'Enable' }),
  ),
  machine_detection_timeout: optional(
    numberText({ title: 'Detection timeout', description: '3 to 120 seconds', default: '30' }),
  ),
  machine_detection_speech_threshold: optional(
    numberText({ title: 'Speech threshold', description: '1000 to 6000 milliseconds', default: '2400' }),
  ),
  machine_detection_speech_end_threshold: optional(
    numberText({ title: 'Speech end threshold', description: '500 to 5000 milliseconds', default: '1200' }),
  ),
  machine_detection_silence_timeout: optional(
    numberText({ title: 'Silence timeout', description: '2000 to 10000 milliseconds', default: '5000' }),
  ),
  send_digits: optional(
    template({ title: 'Send digits', description: '0-9 A-D w W # *, at most 32; switches the detection off' }),
  ),
  sip_auth_username: optional(template({ title: 'SIP user name' })),
  sip_auth_password: optional(template({ title: 'SIP password' })),
});

type CallContext = WidgetContext<Extract<keyof (typeof properties)['properties'], string>>;

export const makeOutgoingCallV2 = defineWidget({
  type: 'make-outgoing-call-v2',
  title: 'Make Outgoing Call',
  summary: 'Calls the contact; after `answered` the run goes on in the call.',
  source: 'https://www.twilio.com/docs/studio/widget-library/make-outgoing-call',
  channels: ['message', 'call', 'request'],
  properties,
  events: {
    answered: 'A person or a machine picked up',
    busy: 'The line is busy',
    noAnswer: 'Nobody picked up in time',
    failed: 'The call could not be made',
  },
  outputs: {
    AnsweredBy: 'Who picked up, e.g. `human` or `machine_start`; with machine detection only',
    MachineDetectionDuration: 'Milliseconds that the detection took',
    ...callOutputs,
  },
  example: { from: '{{flow.channel.address}}', to: '{{contact.channel.address}}', timeout: 60, record: false },
  failureEvent: 'failed',
  worked: {
    start: { event: 'incomingRequest' },
    inputs: [{ callStatus: 'ringing' }, { flowEvent: 'answered' }],
    event: 'answered',
  },

  enter: (context) => makeCall(context, optionsOf(context)),

  on: callHandlers({
    answered: () => 'answered',
    over({ state, problem }) {
      problem(81002, `The call of "${state.name}" ended before it was told anything; the widget has no event for it.`);
      return end('HANGUP');
    },
  }),
});

/** What is blank is left out: the editor exports empty texts (voice page §4). */
function optionsOf(context: CallContext): Partial<OutboundCall> {
  const { text, flag } = readerOf(context);
  const sendDigits = text('send_digits');
  return {
    ...(flag('record', false) ? recordingOf(context) : {}),
    // Digits switch the detection off (voice page §4).
    ...(flag('detect_answering_machine', false) && sendDigits === undefined ? detectionOf(context) : {}),
    ...stated({
      sendDigits,
      sipAuthUsername: text('sip_auth_username'),
      sipAuthPassword: text('sip_auth_password'),
    }),
  };
}

function recordingOf(context: CallContext): Partial<OutboundCall> {
  const { text } = readerOf(context);
  const trim = text('trim') ?? 'do-not-trim';
  return {
    recordingChannels: text('recording_channels') ?? 'mono',
    // Said in any case: the API's own default is the other one (carrier page §C3).
    trim: trims[trim] ?? trim,
    ...stated({ recordingStatusCallback: text('recording_status_callback') }),
  };
}

/** Exports hold the boolean's text as well (voice page §4). */
const trims: { readonly [text: string]: string } = { true: 'trim-silence', false: 'do-not-trim' };

function detectionOf(context: CallContext): Partial<OutboundCall> {
  const { text, count } = readerOf(context);
  return {
    machineDetection: {
      mode: text('machine_detection') === 'DetectMessageEnd' ? 'DetectMessageEnd' : 'Enable',
      ...stated({
        timeoutSeconds: count('machine_detection_timeout'),
        speechThreshold: count('machine_detection_speech_threshold'),
        speechEndThreshold: count('machine_detection_speech_end_threshold'),
        silenceTimeout: count('machine_detection_silence_timeout'),
      }),
    },
  };
}

function stated<K extends string>(values: { readonly [P in K]: string | undefined }): { readonly [P in K]?: string } {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as { readonly [P in K]?: string };
}
