/** A contact presses a button or picks a row of a template: what the channel makes of it. Source: messaging page §4.2, carrier page §B1. */
import { listRow, type RenderedContent, replyButton } from './content.ts';

/** Id or title of one of them. */
export interface ContentPress {
  readonly button?: string | undefined;
  readonly listItem?: string | undefined;
}

export type ContentAnswer =
  | { readonly ok: true; readonly body: string; readonly params: { readonly [name: string]: string } }
  /** `message` says what can be pressed. */
  | { readonly ok: false; readonly message: string };

/** What the webhook is sent; `asked` is the last template that the contact got. */
export function answerContent(
  { button, listItem }: ContentPress,
  asked: Pick<RenderedContent, 'buttons' | 'list'> | undefined,
): ContentAnswer {
  if (button !== undefined && listItem !== undefined) {
    return { ok: false, message: 'Button and ListItem cannot be given together: a contact answers with one of them' };
  }
  if (!asked) {
    const wanted = button === undefined ? 'a list' : 'buttons';
    return { ok: false, message: `There is no template with ${wanted} between the two yet` };
  }
  return button === undefined ? picked(asked, listItem ?? '') : pressed(asked, button);
}

/** The title is what the contact seems to have said, the id is beside it. */
function pressed(asked: Pick<RenderedContent, 'buttons'>, name: string): ContentAnswer {
  const button = replyButton(asked, name);
  if (!button) {
    const other = asked.buttons.find(({ id, title }) => id === name || title === name);
    const names = asked.buttons.filter(({ type }) => type === 'QUICK_REPLY').map(({ id, title }) => `${id} (${title})`);
    const why = other
      ? `Button is invalid: "${name}" is of type ${other.type}, which leads away and answers nothing`
      : `Button is invalid: the last template has no "${name}"`;
    return { ok: false, message: `${why}; it can be answered by ${names.join(', ') || 'no button'}` };
  }
  const params = {
    MessageType: 'button',
    ButtonText: button.title,
    ButtonPayload: button.id ?? button.title,
    // (inferred): documented as a field, its values are not.
    ButtonType: 'QUICK_REPLY',
  };
  return { ok: true, body: button.title, params };
}

/** Unlike with a button, the body is the id (messaging page §4.2, field). */
function picked(asked: Pick<RenderedContent, 'list'>, name: string): ContentAnswer {
  const row = listRow(asked, name);
  if (!row) {
    const names = (asked.list?.rows ?? []).map(({ id, title }) => `${id} (${title})`).join(', ') || 'no list';
    return { ok: false, message: `ListItem is invalid: the last template has no row "${name}"; it has ${names}` };
  }
  return {
    ok: true,
    body: row.id,
    params: { MessageType: 'interactive', ListId: row.id, ListTitle: row.title },
  };
}
