/** The conditions of a split, in the order in which they are tried, and a value to try them with. */
import { ActionIcon, Button, NativeSelect, TextInput, VisuallyHidden } from '@mantine/core';
import { useRef, useState } from 'react';
import { findPredicate, predicates } from '../../../../engine/predicates/index.ts';
import { t } from '../../../app/texts.ts';
import type { ConditionView, StateView, TransitionView } from '../../../document/index.ts';
import type { PlacedOutlet } from '../../../graph/card.ts';
import { type TestedSplit, testSplit } from '../../../liquid/condition-test.ts';
import type { FlowProblem } from '../../../problems/problem.ts';
import { Icon } from '../../../theme/icons.tsx';
import { propertyTitle } from '../../../widget-words.ts';
import fieldClasses from './fields/field.module.css';
import { FieldFrame, Said } from './fields/field-frame.tsx';
import { asText } from './fields/field-props.ts';
import { LiquidText } from './fields/liquid-field.tsx';
import { type RowMoves, useRowMoves } from './fields/use-row-moves.ts';
import classes from './inspector.module.css';
import { SampleBar } from './sample-bar.tsx';
import { sampleChoiceOf } from './samples.ts';
import { TargetButton } from './target-button.tsx';
import { unannounced } from './use-editor-value.ts';
import { useWidgetScope } from './widget-scope.ts';

interface Props {
  readonly state: StateView;
  /** Of the conditions, in the order of the file. */
  readonly outlets: readonly PlacedOutlet[];
  /** Of the whole widget. */
  readonly problems: readonly FlowProblem[];
}

export function Conditions({ state, outlets, problems }: Props) {
  const scope = useWidgetScope();
  const list = useRef<HTMLOListElement>(null);
  const [value, setValue] = useState<string>();
  const tested =
    value === undefined ? undefined : testSplit(state, value, sampleChoiceOf(scope.editor).context(), Date.now());
  const rows = outlets.flatMap((outlet) => {
    const transition = state.transitions.find(({ index }) => index === outlet.transition);
    return transition === undefined ? [] : [{ outlet, transition }];
  });
  const moves = useRowMoves(list, (from, to) => {
    const [moved, place] = [rows[from]?.transition.index, rows[to]?.transition.index];
    if (moved === undefined || place === undefined) return;
    const says = () => t.inspector.conditions.moved(to + 1);
    scope.editor.do({ do: 'moveTransition', widget: scope.id, transition: moved, to: place }, says);
  });
  return (
    <>
      <SampleBar />
      <FieldFrame
        name="input"
        title={propertyTitle(state.type, 'input')}
        isRequired
        problems={problems.filter(({ path }) => path[2] === 'properties' && path[3] === 'input')}
      >
        {({ label, describedBy, isInvalid }) => (
          <LiquidText
            value={asText(state.properties.input)}
            lines={1}
            labelledBy={label}
            describedBy={describedBy}
            isRequired
            isInvalid={isInvalid}
            onChange={(input) => scope.editor.do({ do: 'setInput', widget: scope.id, input }, unannounced)}
            onBlur={() => scope.leave()}
          />
        )}
      </FieldFrame>
      <div className={classes.test}>
        <TextInput
          label={t.inspector.conditions.test}
          description={t.inspector.conditions.testHelp}
          value={value ?? ''}
          spellCheck={false}
          onChange={({ currentTarget }) => setValue(currentTarget.value)}
        />
        {tested && (
          <p className={classes.taken} role="status">
            {takes(tested, rows)}
          </p>
        )}
      </div>
      <h3 className={classes.title}>{t.inspector.conditions.title}</h3>
      <p className={`muted ${classes.small}`}>
        {rows.length === 0 ? t.inspector.conditions.none : t.inspector.conditions.help}
      </p>
      <ol ref={list} className={classes.conditions}>
        {rows.map(({ outlet, transition }, at) => (
          <ConditionRow
            key={transition.index}
            at={at}
            count={rows.length}
            outlet={outlet}
            transition={transition}
            input={state.properties.input}
            tested={tested}
            problems={problems.filter(({ path }) => path[2] === 'transitions' && path[3] === transition.index)}
            moves={moves}
          />
        ))}
      </ol>
      <Button
        variant="default"
        onClick={() => {
          scope.editor.do({ do: 'addCondition', widget: scope.id, type: 'equal_to' });
          moves.focusRow(rows.length);
        }}
      >
        {t.inspector.conditions.add}
      </Button>
    </>
  );
}

interface Row {
  readonly outlet: PlacedOutlet;
  readonly transition: TransitionView;
}

function takes({ taken }: TestedSplit, rows: readonly Row[]): string {
  const at = rows.findIndex(({ transition }) => transition.index === taken);
  const what =
    at === -1 ? t.inspector.conditions.noMatch : `${t.inspector.conditions.number(at + 1)}, ${rows[at]?.outlet.label}`;
  return t.inspector.conditions.takes(what);
}

interface RowProps extends Row {
  readonly at: number;
  readonly count: number;
  readonly input: StateView['properties'][string] | undefined;
  readonly tested: TestedSplit | undefined;
  readonly problems: readonly FlowProblem[];
  readonly moves: RowMoves;
}

