/** Reads the two textual forms of a time, as leniently as Java does: values may exceed their range, text may follow. */
import { instantOf } from './zone.ts';

const weekday = '(?:sun(?:day)?|mon(?:day)?|tue(?:sday)?|wed(?:nesday)?|thu(?:rsday)?|fri(?:day)?|sat(?:urday)?)';
const number = '[ \\t]*(-?[0-9]{1,9})';
const iso = new RegExp(`^${number}-${number}-${number} ${number}:${number}:${number}`);
const verbose = new RegExp(`^${weekday} ([a-z]+) ${number} ${number}:${number}:${number} ${number}`, 'i');
const months = 'january february march april may june july august september october november december'.split(' ');

/** Milliseconds since the epoch of `yyyy-MM-dd HH:mm:ss` or `EEE MMM dd hh:mm:ss yyyy` in the zone. */
export function parseDate(text: string, timeZone: string): number | undefined {
  const found = iso.exec(text)?.slice(1).map(Number) ?? parseVerbose(text);
  if (found === undefined) return undefined;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = found;
  const local = new Date(0);
  local.setUTCFullYear(year, month - 1, day);
  local.setUTCHours(hour, minute, second);
  return instantOf(local.getTime(), timeZone);
}

function parseVerbose(text: string): number[] | undefined {
  const [, monthName = '', ...numbers] = verbose.exec(text) ?? [];
  const name = monthName.toLowerCase();
  const month = months.findIndex((full) => name === full || name === full.slice(0, 3));
  if (month === -1) return undefined;
  const [day = 1, hour = 0, minute = 0, second = 0, year = 0] = numbers.map(Number);
  return [year, month + 1, day, hour === 12 ? 0 : hour, minute, second];
}
