/** The name of a card, edited on the card (console §4). */
import { useEffect, useId, useRef, useState } from 'react';
import { announceError } from '../../app/announce.tsx';
import { createStore, type Store } from '../../app/store.ts';
import { t } from '../../app/texts.ts';
import { nameRefusal } from '../../document/index.ts';
import type { Editor } from '../../editor/editor.ts';
import { detailAt } from '../../graph/detail-level.ts';
import { renameWidget } from './actions.ts';
import classes from './name-field.module.css';

const named = new WeakMap<Editor, Store<string | undefined>>();

/** Id of the card whose name is being edited. */
export function namedCard(editor: Editor): Store<string | undefined> {
  const store = named.get(editor) ?? createStore<string | undefined>(undefined);
  named.set(editor, store);
  return store;
}

/** False where the card is drawn too small for it. */
export function editName(editor: Editor, card: string): boolean {
  if (editor.isLocked.get() || detailAt(editor.canvas?.zoom() ?? 0).cards !== 'full') return false;
  namedCard(editor).set(card);
  return true;
}

export function NameField({ editor, card }: { readonly editor: Editor; readonly card: string }) {
  const before = editor.find(card)?.name ?? '';
  const [name, setName] = useState(before);
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const isOver = useRef(false);
  useEffect(() => field.current?.select(), []);
  const wanted = name.trim();
  const taken = new Set(editor.state.get().drawing.flow.states.map((state) => state.name));
  const refusal = wanted === before ? undefined : nameRefusal(wanted, taken);
  const end = (isKept: boolean) => {
    if (isOver.current) return;
    isOver.current = true;
    namedCard(editor).set(undefined);
    if (isKept && refusal === undefined && wanted !== before) renameWidget(editor, card, wanted);
  };
  return (
    <>
      <input
        ref={field}
        className={`${classes.field} nodrag nopan`}
        aria-label={t.editor.rename.label}
        aria-invalid={refusal !== undefined}
        aria-describedby={refusal === undefined ? undefined : id}
        value={name}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
        onDoubleClick={(event) => event.stopPropagation()}
        onBlur={() => end(true)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && refusal !== undefined) announceError(refusal);
          else if (event.key === 'Enter' || event.key === 'Escape') {
            end(event.key === 'Enter');
            // Once the card has its name again.
            setTimeout(() => editor.canvas?.focus(), 0);
          }
        }}
      />
      {refusal !== undefined && (
        <span id={id} className={classes.refusal}>
          {refusal}
        </span>
      )}
    </>
  );
}
