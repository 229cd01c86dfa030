/** Places that both sides changed: what stood there, what each wrote, and what is to stand there (console §7.7). */
import { Radio, Textarea } from '@mantine/core';
import { useState } from 'react';
import { type Json, parseJson } from '../../../../engine/json.ts';
import { FormDialog } from '../../../app/form-dialog.tsx';
import { t } from '../../../app/texts.ts';
import { definitionIn } from '../../../compare/definition.ts';
import type { Choice, Conflict as Contested } from '../../../compare/merge.ts';
import { wordDiff } from '../../../compare/word-diff.ts';
import { readFlowView } from '../../../graph/flow-view.ts';
import { compareTexts } from '../../../texts/compare.ts';
import { outletLabel } from '../../../texts/outlets.ts';
import { propertyTitle } from '../../../widget-words.ts';
import { WordDiff } from '../../compare/word-diff.tsx';
import classes from './merge-dialog.module.css';
import type { Conflict, Others } from './use-others.ts';

interface Props {
  readonly others: Others;
  readonly conflict: Conflict;
  readonly onClose: () => void;
}

export function MergeDialog({ others, conflict, onClose }: Props) {
  // As both sides are now: nothing is edited while the dialog has the page.
  const [merge] = useState(() => others.read(conflict));
  const [choices, setChoices] = useState<ReadonlyMap<string, Choice>>(new Map());
  const merged = merge?.resolve(choices);
  return (
    <FormDialog
      title={t.merging.dialog.title}
      submit={t.merging.dialog.submit}
      size={760}
      isDisabled={merged === undefined}
      onClose={onClose}
      onSubmit={async () => {
        if (merged === undefined) return;
        onClose();
        await others.save(conflict, merged);
      }}
    >
      <p>{t.merging.dialog.help(merge?.conflicts.length ?? 0)}</p>
      {merge?.conflicts.map((each) => (
        <Place
          key={each.id}
          contested={each}
          name={nameOf(each, typeOf(each.widget, conflict))}
          choice={choices.get(each.id)}
          onChoose={(choice) => {
            const next = new Map(choices);
            if (choice === undefined) next.delete(each.id);
            else next.set(each.id, choice);
            setChoices(next);
          }}
        />
      ))}
    </FormDialog>
  );
}

interface PlaceProps {
  readonly contested: Contested;
  readonly name: string;
  readonly choice: Choice | undefined;
  readonly onChoose: (choice: Choice | undefined) => void;
}

const sides = ['base', 'theirs', 'yours'] as const;

function Place({ contested, name, choice, onChoose }: PlaceProps) {
  const [isEditing, setEditing] = useState(false);
  const [text, setText] = useState(() => written(contested.yours));
  const isText = sides.every((side) => contested[side] === undefined || typeof contested[side] === 'string');
  const value = isText ? text : parseJson(text);
  const write = (next: string) => {
    setText(next);
    const edit = isText ? next : parseJson(next);
    onChoose(edit === undefined ? undefined : { edit });
  };
  return (
    <Radio.Group
      label={name}
      description={compareTexts.conflicts[contested.reason]}
      value={isEditing ? 'edit' : choice && 'take' in choice ? choice.take : null}
      onChange={(chosen) => {
        const side = sides.find((each) => each === chosen);
        setEditing(side === undefined);
        if (side === undefined) write(text);
        else onChoose({ take: side });
      }}
      className={classes.place}
    >
      {sides.map((side) => (
        <div key={side} className={classes.side}>
          <Radio value={side} label={t.merging.dialog.sides[side]} />
          <Value value={contested[side]} base={contested.base} />
        </div>
      ))}
      <div className={classes.side}>
        <Radio value="edit" label={t.merging.dialog.edit} />
        {isEditing && (
          <Textarea
            aria-label={t.merging.dialog.editLabel(name)}
            value={text}
            onChange={({ currentTarget }) => write(currentTarget.value)}
            error={value === undefined ? t.merging.dialog.noJson : undefined}
            autosize
            minRows={2}
            maxRows={8}
            classNames={isText ? {} : { input: 'mono' }}
          />
        )}
      </div>
    </Radio.Group>
  );
}

function Value({ value, base }: { readonly value: Json | undefined; readonly base: Json | undefined }) {
  if (value === undefined) return <span className="muted">{t.merging.dialog.nothing}</span>;
  if (typeof value === 'string') {
    return <WordDiff parts={typeof base === 'string' ? wordDiff(base, value) : [{ kind: 'same', text: value }]} />;
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by key
    <pre className={`mono ${classes.json}`} tabIndex={0}>
      {written(value)}
    </pre>
  );
}

function written(value: Json | undefined): string {
  return typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value, null, 2);
}

/** `ask_day · Message body`. */
function nameOf({ widget, path }: Contested, type: string): string {
  if (path[0] === 'flow') return t.merging.dialog.place(t.merging.dialog.flow, path.slice(1).join('.'));
  const [, id, kind, part, key] = path;
  return t.merging.dialog.place(widget ?? id, partName(type, kind, part, key));
}

function partName(type: string, kind: string | undefined, part: string | undefined, key: string | undefined): string {
  if (kind === undefined) return t.merging.dialog.whole;
  if (kind === 'name') return t.merging.dialog.name;
  if (part === 'properties' && key !== undefined) return propertyTitle(type, key);
  // A transition goes by its event, one with conditions by what they say as well.
  if (part === 'transitions' && key !== undefined) return outletLabel(type, key.split(/[ \0]/, 1)[0] ?? key);
  return part ?? kind;
}

/** Of a widget by the name that it had on one of the sides. */
function typeOf(widget: string | undefined, { common, theirs }: Conflict): string {
  const states = [common, theirs.definition].flatMap((text) => readFlowView(definitionIn(text)).states);
  return states.find(({ name }) => name === widget)?.type ?? '';
}
