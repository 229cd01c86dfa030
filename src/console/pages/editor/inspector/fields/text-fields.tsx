/** Fields of one line: text as it stands, whole numbers, numbers and durations as text. */
import { NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { t } from '../../../../app/texts.ts';
import { amountIn, secondsText, type Unit, unitOf, units } from '../../../../forms/duration.ts';
import { placeholderOf } from '../../../../forms/form.ts';
import type { FlowProblem } from '../../../../problems/problem.ts';
import { useWidgetScope } from '../widget-scope.ts';
import classes from './field.module.css';
import { FieldFrame } from './field-frame.tsx';
import { asText, type FieldProps, hasLiquid } from './field-props.ts';
import { LiquidText } from './liquid-field.tsx';
import { useDraft } from './use-draft.ts';

export function TextField({ field, value, problems }: FieldProps) {
  const scope = useWidgetScope();
  const text = asText(value);
  return (
    <FieldFrame
      name={field.key}
      title={field.title}
      help={hasLiquid(text) ? t.inspector.notReplaced : field.help}
      isRequired={field.isRequired}
      problems={problems}
      hasControl
    >
      {({ control, describedBy, isInvalid }) => (
        <TextInput
          id={control}
          value={text}
          placeholder={placeholderOf(field)}
          required={field.isRequired}
          error={isInvalid}
          aria-describedby={describedBy}
          spellCheck={false}
          onChange={({ currentTarget }) => scope.write([field.key], currentTarget.value)}
          onBlur={() => scope.leave()}
        />
      )}
    </FieldFrame>
  );
}

export function IntegerField({ field, value, problems }: FieldProps) {
  const scope = useWidgetScope();
  const [shown, keep] = useDraft(asText(value));
  const fault = wholeNumberFault(shown, field);
  const isWritten = typeof value === 'number' || value === undefined || value === null || value === '';
  return (
    <FieldFrame
      name={field.key}
      title={field.title}
      help={field.help}
      isRequired={field.isRequired}
      problems={problems}
      // What the file has of another type is told as a problem, not as a slip of the typing.
      fault={isWritten || shown !== asText(value) ? fault : undefined}
      hasControl
    >
      {({ control, describedBy, isInvalid }) => (
        <TextInput
          id={control}
          inputMode="numeric"
          role="spinbutton"
          aria-valuenow={/^-?\d+$/.test(shown) ? Number(shown) : undefined}
          aria-valuemin={field.minimum}
          aria-valuemax={field.maximum}
          value={shown}
          placeholder={placeholderOf(field)}
          required={field.isRequired}
          error={isInvalid}
          aria-describedby={describedBy}
          onChange={({ currentTarget }) => change(currentTarget.value)}
          onKeyDown={(event) => {
            const step = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
            if (step === 0 || event.altKey) return;
            event.preventDefault();
            const from = /^-?\d+$/.test(shown) ? Number(shown) : Number(field.default ?? 0);
            change(String(Math.max(field.minimum ?? from + step, Math.min(field.maximum ?? from + step, from + step))));
          }}
          onBlur={() => scope.leave()}
        />
      )}
    </FieldFrame>
  );

  function change(text: string): void {
    const trimmed = text.trim();
    if (trimmed === '') {
      keep(text, '');
      scope.clear([field.key]);
    } else if (/^-?\d{1,15}$/.test(trimmed)) {
      keep(text, String(Number(trimmed)));
      scope.set([field.key], Number(trimmed));
    } else {
      keep(text, asText(value));
    }
  }
}

function wholeNumberFault(
  text: string,
  { minimum, maximum }: { readonly minimum: number | undefined; readonly maximum: number | undefined },
): string | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  if (hasLiquid(trimmed)) return t.inspector.notANumber;
  if (!/^-?\d{1,15}$/.test(trimmed)) return t.inspector.notWhole;
  if (minimum !== undefined && Number(trimmed) < minimum) return t.inspector.atLeast(minimum);
  if (maximum !== undefined && Number(trimmed) > maximum) return t.inspector.atMost(maximum);
  return undefined;
}

