import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { storageConformance } from '../conformance.ts';
import { openSqlite } from './index.ts';

storageConformance('SQLite', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'atelier-'));
  let storage = await openSqlite({ folder });
  return {
    storage,
    async reopen() {
      await storage.close();
      storage = await openSqlite({ folder });
      return storage;
    },
    async dispose() {
      await storage.close();
      await rm(folder, { recursive: true });
    },
  };
});
