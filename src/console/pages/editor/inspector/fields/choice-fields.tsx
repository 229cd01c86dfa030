/** Switches and lists to choose from; where Liquid may stand, a template can take their place. */
import { NativeSelect, Switch } from '@mantine/core';
import { useState } from 'react';
import { toBoolean } from '../../../../../engine/fields.ts';
import { t } from '../../../../app/texts.ts';
import { isUnset, placeholderOf } from '../../../../forms/form.ts';
import { useWidgetScope } from '../widget-scope.ts';
import classes from './field.module.css';
import { FieldFrame } from './field-frame.tsx';
import { asText, type FieldProps, hasLiquid } from './field-props.ts';
import { LiquidText } from './liquid-field.tsx';

export function SwitchField(props: FieldProps) {
  const { field, value, problems } = props;
  const scope = useWidgetScope();
  const isText = field.kind === 'text-switch';
  const [isTemplate, setTemplate] = useState(isText && !isUnset(value) && !/^(true|false)$/.test(asText(value)));
  if (isText && (isTemplate || hasLiquid(asText(value)))) {
    return <TemplateField {...props} onLeave={() => setTemplate(false)} />;
  }
  return (
    <FieldFrame
      name={field.key}
      title={field.title}
      help={field.help}
      isRequired={field.isRequired}
      problems={problems}
      hasControl
      action={
        isUnset(value) ? (
          isText && <Action text={t.inspector.byVariable} onClick={() => setTemplate(true)} />
        ) : field.isRequired ? null : (
          <Action
            text={placeholderOf(field) ?? t.inspector.notSet}
            label={t.inspector.takeDefault(field.title)}
            onClick={() => {
              scope.clear([field.key]);
              scope.leave();
            }}
          />
        )
      }
    >
      {({ control, label, describedBy }) => (
        <Switch
          id={control}
          aria-labelledby={label}
          aria-describedby={describedBy}
          checked={toBoolean(value, toBoolean(field.default, false))}
          onChange={({ currentTarget: { checked } }) => {
            scope.set([field.key], isText ? String(checked) : checked);
            scope.leave();
          }}
        />
      )}
    </FieldFrame>
  );
}

export function SelectField(props: FieldProps) {
  const { field, value, problems } = props;
  const scope = useWidgetScope();
  const text = asText(value);
  const [isTemplate, setTemplate] = useState(false);
  if (field.isLiquid && (isTemplate || hasLiquid(text))) {
    return <TemplateField {...props} onLeave={() => setTemplate(false)} />;
  }
  const isOther = text !== '' && !field.choices.includes(text);
  return (
    <FieldFrame
      name={field.key}
      title={field.title}
      help={field.help}
      isRequired={field.isRequired}
      problems={problems}
      hasControl
      action={field.isLiquid && <Action text={t.inspector.byVariable} onClick={() => setTemplate(true)} />}
    >
      {({ control, describedBy, isInvalid }) => (
        <NativeSelect
          id={control}
          value={text}
          error={isInvalid}
          required={field.isRequired}
          aria-describedby={describedBy}
          data={[
            { value: '', label: placeholderOf(field) ?? t.inspector.notSet },
            ...field.choices.map((choice) => ({ value: choice, label: choice })),
            ...(isOther ? [{ value: text, label: t.inspector.notInList(text) }] : []),
          ]}
          onChange={({ currentTarget }) => {
            scope.write([field.key], currentTarget.value);
            scope.leave();
          }}
        />
      )}
    </FieldFrame>
  );
}

function TemplateField({ field, value, problems, onLeave }: FieldProps & { readonly onLeave: () => void }) {
  const scope = useWidgetScope();
  return (
    <FieldFrame
      name={field.key}
      title={field.title}
      help={field.help}
      isRequired={field.isRequired}
      problems={problems}
      action={
        <Action
          text={t.inspector.byList}
          onClick={() => {
            if (hasLiquid(asText(value))) scope.clear([field.key]);
            scope.leave();
            onLeave();
          }}
        />
      }
    >
      {({ label, describedBy, isInvalid }) => (
        <LiquidText
          value={asText(value)}
          lines={1}
          labelledBy={label}
          describedBy={describedBy}
          isInvalid={isInvalid}
          onChange={(text) => scope.write([field.key], text)}
          onBlur={() => scope.leave()}
        />
      )}
    </FieldFrame>
  );
}

interface ActionProps {
  readonly text: string;
  readonly label?: string;
  readonly onClick: () => void;
}

function Action({ text, label, onClick }: ActionProps) {
  return (
    <button type="button" className={classes.link} aria-label={label} title={label} onClick={onClick}>
      {text}
    </button>
  );
}
