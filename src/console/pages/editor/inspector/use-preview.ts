import { useEffect, useState } from 'react';
import type { Editor } from '../../../editor/editor.ts';
import { type Preview, previewOf } from '../../../liquid/preview.ts';
import { sampleChoiceOf } from './samples.ts';

/** Shorter than a pause between words, and long enough that no key waits for a rendering. */
const restMs = 100;

/** What a template gives for the chosen sample, a moment after it was typed; undefined for a text without Liquid. */
export function usePreview(editor: Editor, source: string): Preview | undefined {
  const [preview, setPreview] = useState<Preview>();
  const hasLiquid = source.includes('{{') || source.includes('{%');
  useEffect(() => {
    if (!hasLiquid) {
      setPreview(undefined);
      return;
    }
    const choice = sampleChoiceOf(editor);
    const render = () => setPreview(previewOf(source, choice.context(), Date.now()));
    const timer = setTimeout(render, restMs);
    const unwatch = choice.subscribe(render);
    return () => {
      clearTimeout(timer);
      unwatch();
    };
  }, [editor, source, hasLiquid]);
  return hasLiquid ? preview : undefined;
}
