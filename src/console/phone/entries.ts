/** What stands in the chat, in the order of its time. */
import { phoneWords } from '../texts/phone-words.ts';
import type { LineView, Message } from './view.ts';

/** Time that was let pass. */
export interface Skip {
  readonly atMs: number;
  readonly ms: number;
}

export type ChatEntry =
  | { readonly kind: 'message'; readonly key: string; readonly atMs: number; readonly message: Message }
  | { readonly kind: 'note'; readonly key: string; readonly atMs: number; readonly text: string };

export function entriesOf(view: LineView | undefined, skips: readonly Skip[]): readonly ChatEntry[] {
  const messages = (view?.messages ?? []).map((message) => ({
    kind: 'message' as const,
    key: message.sid,
    atMs: message.createdMs,
    message,
  }));
  const notes = skips.map(({ atMs, ms }, index) => ({
    kind: 'note' as const,
    key: `skip ${index}`,
    atMs,
    text: phoneWords.later(ms),
  }));
  const calls = (view?.legs ?? [])
    .filter(({ parentSid }) => parentSid === undefined)
    .map(({ sid, createdMs, isIncoming }) => ({
      kind: 'note' as const,
      key: sid,
      atMs: createdMs,
      text: isIncoming ? phoneWords.youCalled : phoneWords.flowCalled,
    }));
  // Sorting keeps the order of what has the same time: a message was there before time was let pass.
  return [...messages, ...notes, ...calls].sort((one, other) => one.atMs - other.atMs);
}
