/** What the contact of a chat gets to see, and what it attaches. */
import { type ContentTemplate, type RenderedContent, renderContent } from '../../carriers/content.ts';
import { mediaTypeOf } from '../../carriers/media-type.ts';
import type { OutboundMessage } from '../../engine/index.ts';

/** The text of a message; a template that cannot be sent is refused, as a carrier does. */
export function shownMessage(
  message: OutboundMessage,
  contact: string,
  templates: ReadonlyMap<string, ContentTemplate>,
):
  | { readonly text: string; readonly content: RenderedContent | undefined }
  | { readonly refused: { readonly code: number; readonly message: string } } {
  const template = message.contentSid === undefined ? undefined : templates.get(message.contentSid);
  if (!template) return { text: messageText(message, contact), content: undefined };
  const channel = /^([a-z]+):/.exec(message.to)?.[1] ?? '';
  const rendering = renderContent(template, message.contentVariables, channel);
  if (!rendering.ok) return { refused: { code: rendering.code, message: rendering.message } };
  const { content } = rendering;
  const mediaUrls = content.mediaUrls.length > 0 ? content.mediaUrls : (message.mediaUrls ?? []);
  const { contentSid: _, contentVariables: __, ...plain } = message;
  const text = messageText({ ...plain, body: content.body, mediaUrls }, contact);
  return { text: [text, ...contentLines(content)].join('\n'), content };
}

function messageText(message: OutboundMessage, contact: string): string {
  const parts = [
    ...(message.to === contact || message.conversation ? [] : [`[to ${message.to}]`]),
    ...(message.body === undefined ? [] : [message.body]),
    ...(message.contentSid === undefined
      ? []
      : [`[template ${message.contentSid} ${message.contentVariables ?? '{}'}]`]),
    ...(message.mediaUrls ?? []).map((url) => `[media ${url}]`),
  ];
  return parts.join(' ');
}

/** What can be pressed, and how. */
function contentLines({ buttons, list, location }: RenderedContent): string[] {
  return [
    ...buttons.map(({ type, title, id, value }) =>
      type === 'QUICK_REPLY' ? `[button ${id}: ${title}]` : `[${title}: ${value ?? type}]`,
    ),
    ...(list === null ? [] : [`[list ${list.button}]`]),
    ...(list?.rows ?? []).map(
      ({ id, title, description }) => `[row ${id}: ${title}${description === null ? '' : `, ${description}`}]`,
    ),
    ...(location === null ? [] : [`[place ${location.latitude},${location.longitude} ${location.label ?? ''}]`]),
  ];
}

/** Parameters of a message with media; none without. */
export function mediaFields(urls: readonly string[], count: number): { readonly [name: string]: string } {
  if (urls.length === 0) return {};
  const sid = `MM${count.toString(16).padStart(32, '0')}`;
  return {
    MessageSid: sid,
    SmsMessageSid: sid,
    SmsSid: sid,
    NumMedia: String(urls.length),
    ...Object.fromEntries(
      urls.flatMap((url, index) => [
        [`MediaUrl${index}`, url],
        [`MediaContentType${index}`, mediaTypeOf(url)],
      ]),
    ),
  };
}
