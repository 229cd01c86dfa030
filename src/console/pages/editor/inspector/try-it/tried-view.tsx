/** What was asked, what was answered, and what the widget would make of it. */
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { type JsonObject, own, parseJson } from '../../../../../engine/json.ts';
import type { Tried, TriedAnswer } from '../../../../api/outside.ts';
import { t } from '../../../../app/texts.ts';
import type { StateView } from '../../../../document/index.ts';
import { outletLabel } from '../../../../graph/outlets.ts';
import { Said } from '../fields/field-frame.tsx';
import classes from './try-it.module.css';

interface Props {
  readonly tried: Tried;
  readonly state: StateView;
  readonly onUse: (output: JsonObject) => void;
}

export function TriedView({ tried, state, onUse }: Props) {
  if ('fault' in tried) return <Said severity="error" text={t.inspector.tryIt.fault(tried.fault)} />;
  const { request, answer, durationMs, event, output } = tried;
  const parsed = own(output, 'parsed');
  const leaves = t.inspector.tryIt.leaves(outletLabel(state.type, event));
  return (
    <section className={classes.result} aria-label={t.inspector.tryIt.result}>
      {'failed' in answer ? (
        <Failed answer={answer} url={request.url} leaves={leaves} />
      ) : (
        <p role="status" className={classes.status}>
          {t.inspector.tryIt.answered(answer.status, durationMs, answer.bytes)} {leaves}
        </p>
      )}
      <Block title={t.inspector.tryIt.request}>
        {[`${request.method} ${request.url}`, request.contentType, request.body].filter(Boolean).join('\n')}
      </Block>
      {'status' in answer && (
        <>
          <Block title={t.inspector.tryIt.headers}>
            {answer.headers.map(([name, value]) => `${name}: ${value}`).join('\n')}
          </Block>
          <Block title={t.inspector.tryIt.body}>{answer.body}</Block>
        </>
      )}
      {parsed !== undefined && <Block title={t.inspector.tryIt.parsed}>{JSON.stringify(parsed, null, 2)}</Block>}
      {'status' in answer && parsed === undefined && (
        <p className={`muted ${classes.note}`}>
          {parseJson(answer.body) === undefined ? t.inspector.tryIt.notJson : t.inspector.tryIt.notParsed}
        </p>
      )}
      {'status' in answer && (
        <Button variant="default" onClick={() => onUse(output)}>
          {t.inspector.tryIt.use}
        </Button>
      )}
    </section>
  );
}

interface FailedProps {
  readonly answer: Extract<TriedAnswer, { failed: string }>;
  readonly url: string;
  readonly leaves: string;
}

function Failed({ answer: { failed, message }, url, leaves }: FailedProps) {
  return (
    <div role="status">
      <Said severity="error" text={`${t.inspector.tryIt.failed(message)} ${leaves}`} />
      {failed === 'refused' && <p className={classes.note}>{t.inspector.tryIt.allow(new URL(url).host)}</p>}
    </div>
  );
}

function Block({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  if (children === '') return null;
  return (
    <>
      <h3 className={classes.title}>{title}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls when it is long */}
      {/* biome-ignore lint/a11y/useSemanticElements: nothing of it can be filled in */}
      <pre className={`mono ${classes.block}`} tabIndex={0} role="group" aria-label={title}>
        {children}
      </pre>
    </>
  );
}
