/** Which country a telephone number belongs to. Source: ITU-T E.164, assigned country codes. */

/** `1` of `+15550001111`; undefined for what is no number in E.164. North America is one country here. */
export function callingCodeOf(address: string): string | undefined {
  const digits = /^\+([1-9]\d{6,14})$/.exec(address)?.[1];
  if (digits === undefined) return undefined;
  const length = [1, 2, 3].find((each) => each === 3 || Object.hasOwn(countries, digits.slice(0, each)));
  return digits.slice(0, length);
}

/** `US`; null where the code has three digits or is shared. */
export function countryOf(address: string): string | null {
  const code = callingCodeOf(address);
  return (code !== undefined && Object.hasOwn(countries, code) ? countries[code] : undefined) ?? null;
}

/** `555` of `+15550001111`; undefined outside North America. */
export function areaCodeOf(address: string): string | undefined {
  return /^\+1([2-9]\d\d)\d{7}$/.exec(address)?.[1];
}

/** Every code of one or two digits, with its largest country; all other codes have three digits. */
const countries: { readonly [callingCode: string]: string } = {
  1: 'US',
  7: 'RU',
  20: 'EG',
  27: 'ZA',
  30: 'GR',
  31: 'NL',
  32: 'BE',
  33: 'FR',
  34: 'ES',
  36: 'HU',
  39: 'IT',
  40: 'RO',
  41: 'CH',
  43: 'AT',
  44: 'GB',
  45: 'DK',
  46: 'SE',
  47: 'NO',
  48: 'PL',
  49: 'DE',
  51: 'PE',
  52: 'MX',
  53: 'CU',
  54: 'AR',
  55: 'BR',
  56: 'CL',
  57: 'CO',
  58: 'VE',
  60: 'MY',
  61: 'AU',
  62: 'ID',
  63: 'PH',
  64: 'NZ',
  65: 'SG',
  66: 'TH',
  81: 'JP',
  82: 'KR',
  84: 'VN',
  86: 'CN',
  90: 'TR',
  91: 'IN',
  92: 'PK',
  93: 'AF',
  94: 'LK',
  95: 'MM',
  98: 'IR',
};
