/** The form of a widget. Only the field that is typed in is drawn anew. */
import { ActionIcon, Radio } from '@mantine/core';
import { Fragment, memo, useMemo, useRef, useState } from 'react';
import { type Json, own } from '../../../../engine/json.ts';
import { t } from '../../../app/texts.ts';
import type { StateView } from '../../../document/index.ts';
import {
  chosenOption,
  type Field,
  type Form,
  formOf,
  hiddenKeys,
  isUnset,
  otherProperties,
} from '../../../forms/form.ts';
import type { Alternatives } from '../../../forms/hints.ts';
import type { FlowProblem } from '../../../problems/problem.ts';
import { formTexts } from '../../../texts/forms.ts';
import { Icon } from '../../../theme/icons.tsx';
import fieldClasses from './fields/field.module.css';
import { FieldEditor } from './fields/field-editor.tsx';
import { JsonValue } from './fields/value-field.tsx';
import classes from './inspector.module.css';
import { SampleBar } from './sample-bar.tsx';
import { TryIt } from './try-it/try-it.tsx';
import { unannounced } from './use-editor-value.ts';
import { useWidgetScope } from './widget-scope.ts';

interface Props {
  readonly state: StateView;
  /** Of this widget. */
  readonly problems: readonly FlowProblem[];
}

const none: readonly FlowProblem[] = [];

export function Config({ state, problems }: Props) {
  const { widget, properties } = state;
  const byKey = useMemo(() => problemsByKey(problems), [problems]);
  const others = otherProperties(widget, properties);
  return (
    <>
      {widget === undefined && <p className={classes.note}>{t.inspector.notRunnable}</p>}
      {widget && <Fields form={formOf(widget)} state={state} problems={byKey} />}
      <TryIt state={state} />
      {others.length > 0 && (
        <section className={classes.section} aria-label={t.inspector.other}>
          <h3 className={classes.title}>{t.inspector.other}</h3>
          {widget && <p className={`muted ${classes.small}`}>{t.inspector.otherHelp}</p>}
          {others.map((key) => (
            <OtherProperty key={key} name={key} value={own(properties, key)} />
          ))}
        </section>
      )}
    </>
  );
}

interface FieldsProps {
  readonly form: Form;
  readonly state: StateView;
  readonly problems: ReadonlyMap<string, readonly FlowProblem[]>;
}

function Fields({ form, state, problems }: FieldsProps) {
  const { properties } = state;
  const { alternatives } = form;
  const [preferred, setPreferred] = useState<string>();
  const chosen = alternatives && (preferred ?? chosenOption(alternatives, properties));
  const hidden = alternatives && chosen !== undefined ? hiddenKeys(alternatives, chosen, properties) : undefined;
  const shown = form.fields.filter(({ key }) => !hidden?.has(key));
  const advanced = shown.filter(({ isAdvanced }) => isAdvanced);
  // As it was when the widget was selected: a group does not close under the hands.
  const [isOpen] = useState(() => advanced.some(({ key }) => !isUnset(own(properties, key))));
  const first =
    alternatives && form.fields.find(({ key }) => alternatives.options.some(({ keys }) => keys.includes(key)));
  const editorOf = (field: Field) => (
    <FieldEditor
      key={field.key}
      field={asJsonBody(field, state)}
      value={own(properties, field.key)}
      problems={problems.get(field.key) ?? none}
    />
  );
  if (form.fields.length === 0) return <p className={`muted ${classes.note}`}>{t.inspector.noFields}</p>;
  return (
    <>
      {form.fields.some(({ isLiquid, kind }) => isLiquid || kind === 'table' || kind === 'variables') && <SampleBar />}
      {form.fields.map((field) => (
        <Fragment key={field.key}>
          {alternatives && field === first && chosen !== undefined && (
            <Choice alternatives={alternatives} chosen={chosen} properties={properties} onChoose={setPreferred} />
          )}
          {shown.includes(field) && !field.isAdvanced && editorOf(field)}
        </Fragment>
      ))}
      {advanced.length > 0 && (
        <details className={classes.section} open={isOpen}>
          <summary className={classes.summary}>{t.inspector.advanced(advanced.length)}</summary>
          {advanced.map(editorOf)}
        </details>
      )}
    </>
  );
}

