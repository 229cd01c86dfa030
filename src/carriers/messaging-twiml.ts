/**
 * Carries out what a server answers to a text: documents of messaging TwiML, one after the other. For carriers that do not
 * do it themselves. Source: carrier page §A4, §B1, §B4.
 */
import { attributeOf, elementsOf, parseTwiml, type TwimlElement, textOf } from '../twiml/index.ts';
import { message as messageVerb } from '../twiml/verbs/message.ts';
import { redirect as redirectVerb } from '../twiml/verbs/redirect.ts';
import type { CarrierHttp } from './http.ts';
import type { MessageDraft } from './network.ts';
import type { FormFields } from './signature.ts';
import { requestWebhook } from './webhook-request.ts';

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
  readonly http: CarrierHttp;
  /** Key of the signatures. */
  readonly token: string | undefined;
  readonly log: { warn(facts: object, message: string): void };
}

/** The text that is answered. */
export interface InboundText {
  readonly sid: string;
  readonly from: string;
  readonly to: string;
  /** Parameters of its webhook, which every document is asked for with. */
  readonly params: FormFields;
}

/** Where a text is answered; methods are POST unless they say GET, an empty fallback is none. */
export interface InboundTarget {
  readonly url: string;
  readonly method: string;
  readonly fallbackUrl: string;
  readonly fallbackMethod: string;
}

/** A document that is there already. */
export interface FetchedDocument {
  readonly contentType: string;
  readonly body: string;
  /** What relative addresses in it are relative to. */
  readonly url: string;
}

/**
 * Asks the URL, follows its documents and gathers the replies; the fallback URL steps in once. `first`: the answer of the
 * URL, where it is known.
 */
export async function deliverInbound(
  parts: InboundParts,
  message: InboundText,
  { url, method, fallbackMethod, ...more }: InboundTarget,
  first?: FetchedDocument,
): Promise<InboundOutcome> {
  const replies: Reply[] = [];
  let target: Target = { url, method: methodOf(method), extra: [] };
  let { fallbackUrl } = more;
  for (let documents = 1; ; documents++) {
    const document =
      documents === 1 && first ? readDocument(first, message) : await fetchDocument(parts, message, target);
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
  message: InboundText,
  { url, method, extra }: Target,
): Promise<Document> {
  const params = [...message.params, ...extra];
  const answer = await requestWebhook(http, { url, method, params, token, identity: message.sid });
  if (!answer.ok) return answer;
  return readDocument(answer, message);
}

function readDocument({ contentType, body, url }: FetchedDocument, message: InboundText): Document {
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

function replyOf(verb: TwimlElement, message: InboundText, documentUrl: string): Reply {
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

function warn({ log }: InboundParts, { sid }: InboundText, code: number, what: string): void {
  log.warn({ messageSid: sid, code, what }, 'webhook of an inbound message');
}
