import type { ConversationStore } from '../../products/conversation-store.ts';
import type { DocumentStore } from '../../products/document-store.ts';
import type { TaskInbox } from '../../products/inbox.ts';
import type { ApiModule } from '../app.ts';
import { conversations } from './conversations.ts';
import { documents } from './documents.ts';
import { tasks } from './tasks.ts';

/** What lies in the products on this machine (ext). Absent: that product is elsewhere. */
export function localApi(local: {
  readonly tasks?: TaskInbox;
  readonly documents?: DocumentStore;
  readonly conversations?: ConversationStore;
}): readonly ApiModule[] {
  return [
    ...(local.tasks ? [tasks(local.tasks)] : []),
    ...(local.documents ? [documents(local.documents)] : []),
    ...(local.conversations ? [conversations(local.conversations)] : []),
  ];
}
