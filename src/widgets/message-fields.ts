/** What Send Message and Send & Wait share: properties, the message that leaves, its outcome in the context. */

import { valueAt } from '../engine/context.ts';
import type { MessageResult, OutboundMessage } from '../engine/effects.ts';
import { choice, flag, keyValues, optional, template } from '../engine/fields.ts';
import { isHandedOff } from '../engine/hand-off.ts';
import { isJsonObject, type Json, type JsonObject, objectOf, parseJson } from '../engine/json.ts';
import type { WidgetContext } from '../engine/widget.ts';
import { pascalCased } from './pascal-cased.ts';

/** Properties of both widgets, `to` and `timeout` aside. Source: messaging page §3. */
export const messageFields = {
  from: template({ title: 'From', default: '{{flow.channel.address}}' }),
  body: optional(template({ title: 'Message body', lines: 4 })),
  media_url: optional(template({ title: 'Media URL', description: 'One URL that the carrier can fetch' })),
  service: optional(template({ title: 'Chat service', default: '{{trigger.message.InstanceSid}}' })),
  channel: optional(template({ title: 'Chat channel', default: '{{trigger.message.ChannelSid}}' })),
  attributes: optional(template({ title: 'Attributes', description: 'JSON; conversations only', lines: 3 })),
  message_type: optional(choice(['custom', 'content_template'], { title: 'Message type', default: 'custom' })),
  content_sid: optional(template({ title: 'Content template', description: 'HX…' })),
  content_variables: optional(keyValues({ title: 'Content variables' })),
  shorten_urls: optional(flag({ title: 'Use link shortening', default: false })),
};

type MessageContext = WidgetContext<keyof typeof messageFields>;

/** The rendered message, or why none can be sent: nothing has left then. */
export function composeMessage(context: MessageContext, to: string): OutboundMessage | { readonly fault: string } {
  const { properties, render } = context;
  const from = render(properties.from).trim() || addressOf(context, ['flow', 'channel', 'address']);
  const attributes = render(properties.attributes).trim();
  if (attributes !== '' && parseJson(attributes) === undefined) return { fault: 'its attributes are not valid JSON' };
  const content = contentOf(context);
  if ('fault' in content) return content;
  const conversation = conversationOf(context, from, attributes);
  if (conversation !== undefined && isTakenOver(context, conversation.sid)) {
    return { fault: 'a person has taken over the conversation' };
  }
  if (to === '' && conversation === undefined) return { fault: 'it has no recipient' };
  return {
    to,
    ...senderOf(context, from, conversation !== undefined),
    ...content,
    ...(conversation ? { conversation } : { statusCallback: context.callbackUrl('messageStatus') }),
  };
}

/** Text, media or template of the message. */
function contentOf({ properties, render }: MessageContext): Partial<OutboundMessage> | { readonly fault: string } {
  const body = render(properties.body);
  const mediaUrl = render(properties.media_url).trim();
  const media = mediaUrl === '' ? {} : { mediaUrls: [mediaUrl] };
  // Without `content_template` a `content_sid` is ignored (messaging page §3, field).
  if (properties.message_type === 'content_template') {
    const contentSid = render(properties.content_sid).trim();
    if (contentSid === '') return { fault: 'it has no content template (content_sid)' };
    const variables = contentVariables(properties.content_variables, render);
    return { contentSid, ...(variables === undefined ? {} : { contentVariables: variables }), ...media };
  }
  if (body.trim() === '' && mediaUrl === '') return { fault: 'it has neither a body nor media' };
  return { ...(body === '' ? {} : { body }), ...media };
}

/** `{{1}}` and `1` both occur as keys: braces and blanks go (messaging page §3). */
function contentVariables(list: Json | undefined, render: MessageContext['render']): string | undefined {
  if (!Array.isArray(list) || list.length === 0) return undefined;
  const entries = list.filter(isJsonObject);
  const variables = objectOf(
    entries.map(({ key, value }) => [String(key ?? '').replace(/[{}\s]/g, ''), render(value)] as const),
  );
  return JSON.stringify(variables);
}

function senderOf(context: MessageContext, from: string, isInConversation: boolean): Partial<OutboundMessage> {
  const isService = (address: string) => address.startsWith('MG');
  if (context.properties.shorten_urls === true && !isInConversation) {
    // Only a messaging service shortens links, and none in a conversation; looked for in this order (messaging page §3).
    const service = [
      from,
      addressOf(context, ['flow', 'channel', 'address']),
      addressOf(context, ['trigger', 'message', 'MessagingServiceSid']),
    ].find(isService);
    if (service !== undefined) return { messagingServiceSid: service, shortenUrls: true };
  }
  return isService(from) ? { messagingServiceSid: from } : { from };
}

/** A run blocks its own messages once it has handed its conversation off. Source: Studio, Start Conversation. */
function isTakenOver(context: MessageContext, conversationSid: string): boolean {
  return addressOf(context, ['flow', 'channel', 'sid']) === conversationSid && isHandedOff(context.context);
}

/** Set when the run is on a conversation or `channel` names one; the author is then `from`. */
function conversationOf(
  context: MessageContext,
  author: string,
  attributes: string,
): OutboundMessage['conversation'] | undefined {
  const { properties, render } = context;
  const sid =
    render(properties.channel).trim() ||
    addressOf(context, ['flow', 'channel', 'sid']) ||
    addressOf(context, ['trigger', 'conversation', 'ConversationSid']) ||
    addressOf(context, ['trigger', 'message', 'ChannelSid']);
  if (sid === '') return undefined;
  const isChannel = sid === addressOf(context, ['flow', 'channel', 'sid']);
  const serviceSid =
    (isChannel ? addressOf(context, ['flow', 'channel', 'details', 'chat_service_sid']) : '') ||
    render(properties.service).trim() ||
    addressOf(context, ['trigger', 'message', 'InstanceSid']) ||
    addressOf(context, ['trigger', 'conversation', 'InstanceSid']);
  return {
    sid,
    ...(serviceSid === '' ? {} : { serviceSid }),
    ...(author === '' ? {} : { author }),
    ...(attributes === '' ? {} : { attributes }),
  };
}

/** A text of the context, `""` when it is missing. */
export function addressOf({ context }: { readonly context: JsonObject }, path: readonly string[]): string {
  const value = valueAt(context, path);
  return typeof value === 'string' ? value.trim() : '';
}

/** What a widget remembers of the message it asked for, to show it should it be refused. */
export function askedFor(message: OutboundMessage): JsonObject {
  return {
    To: message.to,
    From: message.from ?? null,
    MessagingServiceSid: message.messagingServiceSid ?? null,
    Body: message.body ?? null,
  };
}

/** What `widgets.<name>.outbound` gets: the message resource with its keys in PascalCase (messaging page §3, Writes). */
export function outboundOutput(asked: Json | undefined, result: MessageResult): JsonObject {
  if (result.ok) return pascalCased(result.resource);
  return {
    ...(isJsonObject(asked) ? asked : {}),
    Status: 'failed',
    ErrorCode: result.code,
    ErrorMessage: result.message,
  };
}
