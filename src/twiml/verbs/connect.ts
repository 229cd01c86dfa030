import { method, url } from '../shared-attributes.ts';
import { defineVerb } from '../verb.ts';
import { aiSession, conversationRelaySession } from './connect/ai-session.ts';
import { assistant } from './connect/assistant.ts';
import { conversation } from './connect/conversation.ts';
import { conversationRelay } from './connect/conversation-relay.ts';
import { room } from './connect/room.ts';
import { virtualAgent } from './connect/virtual-agent.ts';
import { twoWayStream } from './start/stream.ts';

export const connect = defineVerb({
  name: 'Connect',
  summary: 'Connects the caller with the noun in it until that ends.',
  in: ['voice'],
  attributes: { action: url, method },
  children: [
    twoWayStream,
    virtualAgent,
    conversationRelay,
    conversation,
    room,
    assistant,
    aiSession,
    conversationRelaySession,
  ],
  source: 'https://www.twilio.com/docs/voice/twiml/connect',
});
