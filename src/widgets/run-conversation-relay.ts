/** Conversation Relay: connects the call to a WebSocket that speaks for the flow. */
import { anything, booleanText, fields, keyValues, optional, template } from '../engine/fields.ts';
import { defineWidget } from '../engine/widget.ts';
import { callOutputs } from './call-outputs.ts';
import { notYet } from './not-yet.ts';

export const runConversationRelay = defineWidget({
  type: 'run-conversation-relay',
  title: 'Conversation Relay',
  summary: 'Connects the call to a WebSocket server that hears and answers in text.',
  source: 'https://github.com/twilio/ai/blob/main/skills/twilio/twilio-studio-flows/references/widgets.md',
  channels: ['call'],
  properties: fields({
    url: template({ title: 'URL', description: 'wss:// only' }),
    welcome_greeting: optional(template({ title: 'Greeting', lines: 2 })),
    tts_provider: optional(template({ title: 'Text-to-speech provider' })),
    voice: optional(template({ title: 'Voice' })),
    language: optional(template({ title: 'Language' })),
    transcription_provider: optional(template({ title: 'Transcription provider' })),
    speech_model: optional(template({ title: 'Speech model' })),
    // No source gives its type (messaging page, Appendix A).
    dtmf_detection: optional(anything({ title: 'Detect keys' })),
    interruptible: optional(booleanText({ title: 'Interruptible' })),
    parameters: optional(keyValues({ title: 'Parameters' })),
  }),
  events: {
    success: 'The session ended',
    failed: 'The session failed',
  },
  outputs: {
    HandoffData: 'What the server handed back',
    SessionId: 'ID of the session',
    SessionStatus: 'How it ended',
    SessionDuration: 'Its seconds',
    ...callOutputs,
  },
  example: { url: 'wss://relay.example.com/flow', welcome_greeting: 'Hello!', interruptible: 'true' },
  failureEvent: 'failed',
  ...notYet('Conversation Relay needs a live call, which no carrier connects so far.'),
});
