/** Text that is rendered: with colours, completion, and what it gives for the sample. */
import { t } from '../../../../app/texts.ts';
import { flowView, parsedOr } from '../../../../document/index.ts';
import { messageLength } from '../../../../forms/segments.ts';
import { candidatesFor } from '../../../../liquid/candidates.ts';
import { completionAt } from '../../../../liquid/completion.ts';
import { templateFaults } from '../../../../liquid/faults.ts';
import type { Preview } from '../../../../liquid/preview.ts';
import { formTexts } from '../../../../texts/forms.ts';
import { CodeArea, type CodeAreaProps } from '../code/code-area.tsx';
import { sampleChoiceOf } from '../samples.ts';
import { usePreview } from '../use-preview.ts';
import { useWidgetScope, type WidgetScope } from '../widget-scope.ts';
import classes from './field.module.css';
import { Said } from './field-frame.tsx';

type Area = Omit<CodeAreaProps, 'completions' | 'faults' | 'language'>;

interface Props extends Area {
  /** `json`: must be JSON once it is rendered. */
  readonly language?: CodeAreaProps['language'];
  /** Tells its length as a message. */
  readonly isMessage?: boolean;
  /** Its problems are told beside it: the preview need not say the same. */
  readonly isFaultTold?: boolean;
  /** Longer texts are refused. */
  readonly most?: number | undefined;
}

export function LiquidText({ language = 'liquid', isMessage, isFaultTold, most, ...area }: Props) {
  const scope = useWidgetScope();
  const preview = usePreview(scope.editor, area.value);
  return (
    <>
      <CodeArea
        {...area}
        language={language}
        completions={(source, position) => completionAt(source, position, () => candidates(scope))}
        faults={(source) => templateFaults(source, flowView(scope.editor.state.get().editing.document))}
      />
      {preview && !(isFaultTold && 'fault' in preview) && <PreviewText preview={preview} />}
      {language === 'json' && <JsonFault text={area.value} preview={preview} />}
      {isMessage && <Length text={area.value} preview={preview} most={most} />}
    </>
  );
}

function candidates({ editor, id }: WidgetScope) {
  return candidatesFor(flowView(editor.state.get().editing.document), id, sampleChoiceOf(editor).known());
}

function PreviewText({ preview }: { readonly preview: Preview }) {
  if ('fault' in preview) return <Said severity="error" text={t.inspector.preview.fault(preview.fault)} />;
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls when it is long */}
      {/* biome-ignore lint/a11y/useSemanticElements: nothing of it can be filled in */}
      <div className={classes.preview} role="group" aria-label={t.inspector.preview.label} tabIndex={0}>
        {preview.parts.map(({ kind, text }, at) =>
          kind === 'missing' ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: parts have no names, and are drawn anew together
            <span key={at} className={classes.missing} title={t.inspector.preview.missingHelp}>
              {t.inspector.preview.missing}
            </span>
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: the same
            <span key={at} className={kind === 'filled' ? classes.filled : undefined}>
              {text}
            </span>
          ),
        )}
      </div>
      {preview.problems.map((message) => (
        <Said key={message} severity="warning" text={message} />
      ))}
    </>
  );
}

function JsonFault({ text, preview }: { readonly text: string; readonly preview: Preview | undefined }) {
  const rendered = preview === undefined ? text : 'text' in preview ? preview.text : '';
  if (rendered.trim() === '') return null;
  const parsed = parsedOr(rendered);
  if (!('refused' in parsed)) return null;
  return <Said severity="warning" text={t.inspector.notJsonAt(parsed.problem.line)} />;
}

interface LengthProps {
  readonly text: string;
  readonly preview: Preview | undefined;
  readonly most: number | undefined;
}

function Length({ text, preview, most }: LengthProps) {
  const shown = preview && 'text' in preview ? preview.text : text;
  const { characters, segments, isGsm } = messageLength(shown);
  const isOver = most !== undefined && characters > most;
  return (
    <p className={classes.foot} data-over={isOver || undefined}>
      <span>{formTexts.length(characters, segments, isGsm, preview !== undefined)}</span>
      {isOver && <span>{t.inspector.tooLong(most)}</span>}
    </p>
  );
}
