/** How the status of a message moves on. Source: carrier page §C2, life cycle. */
import { fateOf, fateWith } from './magic-numbers.ts';
import type { Progress, StoredMessage } from './messages.ts';

export interface Delays {
  readonly accepted: number;
  readonly queued: number;
  readonly sent: number;
}

export const defaultDelays: Delays = { accepted: 50, queued: 100, sent: 150 };

/** Steps fall on a grid, so that those of many messages share one transaction. */
const gridMs = 50;

export function dueAt(nowMs: number, delayMs: number): number {
  return Math.ceil((nowMs + delayMs) / gridMs) * gridMs;
}

/** The next step of a message whose time has come. */
export function progressOf(message: StoredMessage, nowMs: number, delays: Delays): Progress {
  const fate = message.fate === null ? fateOf(message.to) : fateWith(message.fate);
  const next = (status: string, more: Partial<Progress> = {}): Progress => ({
    status,
    errorCode: null,
    sentAtMs: message.sentAtMs,
    nextAtMs: null,
    ...more,
  });
  switch (message.status) {
    case 'scheduled':
    case 'accepted':
      return next('queued', { nextAtMs: dueAt(nowMs, delays.queued) });
    case 'queued':
      if (fate?.status === 'failed') return next('failed', { errorCode: fate.errorCode });
      return next('sent', { sentAtMs: nowMs, nextAtMs: dueAt(nowMs, delays.sent) });
    case 'sent':
      return fate ? next(fate.status, { errorCode: fate.errorCode }) : next('delivered');
    default:
      return next(message.status, { errorCode: message.errorCode });
  }
}

/** A message in one of these has not gone through yet: it cannot be removed (20009). */
export const unfinishedStatuses: readonly string[] = ['accepted', 'scheduled', 'queued', 'sending'];
