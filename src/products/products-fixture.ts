import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { type LocalProducts, openLocalProducts } from './local/index.ts';

export const accountSid = `AC${'1'.repeat(32)}`;

/** A folder that goes with the test. */
export async function temporaryFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'atelier-products-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export interface OpenedProducts extends LocalProducts {
  readonly folder: string;
  readonly clock: { nowMs: number };
  /** Closes the file and opens it again, as the next process would. */
  reopen(): OpenedProducts;
}

/** Products on this machine in a folder of their own; time stands still until a test moves it. */
export async function openProducts(t: TestContext): Promise<OpenedProducts> {
  const folder = await temporaryFolder(t);
  const clock = { nowMs: Date.UTC(2026, 0, 2, 3, 4, 5) };
  let made = 0;
  const open = (): OpenedProducts => {
    const products = openLocalProducts({
      folder,
      clock: { now: () => clock.nowMs },
      ids: { sid: (prefix) => `${prefix}${(++made).toString(16).padStart(32, '0')}` },
      baseUrl: () => 'http://atelier.example',
    });
    t.after(() => products.close());
    const reopen = () => {
      products.close();
      return open();
    };
    return { ...products, folder, clock, reopen };
  };
  return open();
}
