import { answerContent } from '../content-answer.ts';
import type { Granted, TextDraft } from '../network.ts';
import { channelOf } from './addresses.ts';
import type { StoredMessage } from './messages.ts';
import { refused } from './refusals.ts';

export interface Answer {
  readonly body: string;
  readonly params: { readonly [name: string]: string };
}

/** What a draft presses; `asked` is the last template that the contact was sent. Undefined: nothing. */
export function answerOf(
  { button, listItem }: TextDraft,
  asked: StoredMessage | undefined,
): Granted<Answer> | undefined {
  if (button === undefined && listItem === undefined) return undefined;
  const answer = answerContent({ button, listItem }, asked?.content ?? undefined);
  if (!answer.ok) return refused(20001, answer.message);
  const { body, params } = answer;
  return { ok: true, value: { body, params: { ...params, ...(asked ? original(asked) : {}) } } };
}

function original(asked: StoredMessage): { readonly [name: string]: string } {
  if (channelOf(asked.to) !== 'whatsapp') return {};
  return { OriginalRepliedMessageSid: asked.sid, OriginalRepliedMessageSender: asked.from };
}
