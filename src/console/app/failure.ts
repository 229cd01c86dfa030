/** What went wrong, in words for people. */
import { NoAnswer, Refused } from '../api/client.ts';
import { announceError } from './announce.tsx';
import { t } from './texts.ts';
import { showToast } from './toasts.tsx';

/** A reason that fits into a sentence. */
export function reasonOf(error: unknown): string {
  if (error instanceof NoAnswer) return t.frame.failure.offline;
  return error instanceof Error ? error.message : String(error);
}

/** Says that an action was not carried out. */
export function tellFailure(error: unknown): void {
  const text = t.frame.failure.notDone(reasonOf(error));
  showToast({ text, kind: 'failed' });
  announceError(text);
}

export function isUnknown(error: unknown): boolean {
  return error instanceof Refused && error.status === 404;
}
