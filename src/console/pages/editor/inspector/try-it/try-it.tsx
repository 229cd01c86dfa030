/** The request of a widget, made once and for real, with values of the sample (console §5, Try it). */
import { Button, Modal, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useRef, useState } from 'react';
import { isJsonObject, type Json, type JsonObject, objectOf, own } from '../../../../../engine/json.ts';
import { studioSettings } from '../../../../../engine/settings.ts';
import type { OutsideRequest } from '../../../../../engine/widget.ts';
import { type Tried, tryRequest } from '../../../../api/outside.ts';
import { tellFailure } from '../../../../app/failure.ts';
import { t } from '../../../../app/texts.ts';
import type { StateView } from '../../../../document/index.ts';
import { type Field, formOf } from '../../../../forms/form.ts';
import fieldClasses from '../fields/field.module.css';
import { Said } from '../fields/field-frame.tsx';
import { asText } from '../fields/field-props.ts';
import { sampleChoiceOf } from '../samples.ts';
import { useWidgetScope } from '../widget-scope.ts';
import { renderedProperties } from './rendered.ts';
import { TriedView } from './tried-view.tsx';
import classes from './try-it.module.css';

export function TryIt({ state }: { readonly state: StateView }) {
  const [isOpen, setOpen] = useState(false);
  const outside = state.widget?.outsideRequest;
  if (outside === undefined) return null;
  return (
    <>
      <Button variant="default" onClick={() => setOpen(true)}>
        {t.inspector.tryIt.open}
      </Button>
      {isOpen && <TryDialog state={state} outside={outside} onClose={() => setOpen(false)} />}
    </>
  );
}

/** Hosts that were called since the page was opened. */
const called = new Set<string>();

interface DialogProps {
  readonly state: StateView;
  readonly outside: OutsideRequest;
  readonly onClose: () => void;
}

function TryDialog({ state, outside, onClose }: DialogProps) {
  const { editor } = useWidgetScope();
  const choice = sampleChoiceOf(editor);
  const [values, setValues] = useState(() => renderedProperties(state.properties, choice.context(), Date.now()));
  const [tried, setTried] = useState<Tried>();
  const [isBusy, setBusy] = useState(false);
  const request = useRef<AbortController>(undefined);
  const composed = outside.compose({ properties: values, render: asText, settings: studioSettings });
  const origin = 'fault' in composed ? undefined : new URL(composed.url).origin;
  const close = () => {
    request.current?.abort();
    onClose();
  };
  const send = async () => {
    const abort = new AbortController();
    request.current = abort;
    setBusy(true);
    try {
      const answer = await tryRequest(state.type, values, abort.signal);
      if (origin !== undefined) called.add(origin);
      setTried(answer);
      if ('output' in answer) choice.keepTried(state.name, answer.output, false);
    } catch (error) {
      if (!abort.signal.aborted) tellFailure(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal
      opened
      onClose={close}
      title={t.inspector.tryIt.title(state.name)}
      size={720}
      closeButtonProps={{ 'aria-label': t.frame.actions.close }}
    >
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        {state.widget &&
          formOf(state.widget)
            .fields.filter(({ kind, isLiquid }) => isLiquid || kind === 'table' || kind === 'select')
            .map((field) => (
              <Value
                key={field.key}
                field={field}
                value={own(values, field.key)}
                onChange={(value) => setValues((before) => objectOf([[field.key, value]], before))}
              />
            ))}
        {'fault' in composed && <Said severity="error" text={t.inspector.tryIt.fault(composed.fault)} />}
        <div className={fieldClasses.buttons}>
          <Button type="submit" loading={isBusy} disabled={origin === undefined}>
            {t.inspector.tryIt.send}
          </Button>
          {origin !== undefined && !called.has(origin) && (
            <p className={`muted ${classes.note}`}>{t.inspector.tryIt.really(origin)}</p>
          )}
        </div>
      </form>
      {tried && (
        <TriedView
          tried={tried}
          state={state}
          onUse={(output) => {
            choice.keepTried(state.name, output, true);
            close();
          }}
        />
      )}
    </Modal>
  );
}

interface ValueProps {
  readonly field: Field;
  readonly value: Json | undefined;
  readonly onChange: (value: Json) => void;
}

function Value({ field, value, onChange }: ValueProps) {
  if (Array.isArray(value)) {
    return (
      <>
        {value.flatMap((row, at) =>
          isJsonObject(row)
            ? [
                <TextInput
                  // biome-ignore lint/suspicious/noArrayIndexKey: rows have no names but their places
                  key={at}
                  label={t.inspector.tryIt.parameter(asText(own(row, 'key')))}
                  value={asText(own(row, 'value'))}
                  spellCheck={false}
                  onChange={({ currentTarget }) => onChange(value.with(at, withValue(row, currentTarget.value)))}
                />,
              ]
            : [],
        )}
      </>
    );
  }
  if (field.kind === 'table') return null;
  const shared = { label: field.title, value: asText(value), spellCheck: false };
  if (field.choices.length > 0) {
    const given = shared.value === '' ? asText(field.default) : shared.value;
    return (
      <NativeSelect
        label={field.title}
        value={given}
        data={[...new Set([...field.choices, given])]}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      />
    );
  }
  if (field.lines > 1) {
    return (
      <Textarea
        {...shared}
        autosize
        minRows={2}
        maxRows={8}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      />
    );
  }
  return <TextInput {...shared} onChange={({ currentTarget }) => onChange(currentTarget.value)} />;
}

function withValue(row: JsonObject, value: string): JsonObject {
  return objectOf([['value', value]], row);
}
