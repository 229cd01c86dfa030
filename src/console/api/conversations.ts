/** The conversations on this machine. */
import { ask, askAll, askJson } from './client.ts';
import { type Resource, resource } from './record.ts';

export interface Conversation {
  readonly sid: string;
  readonly name: string;
  /** `active`, `inactive` or `closed`. */
  readonly state: string;
  readonly updatedMs: number;
}

export interface Participant {
  readonly sid: string;
  /** An identity, or the address that is bound. */
  readonly name: string;
}

export interface ConversationMessage {
  readonly sid: string;
  readonly author: string;
  readonly body: string;
  readonly mediaCount: number;
  readonly createdMs: number;
}

const path = '/local/conversations';

export async function listConversations(signal?: AbortSignal): Promise<readonly Conversation[]> {
  const page = await askJson(`${path}?PageSize=100`, signal === undefined ? {} : { signal });
  return resource(page, 'list').list('conversations', 'conversation').map(presentConversation);
}

export async function getConversation(sid: string): Promise<Conversation> {
  return presentConversation(resource(await askJson(`${path}/${sid}`), 'conversation'));
}

export async function listParticipants(sid: string): Promise<readonly Participant[]> {
  const rows = await askAll(`${path}/${sid}/participants`, 'participants');
  return rows.map((row) => {
    const participant = resource(row, 'participant');
    const binding = participant.value('messaging_binding');
    const address = binding ? participant.part('messaging_binding', 'binding').maybe('address') : undefined;
    return { sid: participant.text('sid'), name: participant.maybe('identity') ?? address ?? participant.text('sid') };
  });
}

/** The newest 100, oldest first. */
export async function listConversationMessages(sid: string): Promise<readonly ConversationMessage[]> {
  const page = resource(await askJson(`${path}/${sid}/messages?PageSize=100`), 'list');
  return page
    .list('messages', 'message')
    .map((message) => {
      const media = message.value('media');
      return {
        sid: message.text('sid'),
        author: message.text('author'),
        body: message.maybe('body') ?? '',
        mediaCount: Array.isArray(media) ? media.length : 0,
        createdMs: message.time('date_created') ?? 0,
      };
    })
    .toSorted((a, b) => a.createdMs - b.createdMs);
}

export async function writeMessage(sid: string, author: string, body: string): Promise<void> {
  await ask(`${path}/${sid}/messages`, { form: { Author: author, Body: body } });
}

export async function closeConversation(sid: string): Promise<void> {
  await ask(`${path}/${sid}`, { form: { State: 'closed' } });
}

function presentConversation(conversation: Resource): Conversation {
  return {
    sid: conversation.text('sid'),
    name: conversation.maybe('friendly_name') ?? conversation.maybe('unique_name') ?? '',
    state: conversation.text('state'),
    updatedMs: conversation.time('date_updated') ?? 0,
  };
}
