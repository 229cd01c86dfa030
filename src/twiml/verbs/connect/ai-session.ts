import { sdkSource, text } from '../../shared-attributes.ts';
import { defineVerb } from '../../verb.ts';

export const aiSession = defineVerb({
  name: 'AiSession',
  summary: 'A session with an AI behind a connector.',
  attributes: { aiConnector: text, aiSessionConfiguration: text },
  source: sdkSource,
});

export const conversationRelaySession = defineVerb({
  name: 'ConversationRelaySession',
  summary: 'A conversation relay behind a connector.',
  attributes: { connector: text, sessionConfiguration: text },
  source: sdkSource,
});
