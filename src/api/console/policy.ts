/** What a browser may do on the pages of the console. Source: console page §10, Policy. */
import { randomBytes } from 'node:crypto';

/** A value for one answer that nobody can guess: styles that bear it are ours. */
export function newNonce(): string {
  return randomBytes(18).toString('base64');
}

/** Headers of a page whose styles bear `nonce`. */
export function pageHeaders(nonce: string): { readonly [name: string]: string } {
  return {
    'content-type': 'text/html; charset=utf-8',
    // The nonce makes each answer another one.
    'cache-control': 'no-store',
    'content-security-policy': contentPolicy(nonce),
    // Addresses name flows and executions: no other site is told of them.
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    // The phone records from the microphone.
    'permissions-policy': 'camera=(), geolocation=(), payment=(), usb=(), microphone=(self)',
    'x-frame-options': 'DENY',
  };
}

function contentPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
  ].join('; ');
}
