/** Numbers that always behave in one way, for tests of what goes wrong. Source: carrier page §C6. */
import { bareAddress } from './addresses.ts';

/** Refused senders. `+15005550006` is among the valid ones. */
export const magicSenders: { readonly [address: string]: number } = {
  '+15005550001': 21212,
  '+15005550007': 21606,
  '+15005550008': 21611,
};

/** Refused recipients. */
export const magicRecipients: { readonly [address: string]: number } = {
  '+15005550001': 21211,
  '+15005550002': 21612,
  '+15005550003': 21408,
  '+15005550004': 21610,
  '+15005550009': 21614,
};

/** Callers and callees that are refused. Source: Twilio's test credentials (known). */
export const magicCallers: { readonly [address: string]: number } = {
  '+15005550001': 21212,
  '+15005550007': 21210,
};

export const magicCallees: { readonly [address: string]: number } = {
  '+15005550001': 21217,
  '+15005550002': 21214,
  '+15005550003': 21215,
  '+15005550004': 21216,
};

export interface Fate {
  readonly status: 'failed' | 'undelivered';
  readonly errorCode: number;
}

/** How messages end that fail after they were taken, by the error code they end with. */
const fates: { readonly [code: string]: Fate['status'] } = {
  30001: 'failed',
  30002: 'failed',
  30003: 'undelivered',
  30004: 'undelivered',
  30005: 'undelivered',
  30006: 'undelivered',
  30007: 'undelivered',
  30008: 'undelivered',
  30034: 'undelivered',
  63003: 'failed',
  63016: 'failed',
  63018: 'failed',
};

/** The fate that an error code stands for. */
export function fateWith(errorCode: number): Fate {
  return { status: fates[errorCode] ?? 'failed', errorCode };
}

/** The fate of what is sent to `+150055` and an error code, such as `+15005530003` (our own); undefined: it arrives. */
export function fateOf(to: string): Fate | undefined {
  const code = /^\+150055(\d{5})$/.exec(bareAddress(to))?.[1];
  const status = code !== undefined && Object.hasOwn(fates, code) ? fates[code] : undefined;
  return status === undefined ? undefined : { status, errorCode: Number(code) };
}
