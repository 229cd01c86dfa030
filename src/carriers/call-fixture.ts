/** Calls that the carriers of tests are asked for. */
import type { OutboundCall } from '../engine/effects.ts';

const flowUrl = 'https://studio.example.com/v1/Accounts/AC1/Flows/FW1';

export const usualCall: OutboundCall = {
  to: '+15550000002',
  from: '+15550000001',
  answeredUrl: `${flowUrl}?FlowEvent=answered&Step=FT1`,
  statusCallback: `${flowUrl}?FlowEvent=callStatus&Step=FT1`,
  timeoutSeconds: 25,
  record: true,
  recordingChannels: 'dual',
  sendDigits: '',
  machineDetection: { mode: 'DetectMessageEnd', timeoutSeconds: '40' },
};

export const liveCallSid = `CA${'1'.repeat(32)}`;
