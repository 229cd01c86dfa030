/** Cards and accounts, checked without asking anybody. Source: ISO/IEC 7812 (issuer ranges, check digit). */

/** Ranges of issuers, the longer ones first. */
const issuers: readonly (readonly [type: string, pattern: RegExp])[] = [
  ['visa', /^4\d{12}(\d{3}){0,2}$/],
  ['mastercard', /^(5[1-5]\d{14}|2(22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12})$/],
  ['amex', /^3[47]\d{13}$/],
  ['discover', /^6(011|5\d\d|4[4-9]\d)\d{12}$/],
  ['jcb', /^35(2[89]|[3-8]\d)\d{12}$/],
  ['diners-club', /^3(0[0-5]|[68]\d)\d{11}$/],
  ['maestro', /^(5018|5020|5038|6304|6759|676[1-3])\d{8,15}$/],
];

/** Undefined: no number of a card. */
export function cardTypeOf(number: string): string | undefined {
  if (!hasCheckDigit(number)) return undefined;
  return issuers.find(([, pattern]) => pattern.test(number))?.[0];
}

/** 12 to 19 digits, the last of which proves the others (Luhn). */
export function hasCheckDigit(number: string): boolean {
  const sum = [...number].reverse().reduce((total, digit, place) => {
    const value = Number(digit) * (place % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return /^\d{12,19}$/.test(number) && sum % 10 === 0;
}

/** A routing number of the banks of the United States. Source: ABA, check digit. */
export function isRoutingNumber(number: string): boolean {
  const weights = [3, 7, 1];
  const sum = [...number].reduce((total, digit, place) => total + Number(digit) * (weights[place % 3] ?? 0), 0);
  return /^\d{9}$/.test(number) && sum % 10 === 0;
}

/** `MMYY` of this month or a later one. */
export function isExpiration(text: string, nowMs: number): boolean {
  const [, month = '', year = ''] = /^(0[1-9]|1[0-2])(\d\d)$/.exec(text) ?? [];
  if (month === '') return false;
  const now = new Date(nowMs);
  return (2000 + Number(year)) * 12 + Number(month) >= now.getUTCFullYear() * 12 + now.getUTCMonth() + 1;
}

/** `xxxx-xxxxxx-x4001`: the last four are shown. Source: carrier page §A2, Pay. */
export function maskedCard(number: string): string {
  const masked = `${'x'.repeat(Math.max(0, number.length - 4))}${number.slice(-4)}`;
  return number.length === 15 ? masked.replace(/^(.{4})(.{6})/, '$1-$2-') : masked.replace(/(.{4})(?=.)/g, '$1-');
}

/** The last two are shown. */
export function maskedAccount(number: string): string {
  return `${'x'.repeat(Math.max(0, number.length - 2))}${number.slice(-2)}`;
}
