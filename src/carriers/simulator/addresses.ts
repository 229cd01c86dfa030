/** Addresses of messages: telephone numbers, short codes, names of senders, and addresses of channels. */

/**
 * An address as it is kept: E.164 without spaces and brackets. A plus that a form turned into a space is put back, ten
 * digits are a number of North America, eleven and more have their country code (known).
 */
export function normalizeAddress(text: string): string {
  const [, channel, rest] = /^\s*([A-Za-z][A-Za-z0-9-]*):(.*)$/s.exec(text) ?? [];
  if (channel === undefined || rest === undefined) return normalizeNumber(text);
  const name = channel.toLowerCase();
  // What follows `messenger:` is the id of a person or a page, of digits that are no telephone number.
  const isNumbered = name === 'whatsapp' || name === 'rcs';
  return `${name}:${isNumbered ? normalizeNumber(rest) : rest.trim()}`;
}

/** Can be written to. */
export function isRecipient(address: string): boolean {
  return e164.test(address) || isChannelAddress(address);
}

/** Can write: also a short code, or a name of at most eleven characters. */
export function isSender(address: string): boolean {
  return isRecipient(address) || /^\d{3,8}$/.test(address) || /^(?=.*[A-Za-z])[A-Za-z0-9 +&_-]{1,11}$/.test(address);
}

/** `whatsapp` of `whatsapp:+15550001111`; empty for a telephone number. */
export function channelOf(address: string): string {
  const colon = address.indexOf(':');
  return colon === -1 ? '' : address.slice(0, colon);
}

/** The address without its channel. */
export function bareAddress(address: string): string {
  return address.slice(address.indexOf(':') + 1);
}

const e164 = /^\+[1-9]\d{6,14}$/;

function isChannelAddress(address: string): boolean {
  const channel = channelOf(address);
  const rest = bareAddress(address);
  if (channel === '') return false;
  return channel === 'whatsapp' || channel === 'rcs' ? e164.test(rest) || channel === 'rcs' : rest !== '';
}

function normalizeNumber(text: string): string {
  const trimmed = text.trim();
  const compact = trimmed.replaceAll(/[\s().-]/g, '');
  if (!/^\+?\d+$/.test(compact)) return trimmed;
  if (compact.startsWith('+')) return compact;
  if (compact.length === 10) return `+1${compact}`;
  return compact.length >= 11 && compact.length <= 15 ? `+${compact}` : compact;
}
