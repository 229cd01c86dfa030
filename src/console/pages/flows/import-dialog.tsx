import { Button, FileButton, Textarea, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { createFlow } from '../../api/flows.ts';
import { FormDialog } from '../../app/form-dialog.tsx';
import { t } from '../../app/texts.ts';
import { showToast } from '../../app/toasts.tsx';
import { Icon } from '../../theme/icons.tsx';
import type { Findings } from './check-definition.ts';
import { FindingList } from './finding-list.tsx';
import classes from './import-dialog.module.css';
import { type ImportedFlow, nameOfFile, readImport } from './read-import.ts';

export type DroppedFile = File;

interface Props {
  /** What was dropped on the page. */
  readonly file?: DroppedFile;
  readonly onClose: () => void;
}

const largestBytes = 16 * 1024 * 1024;

interface Reading {
  readonly source: string;
  readonly flow: ImportedFlow;
  readonly findings: Findings;
}

/** Reads a file or a pasted text, shows what is wrong with it, and makes a draft of it. */
export function ImportDialog({ file, onClose }: Props) {
  const [pasted, setPasted] = useState('');
  const [name, setName] = useState('');
  const [reading, setReading] = useState<Reading>();
  const [problem, setProblem] = useState('');
  const queryClient = useQueryClient();
  const navigate = useNavigate();

  const read = async (text: string, source: string, fallbackName: string) => {
    const found = readImport(text, source, fallbackName);
    setReading(undefined);
    if ('problem' in found) return setProblem(found.problem);
    const { checkDefinition } = await import('./check-definition.ts');
    setProblem('');
    setName(found.name);
    setReading({ source, flow: found, findings: checkDefinition(found.definition) });
  };
  const readFile = async (chosen: DroppedFile) => {
    setPasted('');
    if (chosen.size > largestBytes) return setProblem(t.flows.import.tooLarge(chosen.name));
    try {
      await read(await chosen.text(), chosen.name, nameOfFile(chosen.name));
    } catch {
      setProblem(t.flows.import.unreadable(chosen.name));
    }
  };
  const readDropped = useRef(readFile);
  useEffect(() => {
    if (file) void readDropped.current(file);
  }, [file]);

  const isRefused = reading === undefined || reading.findings.errors.length > 0 || name.trim() === '';
  return (
    <FormDialog
      title={t.flows.import.title}
      submit={t.flows.import.submit}
      size={560}
      isDisabled={isRefused}
      onClose={onClose}
      onSubmit={async () => {
        if (reading === undefined) return;
        const { flow, findings } = reading;
        const created = await createFlow({ name: name.trim(), definition: flow.definition });
        await queryClient.invalidateQueries({ queryKey: ['flows'] });
        onClose();
        const count = findings.notices.length;
        const show = () => void navigate({ to: '/flows/$flowSid', params: { flowSid: created.sid } });
        showToast({
          text: count === 0 ? t.flows.done.imported(created.name) : t.flows.done.importedWithNotices(count),
          action: { label: t.flows.done.show, run: show },
        });
      }}
    >
      <div className={classes.choose}>
        <FileButton accept=".json,application/json" onChange={(chosen) => chosen && void readFile(chosen)}>
          {(props) => (
            <Button {...props} variant="default" leftSection={<Icon name="import" />} data-autofocus>
              {t.flows.import.file}
            </Button>
          )}
        </FileButton>
        <span className="muted">{t.flows.import.drop}</span>
      </div>
      <Textarea
        label={t.flows.import.or}
        classNames={{ input: `mono ${classes.paste}` }}
        rows={6}
        value={pasted}
        spellCheck={false}
        onChange={({ currentTarget: { value } }) => {
          setPasted(value);
          if (value.trim() === '') {
            setProblem('');
            setReading(undefined);
          } else void read(value, t.flows.import.pasted, t.flows.import.pastedName);
        }}
      />
      <p className={classes.problem} role="alert">
        {problem}
      </p>
      {reading && (
        <>
          <p className={classes.read}>
            <Icon name={reading.findings.errors.length === 0 ? 'check' : 'info'} />
            {t.flows.import.read(reading.source, reading.flow.widgets)}
          </p>
          <TextInput
            label={t.flows.import.name}
            value={name}
            maxLength={1000}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
            error={name.trim() === '' ? t.flows.create.nameNeeded : undefined}
          />
          <FindingList kind="error" findings={reading.findings.errors} title={t.flows.import.errors} />
          <FindingList kind="warning" findings={reading.findings.notices} title={t.flows.import.notices} />
        </>
      )}
    </FormDialog>
  );
}
