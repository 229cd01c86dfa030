/** A contact presses a button or picks a row: what the channel makes of it. Source: messaging page §4.2, carrier page §B1. */
import { listRow, replyButton } from '../content.ts';
import type { Granted, TextDraft } from '../network.ts';
import { channelOf } from './addresses.ts';
import type { StoredMessage } from './messages.ts';
import { refused } from './refusals.ts';

export interface Answer {
  readonly body: string;
  readonly params: { readonly [name: string]: string };
}

/** `asked` is the last template that the contact was sent. Undefined: the draft presses nothing. */
export function answerOf(draft: TextDraft, asked: StoredMessage | undefined): Granted<Answer> | undefined {
  const { button, listItem } = draft;
  if (button === undefined && listItem === undefined) return undefined;
  if (button !== undefined && listItem !== undefined) {
    return refused(20001, 'Button and ListItem cannot be given together: a contact answers with one of them');
  }
  const content = asked?.content;
  if (!asked || !content) {
    return refused(
      20001,
      `There is no template with ${button === undefined ? 'a list' : 'buttons'} between the two yet`,
    );
  }
  return button === undefined ? picked(asked, listItem ?? '') : pressed(asked, button);
}

function pressed(asked: StoredMessage, name: string): Granted<Answer> {
  const content = asked.content ?? { buttons: [] };
  const button = replyButton(content, name);
  if (!button) {
    const other = content.buttons.find(({ id, title }) => id === name || title === name);
    const names = content.buttons
      .filter(({ type }) => type === 'QUICK_REPLY')
      .map(({ id, title }) => `${id} (${title})`);
    const why = other
      ? `Button is invalid: "${name}" is of type ${other.type}, which leads away and answers nothing`
      : `Button is invalid: the last template has no "${name}"`;
    return refused(20001, `${why}; it can be answered by ${names.join(', ') || 'no button'}`);
  }
  // The title is what the contact seems to have said, the id is beside it.
  const params = {
    MessageType: 'button',
    ButtonText: button.title,
    ButtonPayload: button.id ?? button.title,
    // (inferred): documented as a field, its values are not.
    ButtonType: 'QUICK_REPLY',
    ...original(asked),
  };
  return { ok: true, value: { body: button.title, params } };
}

function picked(asked: StoredMessage, name: string): Granted<Answer> {
  const content = asked.content ?? { list: null };
  const row = listRow(content, name);
  if (!row) {
    const names = (content.list?.rows ?? []).map(({ id, title }) => `${id} (${title})`);
    return refused(
      20001,
      `ListItem is invalid: the last template has no row "${name}"; it has ${names.join(', ') || 'no list'}`,
    );
  }
  // Unlike with a button, the body is the id (messaging page §4.2, field).
  const params = { MessageType: 'interactive', ListId: row.id, ListTitle: row.title, ...original(asked) };
  return { ok: true, value: { body: row.id, params } };
}

function original(asked: StoredMessage): { readonly [name: string]: string } {
  if (channelOf(asked.to) !== 'whatsapp') return {};
  return { OriginalRepliedMessageSid: asked.sid, OriginalRepliedMessageSender: asked.from };
}
