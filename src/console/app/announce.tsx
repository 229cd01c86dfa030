/** What screen readers are told: one polite region, at most one sentence in 500 ms, the last wins (console §4). */
import { VisuallyHidden } from '@mantine/core';
import { createStore, useStore } from './store.ts';

const intervalMs = 500;
const polite = createStore('');
const assertive = createStore('');
let waiting: string | undefined;
let _timer: ReturnType<typeof setTimeout> | undefined;

export function announce(text: string): void {
  waiting = text;
  _timer ??= setTimeout(() => {
    _timer = undefined;
    polite.set(waiting ?? '');
  }, intervalMs);
}

/** Said at once: something failed. */
export function announceError(text: string): void {
  assertive.set(text);
}

export function LiveRegions() {
  return (
    <VisuallyHidden>
      <div aria-live="polite">{useStore(polite)}</div>
      <div role="alert">{useStore(assertive)}</div>
    </VisuallyHidden>
  );
}
