import { Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Health, ServerHealth } from '../../api/health.ts';
import { healthQuery } from '../../api/queries.ts';
import { CopyButton } from '../../app/copy.tsx';
import { Card, Page } from '../../app/page.tsx';
import { FailureBar, LoadingRows } from '../../app/state.tsx';
import { t } from '../../app/texts.ts';
import { bytes, clockTime, milliseconds } from '../../texts/format.ts';
import { Icon } from '../../theme/icons.tsx';
import { FailedMessages } from './failed-messages.tsx';
import classes from './health-page.module.css';

/** How the server does, each part in a line, and what could not be sent (console §2, Administration). */
export function HealthPage() {
  const { data, error, refetch } = useQuery({ ...healthQuery, refetchInterval: 5_000 });
  const retry = () => void refetch();
  return (
    <Page
      title={t.health.title}
      actions={
        data && (
          <>
            <span className="muted tabular">{t.health.updated(clockTime(data.checkedMs))}</span>
            <CopyReport report={data.report} />
          </>
        )
      }
    >
      {error !== null && <FailureBar error={error} onRetry={retry} />}
      {data === undefined && error === null && <LoadingRows onRetry={retry} />}
      {data && (
        <div className={classes.parts}>
          <Card>
            <dl className={classes.facts}>
              <StoreFacts health={data} />
              <EffectFacts health={data} />
              {data.server && <ServerFacts server={data.server} />}
              <Fact name={t.health.version}>
                <span className="mono">{data.version}</span>
              </Fact>
            </dl>
          </Card>
          <FailedMessages messages={data.failed} />
        </div>
      )}
    </Page>
  );
}

function CopyReport({ report }: { readonly report: string }) {
  return (
    <Tooltip label={t.health.copyHelp}>
      <span className={classes.copy}>
        {t.health.copy}
        <CopyButton value={report} what={t.health.copy} />
      </span>
    </Tooltip>
  );
}

interface FactProps {
  readonly name: string;
  /** Undefined: it is neither well nor unwell. */
  readonly isWell?: boolean;
  readonly children: ReactNode;
}

function Fact({ name, isWell, children }: FactProps) {
  return (
    <div className={classes.fact}>
      <dt>
        {isWell !== undefined && (
          <span className={classes.sign} data-well={isWell} title={t.health.states[isWell ? 'well' : 'attention']}>
            <Icon name={isWell ? 'check' : 'alert'} />
          </span>
        )}
        {name}
      </dt>
      <dd>{children}</dd>
    </div>
  );
}

function StoreFacts({ health }: { readonly health: Health }) {
  const { isReady, commitMs, dueInAnHour, lateDeadlines } = health;
  return (
    <>
      <Fact name={t.health.store} isWell={isReady}>
        <p>{isReady ? t.health.storeFine : t.health.storeDown}</p>
        {commitMs && (
          <p className="muted">{t.health.commits(milliseconds(commitMs.p50), milliseconds(commitMs.p99))}</p>
        )}
      </Fact>
      <Fact name={t.health.deadlines} isWell={lateDeadlines === 0}>
        {t.health.due(dueInAnHour, lateDeadlines)}
      </Fact>
    </>
  );
}

function EffectFacts({ health: { effects } }: { readonly health: Health }) {
  return (
    <Fact name={t.health.effects} isWell={effects.every(({ failing }) => failing === 0)}>
      {effects.length === 0 && <p className="muted">{t.health.effectsNone}</p>}
      <ul className={classes.list}>
        {effects.map(({ type, underWay, waiting, failing, error }) => (
          <li key={type}>
            <span>{Object.hasOwn(t.health.effectNames, type) ? t.health.effectNames[type] : type}</span>
            <span className="muted">{t.health.effect(underWay, waiting)}</span>
            {failing > 0 && (
              <span className={classes.failing}>
                {t.health.failing(failing)}
                {error !== undefined && `: ${error}`}
              </span>
            )}
          </li>
        ))}
      </ul>
    </Fact>
  );
}

function ServerFacts({ server: { carriers, disk, sinks } }: { readonly server: ServerHealth }) {
  return (
    <>
      <Fact name={t.health.carriers}>
        <ul className={classes.list}>
          {carriers.map(({ name, type, isDefault }) => (
            <li key={name}>
              <span>{name}</span>
              <span className="muted">{type}</span>
              {isDefault && <span className="muted">{t.health.isDefault}</span>}
            </li>
          ))}
        </ul>
      </Fact>
      <Fact
        name={t.health.sinks}
        {...(sinks.length > 0 && { isWell: sinks.every(({ error }) => error === undefined) })}
      >
        {sinks.length === 0 && <p className="muted">{t.health.sinksNone}</p>}
        <ul className={classes.list}>
          {sinks.map(({ name, behind, error }) => (
            <li key={name}>
              <span>{name}</span>
              <span className="muted">{t.health.behind(behind)}</span>
              {error !== undefined && <span className={classes.failing}>{error}</span>}
            </li>
          ))}
        </ul>
      </Fact>
      <Fact name={t.health.disk} isWell={disk.freeBytes > disk.totalBytes / 20}>
        {t.health.diskFree(bytes(disk.freeBytes), bytes(disk.totalBytes), bytes(disk.dataBytes))}
      </Fact>
    </>
  );
}
