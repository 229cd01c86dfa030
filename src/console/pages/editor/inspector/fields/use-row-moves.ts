/** Rows that are put into another order: by dragging their handle, or by Alt and the arrow keys anywhere in them. */
import { type DragEvent, type KeyboardEvent, type RefObject, useState } from 'react';

export interface RowMoves {
  rowProps(
    at: number,
    count: number,
  ): {
    readonly 'data-row': number;
    readonly 'data-target': true | undefined;
    readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
    readonly onDragOver: (event: DragEvent) => void;
    readonly onDragLeave: () => void;
    readonly onDrop: (event: DragEvent) => void;
  };
  handleProps(at: number): {
    readonly draggable: true;
    readonly onDragStart: (event: DragEvent) => void;
    readonly onDragEnd: () => void;
  };
  /** Focuses the first field of a row, once it is drawn. */
  focusRow(at: number): void;
}

export function useRowMoves(list: RefObject<HTMLElement | null>, move: (from: number, to: number) => void): RowMoves {
  const [dragged, setDragged] = useState<number>();
  const [target, setTarget] = useState<number>();
  /** The same part of the row at its new place keeps the keys. */
  const focusAgain = (at: number, find: (row: HTMLElement) => HTMLElement | null | undefined) => {
    setTimeout(() => {
      const row = list.current?.querySelector<HTMLElement>(`[data-row="${at}"]`);
      if (row) find(row)?.focus();
    }, 0);
  };
  const stop = () => {
    setDragged(undefined);
    setTarget(undefined);
  };
  return {
    rowProps: (at, count) => ({
      'data-row': at,
      'data-target': (target === at && dragged !== at) || undefined,
      onKeyDown(event) {
        const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
        const to = at + step;
        if (!event.altKey || step === 0 || event.shiftKey) return;
        event.preventDefault();
        event.stopPropagation();
        if (to < 0 || to >= count) return;
        const parts: Element[] = [...event.currentTarget.querySelectorAll(focusable)];
        const part = document.activeElement ? parts.indexOf(document.activeElement) : 0;
        move(at, to);
        focusAgain(to, (row) => row.querySelectorAll<HTMLElement>(focusable)[Math.max(0, part)]);
      },
      onDragOver(event) {
        if (dragged === undefined) return;
        event.preventDefault();
        setTarget(at);
      },
      onDragLeave: () => setTarget((now) => (now === at ? undefined : now)),
      onDrop(event) {
        event.preventDefault();
        if (dragged !== undefined && dragged !== at) move(dragged, at);
        stop();
      },
    }),
    handleProps: (at) => ({
      draggable: true,
      onDragStart(event) {
        event.dataTransfer.effectAllowed = 'move';
        // Of a type of its own: a text would be dropped into the fields of the row.
        event.dataTransfer.setData('application/x-atelier-row', String(at + 1));
        setDragged(at);
      },
      onDragEnd: stop,
    }),
    focusRow: (at) => focusAgain(at, (row) => row.querySelector<HTMLElement>('input, [contenteditable="true"]')),
  };
}

const focusable = 'button, input, select, [contenteditable="true"]';
