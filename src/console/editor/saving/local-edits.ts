/** What is edited, kept in this browser with its history: edits until the server has them, and undo beyond a reload. */
import type { StoredEditing } from '../../document/index.ts';
import type { Base } from './saver.ts';

export interface LocalEdits {
  readonly editing: StoredEditing;
  readonly base: Base;
  readonly keptAtMs: number;
  /** True: the server has all of it, and only the history is of use here. */
  readonly isSaved: boolean;
  /** Of the flow, for a time without a server. */
  readonly name: string;
}

const database = 'atelier';
const table = 'edits';

function opened(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(database, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(table);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('the store of the browser cannot be opened'));
  });
}

/** One request in a transaction of its own. */
async function ask<T>(mode: IDBTransactionMode, make: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const db = await opened();
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = db.transaction(table, mode, { durability: 'relaxed' });
      const request = make(transaction.objectStore(table));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error ?? new Error('the store of the browser gave up'));
    });
  } finally {
    db.close();
  }
}

export async function findLocalEdits(flowSid: string): Promise<LocalEdits | undefined> {
  const found: LocalEdits | undefined = await ask('readonly', (store) => store.get(flowSid));
  return found;
}

export async function keepLocalEdits(flowSid: string, edits: LocalEdits): Promise<void> {
  await ask('readwrite', (store) => store.put(edits, flowSid));
}

export async function forgetLocalEdits(flowSid: string): Promise<void> {
  await ask('readwrite', (store) => store.delete(flowSid));
}