/** Seconds written as text, in the unit that people think in. */
export function DurationField({ field, value, problems }: FieldProps) {
  const scope = useWidgetScope();
  const text = asText(value);
  const [chosen, setUnit] = useState<Unit>(() => unitOf(text === '' ? asText(field.default) : text));
  // Undo may bring back what is no whole number of this unit.
  const unit = text === '' || amountIn(text, chosen) !== undefined ? chosen : 's';
  const amount = text === '' ? '' : (amountIn(text, unit) ?? text);
  const standard = amountIn(asText(field.default), unit) ?? asText(field.default);
  return (
    <FieldFrame
      name={field.key}
      title={field.title}
      help={field.help}
      isRequired={field.isRequired}
      problems={problems}
    >
      {({ label, describedBy, isInvalid }) => (
        <div className={classes.line}>
          <div className={classes.grow}>
            <LiquidText
              value={amount}
              lines={1}
              labelledBy={label}
              describedBy={describedBy}
              isInvalid={isInvalid}
              placeholder={placeholderOf({ default: standard === '' ? undefined : standard })}
              onChange={(next) => scope.write([field.key], secondsText(next, unit))}
              onBlur={() => scope.leave()}
            />
          </div>
          {!hasLiquid(text) && (
            <NativeSelect
              className={classes.unit ?? ''}
              aria-label={t.inspector.unit(field.title)}
              data={units.map((each) => ({ value: each, label: t.inspector.units[each] }))}
              value={unit}
              onChange={({ currentTarget }) => {
                const next = units.find((each) => each === currentTarget.value) ?? 's';
                setUnit(next);
                if (amount !== '') scope.set([field.key], secondsText(amount, next));
              }}
            />
          )}
        </div>
      )}
    </FieldFrame>
  );
}

/** Liquid text, and what looks like it: media, JSON, numbers as text. */
export function LiquidField({ field, value, problems }: FieldProps) {
  const scope = useWidgetScope();
  const told = problems.filter(({ id }) => id !== 'bad-json');
  const isMessage = field.key === 'body' && field.kind === 'liquid' && field.lines > 1;
  return (
    <FieldFrame name={field.key} title={field.title} help={field.help} isRequired={field.isRequired} problems={told}>
      {({ label, describedBy, isInvalid }) => (
        <LiquidText
          value={asText(value)}
          lines={field.lines > 1 || field.kind === 'json' ? Math.max(3, field.lines) : 1}
          language={field.kind === 'json' ? 'json' : 'liquid'}
          labelledBy={label}
          describedBy={describedBy}
          isRequired={field.isRequired}
          isInvalid={isInvalid}
          isMessage={isMessage}
          isFaultTold={told.some(({ id }) => liquidFaults.has(id))}
          most={isMessage ? mostOfMessage : undefined}
          placeholder={placeholderOf(field)}
          onChange={(text) => scope.write([field.key], text)}
          onBlur={() => scope.leave()}
        />
      )}
    </FieldFrame>
  );
}

/** Problems that say why a template cannot be rendered. */
const liquidFaults: ReadonlySet<FlowProblem['id']> = new Set<FlowProblem['id']>([
  'liquid-error',
  'unknown-filter',
  'unknown-tag',
]);

/** Longest body of a message. Source: limits-and-errors §1. */
const mostOfMessage = 1600;

/** A list of texts, each on a line of its own. */
export function ListField({ field, value, problems }: FieldProps) {
  const scope = useWidgetScope();
  const written = Array.isArray(value) ? value.map(asText).join('\n') : asText(value);
  const [shown, keep] = useDraft(written);
  return (
    <FieldFrame
      name={field.key}
      title={field.title}
      help={[field.help, t.inspector.oneEach].filter((each) => each !== undefined).join('. ')}
      isRequired={field.isRequired}
      problems={problems}
      hasControl
    >
      {({ control, describedBy, isInvalid }) => (
        <Textarea
          id={control}
          autosize
          minRows={2}
          maxRows={8}
          value={shown}
          error={isInvalid}
          aria-describedby={describedBy}
          spellCheck={false}
          onChange={({ currentTarget }) => {
            const texts = currentTarget.value.split('\n').filter((line) => line.trim() !== '');
            keep(currentTarget.value, texts.join('\n'));
            if (texts.length === 0) scope.clear([field.key]);
            else scope.set([field.key], texts);
          }}
          onBlur={() => scope.leave()}
        />
      )}
    </FieldFrame>
  );
}
