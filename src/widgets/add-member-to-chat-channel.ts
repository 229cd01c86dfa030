/** Add Member To Chat Channel: a legacy type of which only the name is published; it adds someone to a conversation. */
import { defineLegacyWidget } from './legacy.ts';
import { addressOf } from './message-fields.ts';

/** Spellings of the properties that count, the likeliest first (inferred: nobody published them). */
const spellings = {
  service: [
    'service',
    'service_sid',
    'serviceSid',
    'chat_service',
    'chat_service_sid',
    'chatServiceSid',
    'instance_sid',
  ],
  channel: ['channel', 'channel_sid', 'channelSid', 'chat_channel', 'chat_channel_sid', 'chatChannelSid'],
  identity: ['identity', 'member', 'member_identity', 'memberIdentity', 'user', 'user_identity'],
} as const;

export const addMemberToChatChannel = defineLegacyWidget({
  type: 'add-member-to-chat-channel',
  title: 'Add Member To Chat Channel',
  summary: 'Legacy: adds a member to a chat channel, which is a conversation today. Likely spellings are read.',
  example: {
    service: 'IS00000000000000000000000000000000',
    channel: 'CH00000000000000000000000000000000',
    identity: 'agent',
  },
  request({ read }, context) {
    // As Send Message finds the channel of the run (messaging page §3).
    const serviceSid = read(spellings.service) || addressOf(context, ['trigger', 'message', 'InstanceSid']);
    const channelSid = read(spellings.channel) || addressOf(context, ['trigger', 'message', 'ChannelSid']);
    const identity = read(spellings.identity);
    if (serviceSid === '') return { missing: 'chat service' };
    if (channelSid === '') return { missing: 'channel' };
    if (identity === '') return { missing: 'member' };
    return { type: 'member.add', member: { serviceSid, channelSid, identity } };
  },
});
