import { chmodSync, closeSync, openSync } from 'node:fs';

/**
 * Makes a file that only the user of this process can read. Never opens one that is there: closing it again would drop
 * every lock that this process holds on it.
 */
export function makePrivate(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    chmodSync(path, 0o600);
  }
}
