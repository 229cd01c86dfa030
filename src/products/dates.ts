/** `2025-01-06T20:00:00Z`, as the newer Twilio resources write dates. */
export function isoSeconds(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
