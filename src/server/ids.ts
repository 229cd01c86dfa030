import { randomBytes } from 'node:crypto';

const poolBytes = 10 * 1024;
let pool = Buffer.alloc(0);
let used = 0;

/**
 * A new SID: the prefix, 12 hex digits of time in milliseconds and 20 random ones. The time in front keeps rows that
 * were made together together in every index, so that inserts stay fast in a large store.
 */
export function newSid(prefix: string): string {
  if (used + 10 > pool.length) {
    pool = randomBytes(poolBytes);
    used = 0;
  }
  const random = pool.toString('hex', used, used + 10);
  used += 10;
  return prefix + Date.now().toString(16).padStart(12, '0') + random;
}
