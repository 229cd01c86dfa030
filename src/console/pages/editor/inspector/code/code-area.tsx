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
  loading ??= import('./code-mirror.ts').catch((error: unknown) => {
    // The next one that is shown tries again.
    loading = undefined;
    throw error;
  });
  return loading;
}

export function CodeArea(props: CodeAreaProps) {
  const box = useRef<HTMLDivElement>(null);
  const handle = useRef<CodeHandle>(undefined);
  const [state, setState] = useState<'loading' | 'ready' | 'missing'>('loading');
  const latest = useRef(props);
  latest.current = props;
  useEffect(() => {
    let isGone = false;
    const load = () =>
      loadCode().then(
        ({ mountCode }) => {
          if (isGone || box.current === null || handle.current !== undefined) return;
          setState('ready');
          handle.current = mountCode(box.current, latest);
        },
        () => setState('missing'),
      );
    void load();
    addEventListener('online', load);
    return () => {
      isGone = true;
      removeEventListener('online', load);
      handle.current?.destroy();
      handle.current = undefined;
    };
  }, []);
  useEffect(() => {
    if (state === 'ready') handle.current?.update();
  });
  const height = Math.max(1, props.lines) * lineHeight + aroundText;
  return (
    <>
      {state === 'missing' && <PlainArea {...props} height={height} />}
      <div
        ref={box}
        hidden={state === 'missing'}
        className={classes.box}
        data-language={props.language}
        data-invalid={props.isInvalid || undefined}
        style={{ minHeight: height }}
      />
    </>
  );
}

/** Without a network there is no editor to load: the text can be written all the same. */
function PlainArea(props: CodeAreaProps & { readonly height: number }) {
  const { value, onChange, onBlur, label, labelledBy, describedBy, isRequired, isInvalid, placeholder, height } = props;
  return (
    <textarea
      className={classes.plain}
      value={value}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
      onBlur={onBlur}
      aria-label={label}
      aria-labelledby={labelledBy}
      aria-describedby={describedBy}
      aria-required={isRequired}
      aria-invalid={isInvalid}
      placeholder={placeholder}
      style={{ minHeight: height }}
    />
  );
}
