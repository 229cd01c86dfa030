/** Fetches the documents of a call. Source: carrier page §A1, §B4. */

import { element } from '../../../twiml/build.ts';
import { maxDocumentBytes, parseTwiml, type TwimlElement } from '../../../twiml/index.ts';
import type { FormFields } from '../../signature.ts';
import { requestWebhook } from '../../webhook-request.ts';
import type { SimulatorOptions } from '../ports.ts';
import { callParams } from './call-params.ts';
import { cookieHeader, keepCookies } from './cookies.ts';
import { maxDocuments } from './document-pace.ts';
import type { Leg } from './leg.ts';

/** An answer may be a sound. */
const maxAnswerBytes = 16 * 1024 * 1024;

export interface DocumentSource {
  readonly url: string;
  readonly method: 'GET' | 'POST';
}

export type DocumentTarget =
  | (DocumentSource & { readonly params?: FormFields })
  /** Given with the request that made or changed the call. */
  | { readonly twiml: string };

export interface VoiceDocument {
  /** What relative addresses are relative to; null for one that came without an address. */
  readonly url: string | null;
  readonly verbs: readonly TwimlElement[];
}

export type LoadedDocument =
  | { readonly ok: true; readonly document: VoiceDocument }
  | { readonly ok: false; readonly code: number; readonly message: string };

export type DocumentParts = Pick<SimulatorOptions, 'http' | 'tokenOf'>;

/** Fetches and reads a document, and notes on the leg how it went. */
export async function loadDocument(parts: DocumentParts, leg: Leg, target: DocumentTarget): Promise<LoadedDocument> {
  leg.documents++;
  if (!leg.documentPace.take(leg.nowMs())) {
    const message = `${maxDocuments} documents led to each other, and nearly no time passed`;
    return noted(leg, {}, { ok: false, code: 14106, message });
  }
  if ('twiml' in target) return noted(leg, { twiml: target.twiml }, readTwiml(target.twiml, null));
  const { url, method } = target;
  const answer = await askServer(parts, leg, target);
  if (!answer.ok) return noted(leg, { url, method }, answer);
  const twiml = answer.contentType.startsWith('audio/') ? {} : { twiml: answer.body };
  return noted(leg, { url, method, ...twiml }, readAnswer(answer));
}

/** One request of a call, whatever its answer is good for. */
export async function askServer(
  { http, tokenOf }: DocumentParts,
  leg: Leg,
  { url, method, params }: DocumentSource & { readonly params?: FormFields },
) {
  const answer = await requestWebhook(http, {
    url,
    method,
    params: callParams(leg.call, params),
    token: await tokenOf(leg.call.accountSid),
    identity: `${leg.sid} ${leg.documents} ${leg.transcript.lastId}`,
    maxBodyBytes: maxAnswerBytes,
    cookie: cookieHeader(leg.cookies, url),
  });
  if (answer.ok) keepCookies(leg.cookies, answer.url, answer.setCookie);
  return answer;
}

type Read =
  | { readonly ok: true; readonly document: VoiceDocument; readonly warnings: readonly object[] }
  | Extract<LoadedDocument, { ok: false }>;

function readAnswer({
  contentType,
  body,
  url,
}: {
  readonly contentType: string;
  readonly body: string;
  readonly url: string;
}): Read {
  const type = contentType.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  const verbs = (...all: TwimlElement[]): Read => ({ ok: true, document: { url, verbs: all }, warnings: [] });
  if (type.startsWith('audio/')) return verbs(element('Play', {}, url));
  // Nothing to do, hence the end of the call (inferred).
  if (body.trim() === '') return verbs();
  if (['text/xml', 'application/xml', 'text/html'].includes(type)) return readTwiml(body, url);
  if (type === 'text/plain') {
    const read = readTwiml(body, url);
    return read.ok || Buffer.byteLength(body) > maxDocumentBytes ? read : verbs(element('Say', {}, body.trim()));
  }
  return { ok: false, code: 12300, message: `The content type is "${type}"` };
}

function readTwiml(text: string, url: string | null): Read {
  const read = parseTwiml(text, 'voice');
  if (!read.ok) return read;
  return { ok: true, document: { url, verbs: read.verbs }, warnings: read.warnings };
}

function noted(leg: Leg, where: object, read: Read): LoadedDocument {
  if (!read.ok) {
    leg.note({ kind: 'document', ...where, error: { code: read.code, message: read.message } });
    return read;
  }
  const { document, warnings } = read;
  const verbs = document.verbs.map(({ name }) => name);
  leg.note({ kind: 'document', ...where, verbs, ...(warnings.length > 0 ? { warnings } : {}) });
  return { ok: true, document };
}
