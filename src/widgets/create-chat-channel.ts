/** Create Chat Channel: a retired type of which only the name is published. */
import { defineLegacyWidget } from './legacy.ts';

export const createChatChannel = defineLegacyWidget({
  type: 'create-chat-channel',
  title: 'Create Chat Channel',
  summary: 'Retired with Programmable Chat: created a chat channel. Kept as it is; its failure branch is taken.',
});
