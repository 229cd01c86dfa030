/** JSON text that is applied as a whole: nothing changes before that, and nothing at all until it parses. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { announceError } from '../../../app/announce.tsx';
import { keyCaps } from '../../../app/shortcuts.ts';
import { t } from '../../../app/texts.ts';
import { parsedOr } from '../../../document/index.ts';
import type { FlowProblem } from '../../../problems/problem.ts';
import { CodeArea } from './code/code-area.tsx';
import fieldClasses from './fields/field.module.css';
import { Said } from './fields/field-frame.tsx';
import classes from './json-editor.module.css';
import { jsonMarks } from './json-marks.ts';

interface Props {
  /** As it stands in the document. */
  readonly text: string;
  readonly label: string;
  /** What is marked in it; paths begin at its outside. */
  readonly problems: readonly Pick<FlowProblem, 'path' | 'message' | 'severity'>[];
  /** True when the text was taken over. */
  readonly onApply: (text: string) => boolean;
  /** Fills what is around it, with numbers at the lines. */
  readonly isLarge?: boolean;
}

export function JsonEditor({ text, label, problems, onApply, isLarge }: Props) {
  /** What was typed, and the text that it was made of. */
  const [draft, setDraft] = useState<{ readonly text: string; readonly of: string }>();
  const [fault, setFault] = useState<string>();
  const shown = draft?.text ?? text;
  const isChanged = draft !== undefined && draft.text !== text;
  const apply = () => {
    if (!isChanged) return;
    const parsed = parsedOr(shown);
    if ('refused' in parsed) {
      setFault(parsed.refused);
      announceError(parsed.refused);
    } else if (onApply(shown)) {
      setDraft(undefined);
    }
  };
  return (
    <div className={isLarge ? classes.large : undefined}>
      <CodeArea
        value={shown}
        language="json"
        lines={isLarge ? 3 : 12}
        label={label}
        isInvalid={fault !== undefined}
        hasLineNumbers={isLarge === true}
        faults={(source) => jsonMarks(source, problems)}
        faultsOf={problems}
        onChange={(next) => {
          setFault(undefined);
          setDraft(next === text ? undefined : { text: next, of: draft?.of ?? text });
        }}
        onSubmit={apply}
      />
      <div className={classes.foot}>
        {fault !== undefined && <Said severity="error" text={fault} />}
        {isChanged && draft.of !== text && <Said severity="warning" text={t.inspector.json.changed} />}
        <p className={fieldClasses.help}>{t.inspector.json.help(keyCaps('Mod+Enter').join('+'))}</p>
        <div className={fieldClasses.buttons}>
          <Button disabled={!isChanged} onClick={apply}>
            {t.inspector.json.apply}
          </Button>
          <Button
            variant="default"
            disabled={!isChanged}
            onClick={() => {
              setDraft(undefined);
              setFault(undefined);
            }}
          >
            {t.inspector.json.discard}
          </Button>
        </div>
      </div>
    </div>
  );
}
