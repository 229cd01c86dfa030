import {
  boolean,
  callRecording,
  method,
  recordingCallback,
  sdkSource,
  silence,
  text,
  url,
} from '../../shared-attributes.ts';
import { defineVerb } from '../../verb.ts';

/** Voice Conversation: an attribute is not valid. */
const invalidCode = 32501;

export const conversation = defineVerb({
  name: 'Conversation',
  summary: 'A conversation that the call is put into.',
  attributes: {
    serviceInstanceSid: text,
    inboundAutocreation: { ...boolean, invalidCode },
    /** Seconds. */
    inboundTimeout: { type: 'integer', minimum: 0, invalidCode },
    /** Seconds. */
    routingAssignmentTimeout: { type: 'integer', minimum: 0, invalidCode },
    url,
    method: { ...method, invalidCode },
    record: { ...callRecording, invalidCode },
    trim: { ...silence, invalidCode },
    ...recordingCallback,
    statusCallback: url,
    statusCallbackMethod: { ...method, invalidCode },
    statusCallbackEvent: {
      type: 'list',
      separator: ' ',
      values: ['call-initiated', 'call-ringing', 'call-answered', 'call-completed'],
      invalidCode,
    },
  },
  source: sdkSource,
});
