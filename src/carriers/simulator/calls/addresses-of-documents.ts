/** Addresses in documents, which may be relative to theirs. Source: carrier page §A1, §C7. */
import { isWebUrl } from '../../web-url.ts';

export type Resolved =
  | { readonly ok: true; readonly url: string }
  | { readonly ok: false; readonly code: number; readonly message: string };

/** `base` is null for a document that came without an address; an empty `url` means the document itself. */
export function resolveAgainst(base: string | null, url: string): Resolved {
  const written = url.trim();
  if (base === null) {
    if (written === '')
      return { ok: false, code: 11100, message: 'The document has no address: an action must be given' };
    if (!URL.canParse(written)) {
      return { ok: false, code: 15004, message: `The document has no address: ${written} must be absolute` };
    }
  }
  if (written === '' && base !== null) return { ok: true, url: base };
  if (!URL.canParse(written, base ?? undefined)) return invalid(written);
  const resolved = new URL(written, base ?? undefined).href;
  return isWebUrl(resolved) ? { ok: true, url: resolved } : invalid(written);
}

function invalid(url: string): Resolved {
  return { ok: false, code: 11100, message: `${url} is no address of a document` };
}
