/** Tables of key and value: parameters, content variables, flow variables. */
import { ActionIcon, Button, Checkbox, Textarea, TextInput, VisuallyHidden } from '@mantine/core';
import { useRef, useState } from 'react';
import { isJsonObject, type Json, type JsonObject } from '../../../../../engine/json.ts';
import { studioSettings } from '../../../../../engine/settings.ts';
import { isParsedAsJson } from '../../../../../widgets/typed-values.ts';
import { FormDialog } from '../../../../app/form-dialog.tsx';
import { t } from '../../../../app/texts.ts';
import { doubledKeys, pastedRows, type Row } from '../../../../forms/rows.ts';
import { storedInWords } from '../../../../forms/stored-value.ts';
import { Icon } from '../../../../theme/icons.tsx';
import { unannounced } from '../use-editor-value.ts';
import { usePreview } from '../use-preview.ts';
import { useWidgetScope } from '../widget-scope.ts';
import classes from './field.module.css';
import { FieldFrame, Said } from './field-frame.tsx';
import { asText, type FieldProps } from './field-props.ts';
import { LiquidText } from './liquid-field.tsx';
import { useRowMoves } from './use-row-moves.ts';
import { JsonValue } from './value-field.tsx';

export function RowsField({ field, value, problems }: FieldProps) {
  const scope = useWidgetScope();
  const [isPasting, setPasting] = useState(false);
  const list = useRef<HTMLDivElement>(null);
  const rows = Array.isArray(value) ? value : [];
  const isTyped = field.kind === 'variables';
  const path = [field.key] as const;
  const moves = useRowMoves(list, (row, to) => {
    scope.editor.do({ do: 'moveRow', widget: scope.id, path, row, to });
  });
  const doubled = doubledKeys(rows.flatMap((row) => (isJsonObject(row) ? [asText(row.key)] : [])));
  const add = (row: Row) =>
    ({ do: 'addRow', widget: scope.id, path, row: isTyped ? { type: 'string', ...row } : { ...row } }) as const;
  const isTable = value === undefined || value === null || value === '' || Array.isArray(value);
  return (
    <FieldFrame
      name={field.key}
      title={field.title}
      help={field.help}
      isRequired={field.isRequired}
      problems={problems}
    >
      {({ label, describedBy }) =>
        isTable ? (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset would need a legend of its own
          <div ref={list} role="group" aria-labelledby={label} aria-describedby={describedBy}>
            {rows.map((row, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows have no names but their places
              <div key={at} className={classes.row} {...moves.rowProps(at, rows.length)}>
                <button type="button" {...moves.handleProps(at)} className={classes.handle}>
                  <VisuallyHidden>{t.inspector.rows.move(at + 1)}</VisuallyHidden>
                  <Icon name="grip" size={14} />
                </button>
                {isJsonObject(row) ? (
                  <RowFields name={field.key} at={at} row={row} isTyped={isTyped} />
                ) : (
                  <JsonValue path={[field.key, at]} value={row} label={t.inspector.rows.value(at + 1)} />
                )}
                <ActionIcon
                  aria-label={t.inspector.rows.remove(at + 1)}
                  onClick={() => scope.editor.do({ do: 'removeRow', widget: scope.id, path, row: at })}
                >
                  <Icon name="close" size={14} />
                </ActionIcon>
              </div>
            ))}
            {[...doubled].map((key) => (
              <Said key={key} severity="warning" text={t.inspector.rows.doubled(key)} />
            ))}
            <div className={classes.buttons}>
              <Button
                variant="default"
                aria-label={t.inspector.rows.addTo(field.title)}
                onClick={() => {
                  scope.editor.do(add({ key: '', value: '' }), unannounced);
                  moves.focusRow(rows.length);
                }}
              >
                {t.inspector.rows.add}
              </Button>
              <Button variant="subtle" onClick={() => setPasting(true)}>
                {t.inspector.rows.paste}
              </Button>
            </div>
            {isPasting && (
              <PasteDialog
                onClose={() => setPasting(false)}
                onRows={(pasted) =>
                  scope.editor.do({ do: 'all', name: t.inspector.rows.pasteTitle, edits: pasted.map(add) })
                }
              />
            )}
          </div>
        ) : (
          <>
            <Said severity="notice" text={t.inspector.rows.wrongType} />
            <JsonValue path={path} value={value} labelledBy={label} describedBy={describedBy} />
          </>
        )
      }
    </FieldFrame>
  );
}

interface RowProps {
  readonly name: string;
  readonly at: number;
  readonly row: JsonObject;
  readonly isTyped: boolean;
}

function RowFields({ name, at, row, isTyped }: RowProps) {
  const scope = useWidgetScope();
  return (
    <div className={classes.rowFields}>
      <TextInput
        aria-label={t.inspector.rows.key(at + 1)}
        placeholder={t.inspector.rows.keyShort}
        value={asText(row.key)}
        spellCheck={false}
        onChange={({ currentTarget }) => scope.set([name, at, 'key'], currentTarget.value)}
        onBlur={() => scope.leave()}
      />
      <LiquidText
        value={asText(row.value)}
        lines={1}
        label={t.inspector.rows.value(at + 1)}
        placeholder={t.inspector.rows.valueShort}
        onChange={(text) => scope.set([name, at, 'value'], text)}
        onBlur={() => scope.leave()}
      />
      {isTyped && <TypeOfRow name={name} at={at} row={row} />}
    </div>
  );
}

/** How the value is stored: its type as written in the file, and what comes out for the sample. */
function TypeOfRow({ name, at, row }: Omit<RowProps, 'isTyped'>) {
  const scope = useWidgetScope();
  const text = asText(row.value);
  const preview = usePreview(scope.editor, text);
  const rendered = preview === undefined ? text : 'text' in preview ? preview.text : undefined;
  const write = (isParsed: boolean) => {
    // Older files say it by a switch of its own, newer ones by the type.
    if (typeof row.parse_as_json === 'boolean') scope.set([name, at, 'parse_as_json'], isParsed);
    else scope.set([name, at, 'type'], (isParsed ? 'json_object' : 'string') satisfies Json);
    scope.leave();
  };
  return (
    <div className={classes.foot}>
      <Checkbox
        size="xs"
        label={t.inspector.rows.parse}
        checked={isParsedAsJson(row)}
        onChange={({ currentTarget }) => write(currentTarget.checked)}
      />
      {rendered !== undefined && (
        <span>{t.inspector.rows.stored(storedInWords(rendered, row, studioSettings.castBooleans))}</span>
      )}
    </div>
  );
}

interface PasteProps {
  readonly onRows: (rows: readonly Row[]) => void;
  readonly onClose: () => void;
}

function PasteDialog({ onRows, onClose }: PasteProps) {
  const [text, setText] = useState('');
  const rows = pastedRows(text);
  return (
    <FormDialog
      title={t.inspector.rows.pasteTitle}
      submit={t.inspector.rows.pasteAdd}
      isDisabled={rows === undefined}
      onClose={onClose}
      onSubmit={async () => {
        if (rows) onRows(rows);
        onClose();
      }}
    >
      <Textarea
        label={t.inspector.rows.pasteLabel}
        autosize
        minRows={4}
        maxRows={12}
        value={text}
        error={text.trim() !== '' && rows === undefined ? t.inspector.rows.pasteRefused : undefined}
        onChange={({ currentTarget }) => setText(currentTarget.value)}
        data-autofocus
      />
    </FormDialog>
  );
}
