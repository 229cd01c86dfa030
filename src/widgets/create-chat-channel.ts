/** Create Chat Channel: a legacy type of which only the name is published; it opens a conversation. */
import { defineLegacyWidget, given } from './legacy.ts';

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
  uniqueName: ['unique_name', 'uniqueName', 'channel_unique_name'],
  friendlyName: ['friendly_name', 'friendlyName', 'channel_friendly_name', 'name'],
  attributes: ['attributes', 'channel_attributes', 'channelAttributes'],
} as const;

export const createChatChannel = defineLegacyWidget({
  type: 'create-chat-channel',
  title: 'Create Chat Channel',
  summary: 'Legacy: opens a chat channel, which is a conversation today. Likely spellings of its properties are read.',
  example: { service: 'IS00000000000000000000000000000000', friendly_name: 'Talk with {{contact.channel.address}}' },
  request({ read }) {
    const serviceSid = read(spellings.service);
    if (serviceSid === '') return { missing: 'chat service' };
    return {
      type: 'channel.create',
      channel: {
        serviceSid,
        ...given('uniqueName', read(spellings.uniqueName)),
        ...given('friendlyName', read(spellings.friendlyName)),
        ...given('attributes', read(spellings.attributes)),
      },
    };
  },
});
