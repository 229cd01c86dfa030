/** A text on its way to the account's server, and what the server answers. Source: carrier page §A4, §B1, §B4. */
import { attributeOf, elementsOf, parseTwiml, type TwimlElement, textOf } from '../../twiml/index.ts';
import { message as messageVerb } from '../../twiml/verbs/message.ts';
import { redirect as redirectVerb } from '../../twiml/verbs/redirect.ts';
import type { MessageDraft } from '../network.ts';
import type { FormFields } from '../signature.ts';
import type { InboundTarget } from './inbound-target.ts';
import type { StoredMessage } from './messages.ts';
import type { SimulatorHttp, SimulatorLog } from './ports.ts';
import { requestWebhook } from './webhook.ts';

const maxReplies = 10;
const maxDocuments = 50;

export interface Reply {
  readonly draft: MessageDraft;
  readonly statusCallbackMethod: 'GET' | 'POST';
}

export interface InboundOutcome {
  readonly replies: readonly Reply[];
  /** What ended it early; null: nothing. */
  readonly errorCode: number | null;
  /** False when no server said anything: then all of it may be tried again. */
  readonly isAnswered: boolean;
}

export interface InboundParts {
  readonly http: SimulatorHttp;
  readonly token: string | undefined;
  readonly log: SimulatorLog;
}

/** Asks the URL, follows its documents and gathers the replies; the fallback URL steps in once. */
export async function deliverInbound(
  parts: InboundParts,
  message: StoredMessage,
  { url, method, fallbackMethod, ...more }: InboundTarget,
): Promise<InboundOutcome> {
  const replies: Reply[] = [];
  let target: Target = { url, method: methodOf(method), extra: [] };
  let { fallbackUrl } = more;
  for (let documents = 1; ; documents++) {
    const document = await fetchDocument(parts, message, target);
    if (document.ok) {
      for (const { code, path } of document.warnings) warn(parts, message, code, path);
      replies.push(...document.replies);
      if (replies.length > maxReplies) return finish(14109);
      if (!document.next) return { replies, errorCode: null, isAnswered: true };
      if (documents === maxDocuments) return finish(14106);
      target = { ...document.next, extra: [] };
      continue;
    }
    warn(parts, message, document.code, document.message);
    if (fallbackUrl === '') return { replies, errorCode: document.code, isAnswered: document.isAnswered };
    const extra: FormFields = [
      ['ErrorCode', String(document.code)],
      ['ErrorUrl', withoutFragment(target.url)],
    ];
    target = { url: fallbackUrl, method: methodOf(fallbackMethod), extra };
    fallbackUrl = '';
  }

  function finish(code: number): InboundOutcome {
    warn(parts, message, code, 'A limit was reached');
    return { replies: replies.slice(0, maxReplies), errorCode: code, isAnswered: true };
  }
}

interface Target {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly extra: FormFields;
}

type Document =
  | {
      readonly ok: true;
      readonly replies: readonly Reply[];
      readonly next: Omit<Target, 'extra'> | undefined;
      readonly warnings: readonly { readonly code: number; readonly path: string }[];
    }
  | { readonly ok: false; readonly code: number; readonly message: string; readonly isAnswered: boolean };

async function fetchDocument(
  { http, token }: InboundParts,
  message: StoredMessage,
  { url, method, extra }: Target,
): Promise<Document> {
  const params = [...inboundParams(message), ...extra];
  const answer = await requestWebhook(http, { url, method, params, token, identity: message.sid });
  if (!answer.ok) return answer;
  return readDocument(answer, message);
}

