/** Any JSON: taken over whenever it can be read, kept as a draft while it cannot. */
import { type Json, parseJson } from '../../../../../engine/json.ts';
import { t } from '../../../../app/texts.ts';
import type { PropertyPath } from '../../../../document/index.ts';
import { CodeArea } from '../code/code-area.tsx';
import { useWidgetScope } from '../widget-scope.ts';
import { FieldFrame, Said } from './field-frame.tsx';
import type { FieldProps } from './field-props.ts';
import { useDraft } from './use-draft.ts';

export function ValueField({ field, value, problems }: FieldProps) {
  return (
    <FieldFrame
      name={field.key}
      title={field.title}
      help={field.help}
      isRequired={field.isRequired}
      problems={problems}
    >
      {({ label, describedBy }) => (
        <JsonValue path={[field.key]} value={value} labelledBy={label} describedBy={describedBy} />
      )}
    </FieldFrame>
  );
}

interface Props {
  readonly path: PropertyPath;
  readonly value: Json | undefined;
  readonly label?: string;
  readonly labelledBy?: string;
  readonly describedBy?: string | undefined;
}

export function JsonValue({ path, value, label, labelledBy, describedBy }: Props) {
  const scope = useWidgetScope();
  const [shown, keep] = useDraft(value === undefined ? '' : JSON.stringify(value, null, 2));
  const isBroken = shown.trim() !== '' && parseJson(shown) === undefined;
  return (
    <>
      <CodeArea
        value={shown}
        language="json"
        lines={2}
        {...(label === undefined ? {} : { label })}
        {...(labelledBy === undefined ? {} : { labelledBy })}
        describedBy={describedBy}
        isInvalid={isBroken}
        onChange={(text) => {
          const parsed = parseJson(text);
          const written = text.trim() === '' ? undefined : (parsed ?? value);
          keep(text, written === undefined ? '' : JSON.stringify(written, null, 2));
          if (text.trim() === '') scope.clear(path);
          else if (parsed !== undefined) scope.set(path, parsed);
        }}
        onBlur={() => scope.leave()}
      />
      {isBroken && <Said severity="error" text={t.inspector.notJson} />}
    </>
  );
}
