import { test } from 'node:test';
import type { Storage } from '../storage.ts';

export interface OpenedStorage {
  readonly storage: Storage;
  /** Closes the store and opens it again on the same data. */
  reopen(): Promise<Storage>;
  /** Closes the store, if it still is open, and removes its data. */
  dispose(): Promise<void>;
}

export type OpenStorage = () => Promise<OpenedStorage>;

/** Registers a test that gets a store of its own. */
export type StorageTest = (title: string, run: (storage: Storage, opened: OpenedStorage) => Promise<void>) => void;

export function storageTest(open: OpenStorage): StorageTest {
  return (title, run) => {
    test(title, async () => {
      const opened = await open();
      try {
        await run(opened.storage, opened);
      } finally {
        await opened.dispose();
      }
    });
  };
}