function readDocument(
  { contentType, body, url }: { readonly contentType: string; readonly body: string; readonly url: string },
  message: StoredMessage,
): Document {
  const type = contentType.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (body.trim() === '') return { ok: true, replies: [], next: undefined, warnings: [] };
  if (type === 'text/plain') {
    const draft = { to: message.from, from: message.to, body: body.trim() };
    return { ok: true, replies: [{ draft, statusCallbackMethod: 'POST' }], next: undefined, warnings: [] };
  }
  if (!['text/xml', 'application/xml', 'text/html'].includes(type)) {
    return { ok: false, code: 12300, message: `The content type is "${type}"`, isAnswered: true };
  }
  const twiml = parseTwiml(body, 'message');
  if (!twiml.ok) return { ok: false, code: twiml.code, message: twiml.message, isAnswered: true };
  // What stands behind a Redirect is never reached.
  const last = twiml.verbs.findIndex((verb) => verb.name === redirectVerb.name);
  const reached = last === -1 ? twiml.verbs : twiml.verbs.slice(0, last);
  const redirect = twiml.verbs[last];
  return {
    ok: true,
    replies: reached.map((verb) => replyOf(verb, message, url)),
    next: redirect && {
      url: resolveUrl(textOf(redirect).trim(), url),
      method: methodOf(attributeOf(redirectVerb, redirect, 'method')),
    },
    warnings: twiml.warnings,
  };
}

function replyOf(verb: TwimlElement, message: StoredMessage, documentUrl: string): Reply {
  const textsOf = (name: string) =>
    elementsOf(verb)
      .filter((child) => child.name === name)
      .map((child) => textOf(child).trim());
  const bodies = textsOf('Body');
  const mediaUrls = textsOf('Media').map((url) => resolveUrl(url, documentUrl));
  // Space around the text only lays the document out (inferred).
  const body = bodies.length > 0 ? bodies.join('') : textOf(verb).trim();
  const attribute = (name: keyof typeof messageVerb.attributes) => attributeOf(messageVerb, verb, name) || undefined;
  const callback = attribute('action') ?? attribute('statusCallback');
  return {
    draft: {
      to: attribute('to') ?? message.from,
      from: attribute('from') ?? message.to,
      ...(body === '' && mediaUrls.length > 0 ? {} : { body }),
      mediaUrls,
      statusCallback: callback && resolveUrl(callback, documentUrl),
    },
    statusCallbackMethod: methodOf(attribute('method')),
  };
}

/** Parameters of the webhook of an inbound message. Source: carrier page §B1. */
export function inboundParams(message: StoredMessage): FormFields {
  const { sid, from, to } = message;
  const fixed: [string, string][] = [
    ['MessageSid', sid],
    ['SmsSid', sid],
    ['SmsMessageSid', sid],
    ['AccountSid', message.accountSid],
    ['From', from],
    ['To', to],
    ['Body', message.body],
    ['NumMedia', String(message.media.length)],
    ['NumSegments', String(message.numSegments)],
    ['SmsStatus', 'received'],
    ['ApiVersion', '2010-04-01'],
    ...(message.messagingServiceSid === null
      ? []
      : [['MessagingServiceSid', message.messagingServiceSid] as [string, string]]),
    ...message.media.flatMap(({ url, contentType }, index): [string, string][] => [
      [`MediaUrl${index}`, url],
      [`MediaContentType${index}`, contentType],
    ]),
  ];
  const own = new Set(fixed.map(([name]) => name));
  const extra = Object.entries(message.params).filter(([name]) => !own.has(name));
  return [...fixed, ...extra];
}

/** Against the present document; an empty one means that document. */
function resolveUrl(url: string, base: string): string {
  return URL.canParse(url, base) ? new URL(url, base).href : url;
}

function methodOf(method: string | undefined): 'GET' | 'POST' {
  return method?.toUpperCase() === 'GET' ? 'GET' : 'POST';
}

function withoutFragment(url: string): string {
  return url.split('#', 1)[0] ?? url;
}

function warn({ log }: InboundParts, { sid }: StoredMessage, code: number, what: string): void {
  log.warn({ messageSid: sid, code, what }, 'webhook of an inbound message');
}
