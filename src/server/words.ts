import type { Settings } from '../engine/settings.ts';

/** The values that each setting of words may have. */
export const wordsOfSettings: { readonly [K in keyof Settings]?: readonly Settings[K][] } = {
  outputOnRevisit: ['merge', 'replace'],
  liquidOnError: ['fail', 'empty'],
  liquidDialect: ['studio', 'shopify'],
  redirectZeroTimeout: ['end', 'timeout'],
  handedOffMessages: ['drop', 'deliver'],
  functionErrorCode: ['split', '81010', '81017'],
  unknownOutcome: ['resend', 'fail'],
};
