/** Calls of the simulated network as the runtime makes and records them. */
import type { OutboundCall, ResourceResult } from '../../../engine/effects.ts';
import { presentCall, presentRecording } from '../../call-resource.ts';
import type { CarrierCalls } from '../../carrier.ts';
import type { Granted } from '../../network.ts';
import type { CallDraft, NetworkCalls, NetworkRecording } from '../../network-calls.ts';
import { refused } from '../refusals.ts';

/** The API's own defaults. Source: carrier page §C3. */
const machineDetectionSeconds = 30;
const statusEvents = ['initiated', 'ringing', 'answered', 'completed'];

/** A call ends with the process that it is in: one whose outcome is unknown is over, and its status callback says so. */
export function carrierCalls(network: NetworkCalls, baseUrl: () => string): CarrierCalls {
  return {
    create: async ({ accountSid, call }) => resultOf(await network.create(accountSid, draftOf(call)), presentCall),
    // One that is not here has ended with an earlier process.
    statusOf: async ({ accountSid, callSid }) => (await network.find(accountSid, callSid))?.status ?? 'completed',
    async record({ accountSid, recording }) {
      const { callSid } = recording;
      const shown = (made: NetworkRecording) => presentRecording(made, baseUrl());
      if (recording.do === 'stop') {
        const change = { status: 'stopped', skipsPause: false } as const;
        const stopped = await network.updateRecording(accountSid, callSid, 'Twilio.CURRENT', change);
        return resultOf(stopped ?? refused(20404), shown);
      }
      const { statusCallback: url, statusCallbackMethod: method, statusCallbackEvents: events } = recording;
      const draft = {
        channels: recording.channels === 'dual' ? 2 : 1,
        track: 'both',
        statusCallback: { url, method, ...(events ? { events } : {}) },
      };
      return resultOf((await network.startRecording(accountSid, callSid, draft)) ?? refused(20404), shown);
    },
  };
}

function draftOf(call: OutboundCall): CallDraft {
  const { machineDetection: machine } = call;
  return {
    to: call.to,
    from: call.from,
    url: call.answeredUrl,
    statusCallback: { url: call.statusCallback, events: statusEvents },
    sendDigits: call.sendDigits || undefined,
    timeoutSeconds: call.timeoutSeconds,
    recording: call.record
      ? {
          channels: call.recordingChannels === 'dual' ? 2 : 1,
          track: 'both',
          statusCallback: { url: call.recordingStatusCallback },
        }
      : undefined,
    machineDetection: machine && {
      mode: machine.mode,
      timeoutSeconds: Number(machine.timeoutSeconds ?? machineDetectionSeconds),
      isAsync: false,
      asyncCallback: {},
    },
  };
}

function resultOf<T>(granted: Granted<T>, show: (value: T) => ReturnType<typeof presentCall>): ResourceResult {
  if (granted.ok) return { ok: true, resource: show(granted.value) };
  return { ok: false, code: granted.refusal.code, message: granted.refusal.message };
}
