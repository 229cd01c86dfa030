/** How rows of the service's lists are told from older ones. */
import type { JsonObject } from '../../engine/json.ts';
import type { RestAnswer } from '../rest-answer.ts';

/** Dates of resources have whole seconds, and clocks differ a little after their difference is taken out. */
export const slackMs = 5_000;

/** How far the carrier's clock is ahead of ours. */
export function skew({ headers }: RestAnswer, nowMs: number): number {
  const theirs = Date.parse(headers.date ?? '');
  return Number.isNaN(theirs) ? 0 : theirs - nowMs;
}

export function createdAt({ date_created: date }: JsonObject): number {
  const ms = typeof date === 'string' ? Date.parse(date) : Number.NaN;
  // One without a date may be it: it is not passed over.
  return Number.isNaN(ms) ? Number.POSITIVE_INFINITY : ms;
}

export function isResource(row: unknown): row is JsonObject {
  return typeof row === 'object' && row !== null && 'sid' in row;
}
