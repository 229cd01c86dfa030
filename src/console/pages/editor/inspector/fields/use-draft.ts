import { useState } from 'react';

/**
 * A text that cannot always be written into the document as it is typed: kept here until it can, and forgotten when the
 * document says something else.
 */
export function useDraft(text: string): readonly [shown: string, keep: (draft: string, written: string) => void] {
  const [draft, setDraft] = useState<{ readonly text: string; readonly of: string }>();
  const shown = draft !== undefined && draft.of === text ? draft.text : text;
  // `written`: what the document will say when the draft has been taken over as far as it can be.
  return [shown, (next, written) => setDraft({ text: next, of: written })];
}
