/** Notices in the lower left corner: six seconds, held by pointer or focus, at most three (console §2). */
import { ActionIcon, Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { Icon } from '../theme/icons.tsx';
import { createStore, useStore } from './store.ts';
import { t } from './texts.ts';
import classes from './toasts.module.css';

const shownMs = 6_000;
const atMost = 3;

export interface Toast {
  readonly text: string;
  readonly kind?: 'done' | 'failed';
  readonly action?: { readonly label: string; readonly run: () => void };
}

type Shown = Toast & { readonly id: number };

const toasts = createStore<readonly Shown[]>([]);
let lastId = 0;

export function showToast(toast: Toast): void {
  lastId += 1;
  toasts.set([...toasts.get(), { ...toast, id: lastId }].slice(-atMost));
}

function dismiss(id: number): void {
  toasts.set(toasts.get().filter((toast) => toast.id !== id));
}

export function Toasts() {
  const shown = useStore(toasts);
  return (
    <div className={classes.corner} role="status" aria-label={t.frame.regions.toasts}>
      {shown.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </div>
  );
}

function ToastCard({ toast }: { readonly toast: Shown }) {
  const [isHeld, setHeld] = useState(false);
  const { id, text, kind = 'done', action } = toast;
  useEffect(() => {
    if (isHeld) return;
    const timer = setTimeout(() => dismiss(id), shownMs);
    return () => clearTimeout(timer);
  }, [id, isHeld]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it does nothing but stay while it is read
    <div
      className={classes.toast}
      data-kind={kind}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <Icon name={kind === 'failed' ? 'alert' : 'check'} />
      <span className={classes.text}>{text}</span>
      {action && (
        <Button
          variant="subtle"
          onClick={() => {
            dismiss(id);
            action.run();
          }}
        >
          {action.label}
        </Button>
      )}
      <ActionIcon aria-label={t.frame.actions.dismiss} onClick={() => dismiss(id)}>
        <Icon name="close" />
      </ActionIcon>
    </div>
  );
}
