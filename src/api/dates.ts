/** `2017-11-06T12:00:00Z`: UTC, whole seconds. Source: rest-api §1. */
export function isoDate(epochMs: number): string {
  return `${new Date(epochMs).toISOString().slice(0, 19)}Z`;
}
