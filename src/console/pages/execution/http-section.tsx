import type { ReactNode } from 'react';
import type { HttpRequest, HttpResult } from '../../../engine/effects.ts';
import { parseJson } from '../../../engine/json.ts';
import type { Exchange } from '../../api/run-record.ts';
import { CopyButton } from '../../app/copy.tsx';
import { t } from '../../app/texts.ts';
import { LongText } from './long-text.tsx';
import classes from './step-panel.module.css';

interface Props {
  readonly exchange: Exchange & { readonly result: HttpResult; readonly atMs: number };
}

/** What was asked over HTTP, and what came back. */
export function HttpSection({ exchange }: Props) {
  const { request, result, attempts, begunAtMs, atMs } = exchange;
  const { step } = t.execution;
  return (
    <>
      <h4>{step.request}</h4>
      <Part value={`${request.method} ${request.url}`} what={step.request} isMono />
      <p className="muted">
        {[
          step.attempts(attempts),
          ...(request.contentType === undefined ? [] : [request.contentType]),
          ...(request.sign ? [step.signed] : []),
          ...(request.authenticate ? [step.authenticated] : []),
        ].join(' · ')}
      </p>
      <Body body={request.body} />
      <h4>{step.answer}</h4>
      {result.ok ? (
        <Answer result={result} request={request} tookMs={begunAtMs === undefined ? undefined : atMs - begunAtMs} />
      ) : (
        <p className={classes.error}>{step.noAnswer(result.message)}</p>
      )}
    </>
  );
}

interface AnswerProps {
  readonly result: Extract<HttpResult, { ok: true }>;
  readonly request: HttpRequest;
  readonly tookMs: number | undefined;
}

function Answer({ result, tookMs }: AnswerProps): ReactNode {
  const { step } = t.execution;
  const headers = Object.entries(result.headers);
  return (
    <>
      <p>
        <span className="tabular" data-status={Math.floor(result.status / 100)}>
          {result.status}
        </span>
        {tookMs !== undefined && <span className="muted"> · {step.took(tookMs)}</span>}
      </p>
      {headers.length > 0 && (
        <details>
          <summary>{step.headers}</summary>
          <dl className={classes.headers}>
            {headers.map(([name, value]) => (
              <div key={name}>
                <dt className="mono">{name}</dt>
                <dd className="mono">{value}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
      <Body body={result.body} />
    </>
  );
}

function Body({ body }: { readonly body: string | undefined }) {
  const { step } = t.execution;
  if (!body) return <p className="muted">{step.noBody}</p>;
  const json = parseJson(body);
  return <Part value={json === undefined ? body : JSON.stringify(json, null, 2)} what={step.body} isMono />;
}

function Part({ value, what, isMono }: { readonly value: string; readonly what: string; readonly isMono?: boolean }) {
  return (
    <div className={classes.part}>
      <span className={classes.grow}>
        <LongText text={value} isMono={isMono === true} />
      </span>
      <CopyButton value={value} what={what} />
    </div>
  );
}
