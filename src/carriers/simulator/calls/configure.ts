import type { CallDraft } from '../../network-calls.ts';
import { callbackOfDraft } from './callbacks.ts';
import type { Leg } from './leg.ts';

/** What may be said of a call when it begins, and changed while it lasts. */
export function configure(
  leg: Leg,
  { fallback, timeLimitSeconds }: Pick<CallDraft, 'fallback' | 'timeLimitSeconds'>,
): void {
  const source = callbackOfDraft(fallback, []);
  if (source) leg.fallback = { url: source.url, method: source.method };
  if (timeLimitSeconds !== undefined) leg.limit(timeLimitSeconds);
}
