/** With which values the templates are tried. */
import { Menu, UnstyledButton } from '@mantine/core';
import { useEffect, useState } from 'react';
import { isJsonObject, parseJson } from '../../../../engine/json.ts';
import { FormDialog } from '../../../app/form-dialog.tsx';
import { useStore } from '../../../app/store.ts';
import { t } from '../../../app/texts.ts';
import { Icon } from '../../../theme/icons.tsx';
import { CodeArea } from './code/code-area.tsx';
import { Said } from './fields/field-frame.tsx';
import classes from './inspector.module.css';
import { type SampleChoice, sampleChoiceOf } from './samples.ts';
import { useWidgetScope } from './widget-scope.ts';

export function SampleBar() {
  const { editor, id } = useWidgetScope();
  const choice = sampleChoiceOf(editor);
  const current = useStore(choice.current);
  const samples = useStore(choice.offered);
  const [isEditing, setEditing] = useState(false);
  useEffect(() => {
    void choice.offerFor(editor.find(id)?.name ?? '');
  }, [choice, editor, id]);
  return (
    <div className={classes.sample}>
      <Menu position="bottom-start">
        <Menu.Target>
          <UnstyledButton className={classes.sampleButton}>
            {t.inspector.sample.label}
            {': '}
            <span className="ellipsis">{current?.name ?? t.inspector.sample.invented}</span>
            <Icon name="chevronDown" size={14} />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          {samples.map((sample) => (
            <Menu.Item key={sample.id} onClick={() => choice.choose(sample)}>
              {sample.name}
            </Menu.Item>
          ))}
          <Menu.Item onClick={() => choice.choose(undefined)}>{t.inspector.sample.invented}</Menu.Item>
          <Menu.Divider />
          <Menu.Item onClick={() => setEditing(true)}>{t.inspector.sample.edit}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {isEditing && <SampleDialog choice={choice} onClose={() => setEditing(false)} />}
    </div>
  );
}

interface DialogProps {
  readonly choice: SampleChoice;
  readonly onClose: () => void;
}

function SampleDialog({ choice, onClose }: DialogProps) {
  const [text, setText] = useState(() => JSON.stringify(choice.base(), null, 2));
  const values = parseJson(text);
  return (
    <FormDialog
      title={t.inspector.sample.title}
      submit={t.inspector.sample.save}
      size={640}
      isDisabled={!isJsonObject(values)}
      onClose={onClose}
      onSubmit={async () => {
        if (!isJsonObject(values)) return;
        choice.writeByHand(values);
        onClose();
      }}
    >
      <p className="muted">{t.inspector.sample.help}</p>
      <CodeArea value={text} onChange={setText} language="json" lines={12} label={t.inspector.sample.field} />
      {!isJsonObject(values) && <Said severity="error" text={t.inspector.sample.notObject} />}
      <UnstyledButton
        className={classes.textButton}
        onClick={() => {
          choice.forgetByHand();
          setText(JSON.stringify(choice.invented(), null, 2));
        }}
      >
        {t.inspector.sample.reset}
      </UnstyledButton>
    </FormDialog>
  );
}
