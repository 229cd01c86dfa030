/** A text with colours, completion and marks. Its editor is loaded when the first one is shown. */
import { useEffect, useRef, useState } from 'react';
import type { Completion } from '../../../../liquid/completion.ts';
import type { TemplateFault } from '../../../../liquid/faults.ts';
import classes from './code.module.css';
import type { CodeHandle } from './code-mirror.ts';

export type CodeLanguage = 'liquid' | 'json';

export interface CodeAreaProps {
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly onBlur?: () => void;
  /** `Mod+Enter`. */
  readonly onSubmit?: () => void;
  readonly language: CodeLanguage;
  /** One line takes no line break by keys. */
  readonly lines: number;
  readonly label?: string;
  readonly labelledBy?: string;
  readonly describedBy?: string | undefined;
  readonly isRequired?: boolean;
  readonly isInvalid?: boolean;
  readonly placeholder?: string | undefined;
  readonly completions?: (source: string, position: number) => Completion | undefined;
  readonly faults?: (source: string) => readonly TemplateFault[];
  /** The faults are looked for anew when this is another, beside whenever the text is. */
  readonly faultsOf?: unknown;
  readonly hasLineNumbers?: boolean;
}

/** Of the text and the edge above and below, in pixels. */
const lineHeight = 20;
const aroundText = 12;

let loading: Promise<typeof import('./code-mirror.ts')> | undefined;

export function loadCode(): Promise<typeof import('./code-mirror.ts')> {
  loading ??= import('./code-mirror.ts');
  return loading;
}

export function CodeArea(props: CodeAreaProps) {
  const box = useRef<HTMLDivElement>(null);
  const handle = useRef<CodeHandle>(undefined);
  const [isReady, setReady] = useState(false);
  const latest = useRef(props);
  latest.current = props;
  useEffect(() => {
    let isGone = false;
    void loadCode().then(({ mountCode }) => {
      if (isGone || box.current === null) return;
      handle.current = mountCode(box.current, latest);
      setReady(true);
    });
    return () => {
      isGone = true;
      handle.current?.destroy();
      handle.current = undefined;
    };
  }, []);
  useEffect(() => {
    if (isReady) handle.current?.update();
  });
  return (
    <div
      ref={box}
      className={classes.box}
      data-language={props.language}
      data-invalid={props.isInvalid || undefined}
      style={{ minHeight: Math.max(1, props.lines) * lineHeight + aroundText }}
    />
  );
}