const jsonBodies = new WeakMap<Field, Field>();

/** The body of a request is JSON where the request says so. */
function asJsonBody(field: Field, { type, properties }: StateView): Field {
  if (type !== 'make-http-request' || field.key !== 'body') return field;
  if (!/json/i.test(String(own(properties, 'content_type') ?? ''))) return field;
  const known = jsonBodies.get(field) ?? { ...field, kind: 'json' as const };
  jsonBodies.set(field, known);
  return known;
}

interface ChoiceProps {
  readonly alternatives: Alternatives;
  readonly chosen: string;
  readonly properties: StateView['properties'];
  readonly onChoose: (key: string) => void;
}

/** Which one of several properties is used. What another one held comes back when it is chosen again. */
function Choice({ alternatives, chosen, properties, onChoose }: ChoiceProps) {
  const scope = useWidgetScope();
  const kept = useRef(new Map<string, Json>());
  const texts: { readonly [key: string]: string } = formTexts.oneOf[alternatives.name];
  const choose = (key: string) => {
    const option = alternatives.options.find((each) => each.key === key);
    if (option === undefined || key === chosen) return;
    const cleared = alternatives.options
      .flatMap(({ keys }) => keys)
      .filter((each) => !option.keys.includes(each) && !isUnset(own(properties, each)));
    for (const each of cleared) kept.current.set(each, own(properties, each) ?? null);
    const { chosenBy } = alternatives;
    scope.editor.do(
      {
        do: 'all',
        name: texts.title ?? '',
        edits: [
          ...(chosenBy === undefined || option.value === undefined
            ? []
            : [{ do: 'setProperty', widget: scope.id, path: [chosenBy], value: option.value } as const]),
          ...cleared.map((each) => ({ do: 'clearProperty', widget: scope.id, path: [each] }) as const),
          ...option.keys.flatMap((each) => {
            const value = kept.current.get(each);
            return value === undefined ? [] : [{ do: 'setProperty', widget: scope.id, path: [each], value } as const];
          }),
        ],
      },
      unannounced,
    );
    onChoose(key);
  };
  return (
    <Radio.Group className={fieldClasses.field ?? ''} label={texts.title} value={chosen} onChange={choose}>
      <div className={classes.radios}>
        {alternatives.options.map(({ key }) => (
          <Radio key={key} value={key} label={texts[key]} />
        ))}
      </div>
    </Radio.Group>
  );
}

const OtherProperty = memo(function OtherProperty({
  name,
  value,
}: {
  readonly name: string;
  readonly value: Json | undefined;
}) {
  const scope = useWidgetScope();
  return (
    <div className={fieldClasses.field} data-field={name}>
      <div className={fieldClasses.head}>
        <span className="mono">{name}</span>
        <ActionIcon
          size={24}
          aria-label={t.inspector.removeProperty(name)}
          onClick={() => {
            scope.clear([name]);
            scope.leave();
          }}
        >
          <Icon name="close" size={14} />
        </ActionIcon>
      </div>
      <JsonValue path={[name]} value={value} label={name} />
    </div>
  );
});

/** What concerns a property stands under its field. */
function problemsByKey(problems: readonly FlowProblem[]): ReadonlyMap<string, readonly FlowProblem[]> {
  const found = new Map<string, FlowProblem[]>();
  for (const problem of problems) {
    const [, , part, key] = problem.path;
    if (part !== 'properties' || key === undefined) continue;
    found.set(String(key), [...(found.get(String(key)) ?? []), problem]);
  }
  return found;
}