function ConditionRow({ at, count, outlet, transition, input, tested, problems, moves }: RowProps) {
  const { editor, id } = useWidgetScope();
  const place = at + 1;
  const verdict = tested && verdictOf(tested, transition.index);
  return (
    <li className={fieldClasses.row} data-verdict={verdict} {...moves.rowProps(at, count)}>
      <button type="button" className={fieldClasses.handle} {...moves.handleProps(at)}>
        <VisuallyHidden>{t.inspector.conditions.move(place)}</VisuallyHidden>
        <Icon name="grip" size={14} />
      </button>
      <div className={fieldClasses.rowFields}>
        {transition.conditions.map((condition, each) => (
          <ConditionFields
            // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no names but their places
            key={each}
            at={at}
            each={each}
            condition={condition}
            transition={transition}
            input={input}
            problem={tested?.verdicts.get(transition.index)?.[each]?.problem}
          />
        ))}
        <button
          type="button"
          className={`${fieldClasses.link} ${classes.addAnd}`}
          aria-label={t.inspector.conditions.addAnd(place)}
          onClick={() =>
            editor.do({ do: 'addAndCondition', widget: id, transition: transition.index, type: 'equal_to' })
          }
        >
          {t.inspector.conditions.addAndShort}
        </button>
        <TargetButton outlet={outlet} />
        {verdict !== undefined && (
          <p className={classes.verdict} data-verdict={verdict}>
            <Icon name={verdict === 'fails' ? 'close' : 'check'} size={14} />
            {t.inspector.conditions[verdict]}
          </p>
        )}
        {problems.map(({ id: problem, severity, message }) => (
          <Said key={problem + message} severity={severity} text={message} />
        ))}
      </div>
      <ActionIcon
        aria-label={t.inspector.conditions.remove(place)}
        onClick={() => editor.do({ do: 'removeTransition', widget: id, transition: transition.index })}
      >
        <Icon name="close" size={14} />
      </ActionIcon>
    </li>
  );
}

function verdictOf({ taken, verdicts }: TestedSplit, index: number): 'taken' | 'fits' | 'fails' {
  if (taken === index) return 'taken';
  return verdicts.get(index)?.every(({ isMatch }) => isMatch) ? 'fits' : 'fails';
}

interface FieldsProps {
  readonly at: number;
  readonly each: number;
  readonly condition: ConditionView;
  readonly transition: TransitionView;
  readonly input: StateView['properties'][string] | undefined;
  /** Why it counts as false in the test. */
  readonly problem: string | undefined;
}

function ConditionFields({ at, each, condition, transition, input, problem }: FieldsProps) {
  const scope = useWidgetScope();
  const place = at + 1;
  const change = (to: { type?: string; value?: string; friendlyName?: string; argument?: string }) =>
    scope.editor.do(
      { do: 'changeCondition', widget: scope.id, transition: transition.index, condition: each, ...to },
      unannounced,
    );
  const isKnown = findPredicate(condition.type) !== undefined;
  const differs = condition.argument !== undefined && condition.argument !== input;
  return (
    <>
      {each > 0 && (
        <div className={fieldClasses.line}>
          <span className={`muted ${fieldClasses.grow}`}>{t.inspector.conditions.and}</span>
          <ActionIcon
            size={24}
            aria-label={t.inspector.conditions.remove(place)}
            onClick={() =>
              scope.editor.do({
                do: 'removeCondition',
                widget: scope.id,
                transition: transition.index,
                condition: each,
              })
            }
          >
            <Icon name="close" size={14} />
          </ActionIcon>
        </div>
      )}
      {differs && (
        <div>
          <p className={`muted ${classes.small}`}>{t.inspector.conditions.argumentDiffers}</p>
          <LiquidText
            value={asText(condition.argument)}
            lines={1}
            label={t.inspector.conditions.argument(place)}
            onChange={(argument) => change({ argument })}
            onBlur={() => scope.leave()}
          />
        </div>
      )}
      <NativeSelect
        aria-label={t.inspector.conditions.predicate(place)}
        value={condition.type}
        data={[
          ...predicates.map(({ type, title }) => ({ value: type, label: title })),
          ...(isKnown ? [] : [{ value: condition.type, label: t.inspector.notInList(condition.type) }]),
        ]}
        onChange={({ currentTarget }) => {
          change({ type: currentTarget.value });
          scope.leave();
        }}
      />
      {findPredicate(condition.type)?.usesValue !== false && (
        <LiquidText
          value={asText(condition.value)}
          lines={1}
          label={t.inspector.conditions.value(place)}
          onChange={(value) => change({ value })}
          onBlur={() => scope.leave()}
        />
      )}
      {problem !== undefined && <Said severity="warning" text={t.inspector.conditions.countsAsFalse(problem)} />}
      <TextInput
        aria-label={t.inspector.conditions.name(place)}
        placeholder={t.inspector.conditions.nameShort}
        size="xs"
        value={condition.friendlyName ?? ''}
        spellCheck={false}
        onChange={({ currentTarget }) => change({ friendlyName: currentTarget.value })}
        onBlur={() => scope.leave()}
      />
    </>
  );
}
