import { useState } from 'react';
import { t } from '../../app/texts.ts';
import classes from './step-panel.module.css';

const shownLines = 20;

/** A value, folded where it is long. */
export function LongText({ text, isMono = false }: { readonly text: string; readonly isMono?: boolean }) {
  const [isOpen, setOpen] = useState(false);
  const lines = text.split('\n');
  const isLong = lines.length > shownLines;
  const shown = isLong && !isOpen ? lines.slice(0, shownLines).join('\n') : text;
  return (
    <>
      <span className={isMono ? `mono ${classes.text}` : classes.text}>{shown}</span>
      {isLong && (
        <button type="button" className={classes.more} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? t.execution.step.fold : t.execution.step.unfold(lines.length)}
        </button>
      )}
    </>
  );
}
