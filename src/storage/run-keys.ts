/** Keys of active runs that the store understands. */

const conversationPrefix = 'conversation:';

/** Key of the active run of a conversation: the one that began with it, or one that has joined it since. */
export function conversationKey(conversationSid: string): string {
  return conversationPrefix + conversationSid;
}

/** The conversation that a key names, if it names one. */
export function conversationOfKey(key: string): string | undefined {
  return key.startsWith(conversationPrefix) ? key.slice(conversationPrefix.length) : undefined;
}
