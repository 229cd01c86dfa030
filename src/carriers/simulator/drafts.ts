/** What a draft says: its text and media, or its template with the variables filled in. Rules: carrier page §C2, §C6. */
import { renderContent } from '../content.ts';
import type { Granted, MessageContent, MessageDraft } from '../network.ts';
import { isWebUrl } from '../web-url.ts';
import { refused } from './refusals.ts';
import type { TemplateStore } from './templates.ts';

/** Source: carrier page §C2. */
export const defaultBodyCharacters = 1600;
const maxMedia = 10;

export interface DraftContent {
  readonly body: string;
  readonly mediaUrls: readonly string[];
  readonly content: MessageContent | null;
}

/** What can be said of it before its recipient is known. */
export function checkDraft(draft: MessageDraft, maxBodyCharacters: number): Granted<undefined> {
  const { body, mediaUrls = [], contentSid, contentVariables } = draft;
  if (contentSid === undefined && contentVariables !== undefined) return refused(21654);
  if (mediaUrls.length > maxMedia) return refused(21623);
  if (!mediaUrls.every(isWebUrl)) return refused(21620);
  if ((body ?? '').length > maxBodyCharacters) return refused(21617);
  const hasContent = Boolean(body) || mediaUrls.length > 0 || contentSid !== undefined;
  return hasContent ? { ok: true, value: undefined } : refused(body === undefined ? 21602 : 21619);
}

/** The content of a checked draft for `channel`: empty for texts. */
export function contentOf(
  templates: TemplateStore,
  accountSid: string,
  { body = '', mediaUrls = [], contentSid, contentVariables }: MessageDraft,
  channel: string,
  maxBodyCharacters: number,
): Granted<DraftContent> {
  if (contentSid === undefined) return { ok: true, value: { body, mediaUrls, content: null } };
  const template = templates.find(accountSid, contentSid);
  if (!template) {
    return refused(
      21655,
      `The ContentSid is Invalid: there is no template ${contentSid} here; make it with POST /v1/Content, or under content in atelier.yaml`,
    );
  }
  const rendering = renderContent(template, contentVariables, channel);
  if (!rendering.ok) return refused(rendering.code, rendering.message);
  const { type, buttons, list, location, ...rendered } = rendering.content;
  const media = rendered.mediaUrls.length > 0 ? rendered.mediaUrls : mediaUrls;
  if (media.length > maxMedia) return refused(21623);
  if (!media.every(isWebUrl)) return refused(21620);
  if (rendered.body.length > maxBodyCharacters) return refused(21617);
  const content = { sid: contentSid, variables: contentVariables ?? null, type, buttons, list, location };
  return { ok: true, value: { body: rendered.body, mediaUrls: media, content } };
}
