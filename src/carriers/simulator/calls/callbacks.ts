import type { CallbackDraft } from '../../network-calls.ts';
import { isWebUrl } from '../../web-url.ts';
import { resolveAgainst } from './addresses-of-documents.ts';
import type { StatusCallback } from './call-store.ts';
import { type CallRun, warn } from './run.ts';

/** A callback that a document names; null when it names none, or one that cannot be asked. */
export function callbackOf(run: CallRun, { url, method, events = [] }: CallbackDraft): StatusCallback | null {
  if (url === undefined || url === '') return null;
  const resolved = resolveAgainst(run.document.url, url);
  if (resolved.ok) return { url: resolved.url, method: methodOf(method), events };
  warn(run, resolved.code, resolved.message);
  return null;
}

/** A callback of a request of the API; null when there is none. */
export function callbackOfDraft(
  draft: CallbackDraft | undefined,
  usualEvents: readonly string[],
): StatusCallback | null {
  if (draft?.url === undefined || !isWebUrl(draft.url)) return null;
  const { events = [] } = draft;
  return { url: draft.url, method: methodOf(draft.method), events: events.length > 0 ? events : usualEvents };
}

export function methodOf(method: string | undefined): 'GET' | 'POST' {
  return method?.toUpperCase() === 'GET' ? 'GET' : 'POST';
}
