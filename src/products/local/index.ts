import type { Claims } from '../claims.ts';
import type { DocumentStore } from '../document-store.ts';
import type { TaskInbox } from '../inbox.ts';
import type { DocumentCall, Product, TaskCall } from '../products.ts';
import { storedClaims } from './claims.ts';
import { openProductDatabase, type ProductDatabase } from './database.ts';
import { localDocuments } from './documents.ts';
import type { LocalOptions } from './ports.ts';
import { localTasks } from './tasks.ts';

export type { ProductDatabase } from './database.ts';
export type { LocalOptions } from './ports.ts';

/** The products on this machine. */
export interface LocalProducts {
  readonly tasks: Product<TaskCall> & TaskInbox;
  readonly documents: Product<DocumentCall> & DocumentStore;
  /** Of what adapters elsewhere make. */
  readonly claims: Claims;
  /** For further products in the same file. */
  readonly database: ProductDatabase;
  close(): void;
}

/** Opens the products whose data are in `products.sqlite`. One process at a time. */
export function openLocalProducts(options: LocalOptions): LocalProducts {
  const database = openProductDatabase(options.folder);
  return {
    tasks: localTasks(database, options),
    documents: localDocuments(database, options),
    claims: storedClaims(database, options.clock),
    database,
    close: () => database.close(),
  };
}
