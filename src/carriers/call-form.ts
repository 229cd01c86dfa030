/** Forms of Twilio's resources for calls and recordings. Source: carrier page §C3, §C4. */
import type { OutboundCall, RecordingRequest } from '../engine/effects.ts';
import type { FormPairs } from './twilio-rest.ts';

/** All of them, where the default is the last alone. */
const statusEvents = ['initiated', 'ringing', 'answered', 'completed'] as const;

type Fields = readonly (readonly [name: string, value: string | undefined])[];

/** Empty values are left out. */
export function callForm(call: OutboundCall): FormPairs {
  const { machineDetection: machine, timeoutSeconds } = call;
  return given([
    ['To', call.to],
    ['From', call.from],
    ['Url', call.answeredUrl],
    ['Method', 'POST'],
    ['StatusCallback', call.statusCallback],
    ['StatusCallbackMethod', 'POST'],
    ...statusEvents.map((event) => ['StatusCallbackEvent', event] as const),
    ['Timeout', timeoutSeconds === undefined ? undefined : String(timeoutSeconds)],
    ['Record', call.record ? 'true' : undefined],
    ['RecordingChannels', call.recordingChannels],
    ['RecordingStatusCallback', call.recordingStatusCallback],
    ['Trim', call.trim],
    ['SendDigits', call.sendDigits],
    ['SipAuthUsername', call.sipAuthUsername],
    ['SipAuthPassword', call.sipAuthPassword],
    ['MachineDetection', machine?.mode],
    ['MachineDetectionTimeout', machine?.timeoutSeconds],
    ['MachineDetectionSpeechThreshold', machine?.speechThreshold],
    ['MachineDetectionSpeechEndThreshold', machine?.speechEndThreshold],
    ['MachineDetectionSilenceTimeout', machine?.silenceTimeout],
  ]);
}

/** Where a change to a recording is asked for, below the call, and with which form. */
export function recordingForm(recording: RecordingRequest): { readonly path: string; readonly form: FormPairs } {
  if (recording.do === 'stop') return { path: 'Recordings/Twilio.CURRENT.json', form: [['Status', 'stopped']] };
  const { statusCallbackEvents = [] } = recording;
  return {
    path: 'Recordings.json',
    form: given([
      ['RecordingStatusCallback', recording.statusCallback],
      ['RecordingStatusCallbackMethod', recording.statusCallbackMethod],
      ...statusCallbackEvents.map((event) => ['RecordingStatusCallbackEvent', event] as const),
      ['RecordingChannels', recording.channels],
      ['Trim', recording.trim],
    ]),
  };
}

function given(fields: Fields): FormPairs {
  return fields.flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, value] as const]));
}
