/** `P1DT2H3M4S` and its parts; months and years have no fixed length and are refused. */
const pattern = /^P(?!$)(?:(\d+)W)?(?:(\d+)D)?(?:T(?!$)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?)?$/;

const unitsMs = [7 * 86_400_000, 86_400_000, 3_600_000, 60_000, 1_000];

/** Milliseconds of an ISO 8601 duration; undefined for anything else. */
export function durationMs(text: string): number | undefined {
  const match = pattern.exec(text);
  if (!match) return undefined;
  const ms = unitsMs.reduce((sum, unitMs, place) => sum + Number(match[place + 1] ?? 0) * unitMs, 0);
  return Number.isSafeInteger(ms) ? ms : undefined;
}
