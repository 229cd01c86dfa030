/** Finds texts anywhere in the flow, leads to each, and replaces them in values (console §4). */
import { ActionIcon, Button, Checkbox, TextInput, Tooltip } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { announce } from '../../../app/announce.tsx';
import { t } from '../../../app/texts.ts';
import { showToast } from '../../../app/toasts.tsx';
import { notesOf } from '../../../document/index.ts';
import type { Editor } from '../../../editor/editor.ts';
import type { Hit } from '../../../find/find-in-flow.ts';
import { readQuery } from '../../../find/query.ts';
import { Icon } from '../../../theme/icons.tsx';
import { openPlace, shownPlace } from '../inspector/places.ts';
import { focusNote } from '../notes/notes.ts';
import classes from './find-drawer.module.css';
import { HitList, placeName, widgetName } from './hit-list.tsx';
import { useFind } from './use-find.ts';

interface Props {
  readonly editor: Editor;
  readonly onClose: () => void;
}

/** Marks the field, so that the key that opens the panel leads back to it. */
export const findFieldId = 'find-in-flow';

export function FindDrawer({ editor, onClose }: Props) {
  const [typed, setTyped] = useState('');
  const [matchesCase, setMatchesCase] = useState(false);
  const [at, setAt] = useState<number>();
  const field = useRef<HTMLInputElement>(null);
  const hits = useFind(editor, typed, matchesCase);
  const current = at === undefined || hits.length === 0 ? undefined : Math.min(at, hits.length - 1);
  useEffect(() => field.current?.focus(), []);
  const walk = (step: 1 | -1) => {
    if (hits.length === 0) return announce(t.find.none);
    const next = current === undefined ? (step === 1 ? 0 : hits.length - 1) : current + step;
    const to = (next + hits.length) % hits.length;
    const hit = hits[to];
    if (hit === undefined) return;
    setAt(to);
    show(editor, hit);
    announce(t.find.said(to + 1, hits.length, widgetName(editor, hit), placeName(editor, hit)));
  };
  return (
    <div className={classes.panel}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: Escape in any of the fields closes the panel */}
      <div
        className={classes.tools}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          onClose();
          editor.canvas?.focus();
        }}
      >
        <TextInput
          ref={field}
          id={findFieldId}
          className={classes.field}
          aria-label={t.find.label}
          placeholder={t.find.placeholder}
          value={typed}
          onChange={({ currentTarget }) => {
            setTyped(currentTarget.value);
            setAt(undefined);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter') walk(event.shiftKey ? -1 : 1);
          }}
          leftSection={<Icon name="search" />}
        />
        <ActionIcon aria-label={t.find.previous} onClick={() => walk(-1)}>
          <Icon name="arrowUp" />
        </ActionIcon>
        <ActionIcon aria-label={t.find.next} onClick={() => walk(1)}>
          <Icon name="arrowDown" />
        </ActionIcon>
        <span className={`muted ${classes.count}`} role="status">
          {typed === ''
            ? ''
            : current === undefined
              ? t.find.count(hits.length)
              : t.find.countAt(current + 1, hits.length)}
        </span>
        <Checkbox
          label={t.find.matchCase}
          checked={matchesCase}
          onChange={({ currentTarget }) => setMatchesCase(currentTarget.checked)}
        />
        <Replace editor={editor} hits={hits} text={readQuery(typed).text} matchesCase={matchesCase} />
      </div>
      {typed === '' ? (
        <p className={`muted ${classes.none}`}>{t.find.hint}</p>
      ) : hits.length === 0 ? (
        <p className={classes.none}>{t.find.none}</p>
      ) : (
        <HitList
          editor={editor}
          hits={hits}
          current={current}
          onPick={(hit, index) => {
            setAt(index);
            show(editor, hit);
            if (hit.part === 'note') focusNote(hit.note);
            else if (hit.part === 'property') openPlace(editor, hit.widget, { tab: 'config', field: hit.key });
          }}
        />
      )}
    </div>
  );
}

interface ReplaceProps {
  readonly editor: Editor;
  readonly hits: readonly Hit[];
  readonly text: string;
  readonly matchesCase: boolean;
}

function Replace({ editor, hits, text, matchesCase }: ReplaceProps) {
  const [replacement, setReplacement] = useState('');
  const values = text === '' ? [] : hits.filter(({ isValue }) => isValue);
  const replace = () => {
    if (values.length === 0) return;
    const widgets = [...new Set(values.flatMap((hit) => (hit.part === 'note' ? [] : [hit.widget])))];
    const edited = editor.do({ do: 'replace', find: text, with: replacement, matchesCase, widgets });
    if (edited === undefined) return;
    const { references = 0, widgets: changed = 0 } = edited.counts ?? {};
    showToast({
      text: t.find.replaced(references, changed),
      action: { label: t.canvas.undo, run: () => editor.undo() },
    });
  };
  return (
    <>
      <TextInput
        className={classes.field}
        aria-label={t.find.with}
        placeholder={t.find.with}
        value={replacement}
        onChange={({ currentTarget }) => setReplacement(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') replace();
        }}
      />
      <Tooltip label={t.find.filtersFirst} disabled={text !== ''}>
        <Button variant="default" disabled={values.length === 0} onClick={replace}>
          {t.find.replace(values.length)}
        </Button>
      </Tooltip>
    </>
  );
}

/** Brings a hit into view; the keys stay where they are. */
function show(editor: Editor, hit: Hit): void {
  if (hit.part === 'note') {
    const note = notesOf(editor.state.get().editing.document).find(({ id }) => id === hit.note);
    if (note) editor.canvas?.showBox(note);
    return;
  }
  editor.jump(hit.widget);
  const tab = hit.part === 'transition' ? 'transitions' : 'config';
  shownPlace(editor).set({ tab, widget: hit.widget });
}
