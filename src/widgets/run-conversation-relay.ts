/** Conversation Relay: connects the call to a WebSocket that speaks for the flow. */
import { anything, booleanText, fields, keyValues, optional, template } from '../engine/fields.ts';
import { defineWidget, transition, wait } from '../engine/widget.ts';
import { buildTwiml, element } from '../twiml/index.ts';
import { callOutputs } from './call-outputs.ts';
import { actionOf, namedValues, readerOf } from './call-twiml.ts';

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
  worked: {
    start: { event: 'incomingCall' },
    inputs: [{ flowEvent: 'relay', params: { SessionStatus: 'ended', HandoffData: '{"reason":"sales"}' } }],
    event: 'success',
  },
  failureEvent: 'failed',
  needsCall: true,
  noCallEvent: 'failed',

  enter(context) {
    const { text } = readerOf(context);
    const { properties: given, render, state, problem } = context;
    const url = text('url') ?? '';
    // A real carrier takes wss:// only; on the simulated network a server on the same machine may do without TLS (ext).
    if (!/^wss?:\/\//.test(url)) {
      problem(81020, `"${state.name}" connects nothing: its URL must begin with wss://.`);
      return transition('failed');
    }
    const relay = element(
      'ConversationRelay',
      {
        url,
        welcomeGreeting: text('welcome_greeting'),
        ttsProvider: text('tts_provider'),
        voice: text('voice'),
        language: text('language'),
        transcriptionProvider: text('transcription_provider'),
        speechModel: text('speech_model'),
        dtmfDetection: text('dtmf_detection'),
        interruptible: text('interruptible'),
      },
      ...namedValues('Parameter', given.parameters, render),
    );
    const { action } = actionOf(context, 'relay');
    return wait({ twiml: buildTwiml([element('Connect', { action }, relay)]) });
  },

  on: {
    // The statuses are not published: only this one is taken for a failure (inferred, voice page §14).
    flowEvent({ name, params }) {
      if (name !== 'relay') return undefined;
      return transition(params.SessionStatus === 'failed' ? 'failed' : 'success', params);
    },
    hangUp: () => transition('success'),
  },
});
