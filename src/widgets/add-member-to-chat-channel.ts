/** Add Member To Chat Channel: a retired type of which only the name is published. */
import { defineLegacyWidget } from './legacy.ts';

export const addMemberToChatChannel = defineLegacyWidget({
  type: 'add-member-to-chat-channel',
  title: 'Add Member To Chat Channel',
  summary: 'Retired with Programmable Chat: added a member to a channel. Kept as it is; its failure branch is taken.',
});
