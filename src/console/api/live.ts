/** What happens in the account, as it happens: one stream of events for all pages (console §2, "Live events lost"). */
import { createStore } from '../app/store.ts';
import { isRecord, onAccount } from './client.ts';

/** Names of the server's events. `reset`: events were missed, read anew. */
export type LiveEvent = 'execution' | 'revision' | 'working-copy' | 'flow-deleted' | 'reset';
export type LiveListener = (data: { readonly [key: string]: unknown }) => void;

const names: readonly LiveEvent[] = ['execution', 'revision', 'working-copy', 'flow-deleted', 'reset'];

/** False while events are lost: the pages say so, and read anew once it is back. */
export const isLive = createStore(true);

const listeners = new Map<LiveEvent, Set<LiveListener>>();
let source: EventSource | undefined;
let openedFor: string | undefined;

/** Listens until the answer is called. The stream is open while somebody listens. */
export function onLive(event: LiveEvent, listener: LiveListener): () => void {
  const all = listeners.get(event) ?? new Set();
  listeners.set(event, all.add(listener));
  if (source === undefined) open();
  return () => {
    all.delete(listener);
    if ([...listeners.values()].every(({ size }) => size === 0)) close();
  };
}

// With another account the stream begins anew.
onAccount((sid) => {
  if (sid === openedFor) return;
  openedFor = sid;
  if (source === undefined) return;
  close();
  open();
});

function open(): void {
  const query = openedFor === undefined ? '' : `?atelier_account=${encodeURIComponent(openedFor)}`;
  const opened = new EventSource(`/console/api/events${query}`);
  source = opened;
  // The browser connects again by itself, with the id of the last event.
  opened.onopen = () => isLive.set(true);
  opened.onerror = () => isLive.set(false);
  for (const name of names) {
    opened.addEventListener(name, (event) => {
      const data: unknown = JSON.parse(event.data || '{}');
      if (isRecord(data)) for (const listener of listeners.get(name) ?? []) listener(data);
    });
  }
}

function close(): void {
  source?.close();
  source = undefined;
}
