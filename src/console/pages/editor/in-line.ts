/** Puts cards in line, for the dock, menus and commands alike (console §4). */
import type { Editor } from '../../editor/editor.ts';
import { type Alignment, type Axis, align, distribute } from '../../graph/align.ts';

export const alignments: readonly Alignment[] = ['left', 'centre', 'top', 'middle'];
export const axes: readonly Axis[] = ['horizontal', 'vertical'];
/** Two have only one gap between them. */
export const leastToDistribute = 3;

export function alignCards(editor: Editor, cards: Iterable<string>, alignment: Alignment): void {
  place(editor, 'align', align(boxesOf(editor, cards), alignment));
}

export function distributeCards(editor: Editor, cards: Iterable<string>, axis: Axis): void {
  place(editor, 'distribute', distribute(boxesOf(editor, cards), axis));
}

function place(editor: Editor, how: 'align' | 'distribute', places: ReturnType<typeof align>): void {
  editor.do({ do: how, places: [...places].map(([widget, { x, y }]) => ({ widget, x, y })) });
}

function boxesOf(editor: Editor, cards: Iterable<string>) {
  const ids = new Set(cards);
  return new Map([...editor.state.get().drawing.boxes].filter(([id]) => ids.has(id)));
}
