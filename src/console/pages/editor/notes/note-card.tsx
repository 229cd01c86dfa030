import { useEffect, useRef } from 'react';
import { t } from '../../../app/texts.ts';
import type { Note } from '../../../document/index.ts';
import type { Editor } from '../../../editor/editor.ts';
import { noteLines } from '../../../notes/note-text.ts';
import { Icon } from '../../../theme/icons.tsx';
import classes from './note-card.module.css';
import { changeNote, focusNote, leastNote, removeNote, writtenNote } from './notes.ts';
import { useNoteDrag } from './use-note-drag.ts';

interface Props {
  readonly editor: Editor;
  readonly note: Note;
  readonly isWritten: boolean;
  readonly isReadOnly: boolean;
}

export function NoteCard({ editor, note, isWritten, isReadOnly }: Props) {
  const moving = useNoteDrag(note, 'move', (to) => changeNote(editor, note, to));
  const sizing = useNoteDrag(note, 'resize', (to) => changeNote(editor, note, to));
  const { x, y } = moving.box;
  const { width, height } = sizing.box;
  const write = () => {
    if (!isReadOnly) writtenNote(editor).set(note.id);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a note is no fieldset
    <div
      role="group"
      aria-roledescription={t.notes.role}
      aria-label={t.notes.named(note.text)}
      aria-description={isReadOnly ? undefined : t.notes.description}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: keys move, edit and delete it
      tabIndex={0}
      data-note={note.id}
      className={`${classes.note} nopan nodrag`}
      style={{ transform: `translate(${x}px, ${y}px)`, width, height }}
      onDoubleClick={write}
      onKeyDown={(event) => {
        if (event.target !== event.currentTarget) return;
        if (event.key === 'Escape') editor.canvas?.focus();
        else if (isReadOnly || !noteKey(event, editor, note, write)) return;
        event.preventDefault();
      }}
      {...(isReadOnly || isWritten ? {} : moving.handlers)}
    >
      {isWritten ? <NoteField editor={editor} note={note} /> : <NoteText text={note.text} />}
      {!isReadOnly && (
        <>
          <button
            type="button"
            className={classes.remove}
            aria-label={t.notes.remove}
            tabIndex={-1}
            onPointerDown={(event) => event.stopPropagation()}
            onClick={() => removeNote(editor, note)}
          >
            <Icon name="close" size={14} />
          </button>
          <div className={classes.corner} {...sizing.handlers} />
        </>
      )}
    </div>
  );
}

const arrows: { readonly [key: string]: readonly [x: number, y: number] } = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** True for a key that the note takes. */
function noteKey(event: React.KeyboardEvent, editor: Editor, note: Note, write: () => void): boolean {
  const arrow = arrows[event.key];
  if (arrow !== undefined) {
    const [x, y] = arrow;
    const step = event.altKey && event.shiftKey ? 100 : 10;
    if (event.altKey) changeNote(editor, note, { x: note.x + x * step, y: note.y + y * step });
    else if (event.shiftKey) {
      const width = Math.max(leastNote.width, note.width + x * step);
      changeNote(editor, note, { width, height: Math.max(leastNote.height, note.height + y * step) });
    } else return false;
    return true;
  }
  if (event.key === 'Enter' || event.key === 'F2') write();
  else if (event.key === 'Delete' || event.key === 'Backspace') removeNote(editor, note);
  else return false;
  return true;
}

function NoteText({ text }: { readonly text: string }) {
  if (text.trim() === '') return <p className={classes.empty}>{t.notes.empty}</p>;
  return (
    <div className={classes.text}>
      {noteLines(text).map(({ isItem, parts }, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other name
        <div key={line} className={isItem ? classes.item : classes.line}>
          {parts.map(({ kind, text: part }, index) => {
            const Tag = kind === 'bold' ? 'strong' : kind === 'code' ? 'code' : 'span';
            // biome-ignore lint/suspicious/noArrayIndexKey: parts have no other name
            return <Tag key={index}>{part}</Tag>;
          })}
        </div>
      ))}
    </div>
  );
}

/** Kept when it is left or by Mod+Enter; Esc leaves it as it was. */
function NoteField({ editor, note }: Pick<Props, 'editor' | 'note'>) {
  const field = useRef<HTMLTextAreaElement>(null);
  const isGivenUp = useRef(false);
  useEffect(() => field.current?.focus({ preventScroll: true }), []);
  const leave = () => {
    writtenNote(editor).set(undefined);
    requestAnimationFrame(() => focusNote(note.id));
  };
  return (
    <textarea
      ref={field}
      className={`${classes.field} nowheel`}
      aria-label={t.notes.text}
      defaultValue={note.text}
      onBlur={({ currentTarget: { value } }) => {
        if (!isGivenUp.current && value !== note.text) changeNote(editor, note, { text: value });
        writtenNote(editor).set(undefined);
      }}
      onKeyDown={(event) => {
        // The field has a history of its own.
        if (/^[zy]$/i.test(event.key) && (event.ctrlKey || event.metaKey)) event.stopPropagation();
        const isDone = event.key === 'Enter' && (event.ctrlKey || event.metaKey);
        if (!isDone && event.key !== 'Escape') return;
        event.preventDefault();
        isGivenUp.current = !isDone;
        event.currentTarget.blur();
        leave();
      }}
    />
  );
}
