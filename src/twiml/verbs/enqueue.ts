import { method, sdkSource, text, url } from '../shared-attributes.ts';
import { defineVerb } from '../verb.ts';

export const task = defineVerb({
  name: 'Task',
  summary: 'Attributes of the task that is made for the workflow, as JSON.',
  attributes: {
    priority: { type: 'integer', minimum: 0, source: sdkSource },
    /** Seconds. */
    timeout: { type: 'integer', minimum: 0, source: sdkSource },
  },
  hasText: true,
  source: 'https://www.twilio.com/docs/voice/twiml/enqueue',
});

export const enqueue = defineVerb({
  name: 'Enqueue',
  summary: 'Puts the call into the queue that is named in it, or gives it to a workflow.',
  in: ['voice'],
  attributes: {
    action: url,
    method: { ...method, invalidCode: 14201 },
    /** What is heard meanwhile; the default playlist, and silence when it is empty. */
    waitUrl: url,
    /** POST where `waitUrl` is given, else GET. */
    waitUrlMethod: { type: 'choice', values: ['GET', 'POST'], invalidCode: 14206 },
    workflowSid: text,
    maxQueueSize: { type: 'integer', minimum: 1, maximum: 5000, default: '1000', source: sdkSource },
  },
  children: [task],
  hasText: true,
  source: 'https://www.twilio.com/docs/voice/twiml/enqueue',
});
