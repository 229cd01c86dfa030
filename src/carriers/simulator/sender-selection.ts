/**
 * Which sender of a messaging service a contact hears from. Sources: Twilio, Messaging Services (features), and the help
 * pages on Sticky Sender, which say what goes before what: a local short code before a local number, both before a number
 * from abroad, even for a contact who knows that one.
 */

import { areaCodeOf, callingCodeOf } from '../countries.ts';
import type { ServiceSettings } from '../messaging-service.ts';
import { bareAddress, channelOf } from './addresses.ts';

export interface Pool {
  /** Addresses in the order in which they were added. */
  readonly senders: readonly string[];
  readonly settings: Pick<ServiceSettings, 'stickySender' | 'areaCodeGeomatch'>;
  /** The sender that the contact knows. */
  readonly known: string | undefined;
}

/** The address to send from, undefined when no sender of the pool can reach `to`. */
export function chooseSender(pool: Pool, to: string): string | undefined {
  if (channelOf(to) !== '') return chooseOfChannel(pool, to);
  const senders = pool.senders.filter((address) => channelOf(address) === '');
  const country = callingCodeOf(to);
  const locals = senders.filter((address) => isLocal(address, country));
  const known = pool.settings.stickySender && senders.includes(pool.known ?? '') ? pool.known : undefined;
  if (known !== undefined && (locals.length === 0 || locals.includes(known) || isName(known))) return known;

  const shortCode = locals.find(isShortCode);
  if (shortCode !== undefined) return shortCode;
  const areaCode = pool.settings.areaCodeGeomatch ? areaCodeOf(to) : undefined;
  const near = areaCode === undefined ? [] : locals.filter((address) => areaCodeOf(address) === areaCode);
  const rest = senders.filter((address) => callingCodeOf(address) !== undefined);
  const names = takesNames(country) ? senders.filter(isName) : [];
  const [candidates] = [near, locals, names, rest].filter((each) => each.length > 0);
  return candidates && spread(candidates, to);
}

/** Senders of the channel itself, else the numbers of the pool, which stand for themselves on every channel (ext). */
function chooseOfChannel({ senders, settings, known }: Pool, to: string): string | undefined {
  const channel = channelOf(to);
  const own = senders.filter((address) => channelOf(address) === channel);
  const numbers = senders.filter((address) => callingCodeOf(address) !== undefined);
  const candidates = own.length > 0 ? own : numbers.map((address) => `${channel}:${address}`);
  if (settings.stickySender && known !== undefined && candidates.includes(known)) return known;
  return candidates.length === 0 ? undefined : spread(candidates, to);
}

/** Short codes are those of North America (inferred: the network keeps no country with them). */
function isLocal(address: string, country: string | undefined): boolean {
  return isShortCode(address) ? country === '1' : country !== undefined && callingCodeOf(address) === country;
}

function isShortCode(address: string): boolean {
  return /^\d{3,8}$/.test(address);
}

function isName(address: string): boolean {
  return !isShortCode(address) && callingCodeOf(address) === undefined;
}

/** North America takes no names as senders. Source: Twilio, Alphanumeric Sender ID, country support. */
function takesNames(country: string | undefined): boolean {
  return country !== '1';
}

/** The same for the same contact, and each about as often as the others. */
function spread(candidates: readonly string[], to: string): string | undefined {
  const sum = [...bareAddress(to)].reduce((total, digit) => total + digit.charCodeAt(0), 0);
  return candidates[sum % candidates.length];
}
