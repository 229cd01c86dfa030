/** How the execution stands, in one sentence, with its facts and what can be done. */
import { Button, Menu } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { studioDefaults } from '../../../engine/limits.ts';
import type { Execution } from '../../api/executions.ts';
import type { Flow } from '../../api/flows.ts';
import { flowsQuery, keysQuery } from '../../api/queries.ts';
import { exchangeOf, type RunRecord } from '../../api/run-record.ts';
import { announce } from '../../app/announce.tsx';
import { Sid } from '../../app/copy.tsx';
import { download } from '../../app/download.ts';
import { tellFailure } from '../../app/failure.ts';
import { useSession } from '../../app/session.ts';
import { t } from '../../app/texts.ts';
import { showToast } from '../../app/toasts.tsx';
import { useNow } from '../../app/use-now.ts';
import { outcomeSentence, type StopFacts } from '../../outcome/outcome.ts';
import { timeOfDay } from '../../texts/format.ts';
import { Icon } from '../../theme/icons.tsx';
import { EndDialog } from '../executions/end-dialog.tsx';
import { triggerOf } from '../executions/run-table.tsx';
import { ToneIcon } from '../executions/tone-icon.tsx';
import classes from './execution-page.module.css';
import { useCompared } from './use-compared.ts';
import type { Opened, RunFlow } from './use-execution.ts';

interface Props {
  readonly flow: Flow;
  /** As it was run; undefined until it is there. */
  readonly main: RunFlow | undefined;
  readonly opened: Opened;
}

const tickMs = 1_000;

export function Banner({ flow, main, opened }: Props) {
  const { execution, record } = opened;
  const nowMs = useNow(tickMs);
  const [isEnding, setEnding] = useState(false);
  const sentence = useSentence(opened, main, nowMs);
  const { flowSid, sid, revision, contact, createdAtMs, updatedAtMs, status } = execution;
  const limit = (record?.limits ?? studioDefaults).stepsPerExecution;
  return (
    <section className={classes.banner} data-tone={sentence.tone} aria-label={t.execution.banner}>
      <div className={classes.sentence}>
        <ToneIcon tone={sentence.tone} />
        <h2>{sentence.text}</h2>
      </div>
      <div className={`${classes.facts} tabular`}>
        <span>{t.execution.duration((status === 'active' ? nowMs : updatedAtMs) - createdAtMs)}</span>
        <span>{t.execution.steps(execution.steps.length, limit)}</span>
        <Link to="/flows/$flowSid" params={{ flowSid }}>
          {t.execution.revision(revision)}
        </Link>
        <span>{triggerOf(execution)}</span>
        <Link to="/flows/$flowSid/executions" params={{ flowSid }} search={{ contact }}>
          {contact}
        </Link>
        <span>{t.execution.started(timeOfDay(createdAtMs, nowMs))}</span>
        <Sid sid={sid} />
      </div>
      <div className={classes.actions}>
        <ReplayMenu flow={flow} execution={execution} />
        <Button
          variant="default"
          leftSection={<Icon name="export" />}
          onClick={() => exportExecution(execution, record, flow.name)}
        >
          {t.execution.actions.export}
        </Button>
        <Button variant="default" leftSection={<Icon name="link" />} onClick={copyLink}>
          {t.execution.actions.copyLink}
        </Button>
        <Button
          variant="default"
          leftSection={<Icon name="stop" />}
          disabled={status === 'ended'}
          onClick={() => setEnding(true)}
        >
          {t.execution.actions.end}
        </Button>
      </div>
      {isEnding && <EndDialog runs={[execution]} onClose={() => setEnding(false)} />}
    </section>
  );
}

function ReplayMenu({ flow, execution }: { readonly flow: Flow; readonly execution: Execution }) {
  const { replay, replayOn } = t.execution.actions;
  const params = { flowSid: flow.sid, executionSid: execution.sid };
  const choices = [
    { on: 'draft', label: replayOn.draft },
    { on: 'published', label: replayOn.published },
    { on: String(execution.revision), label: replayOn.same },
  ];
  return (
    <Menu>
      <Menu.Target>
        <Button
          variant="default"
          leftSection={<Icon name="again" />}
          rightSection={<Icon name="chevronDown" size={14} />}
        >
          {replay}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {choices.map(({ on, label }) => (
          <Menu.Item
            key={on}
            renderRoot={(props) => (
              <Link {...props} to="/flows/$flowSid/executions/$executionSid/replay" params={params} search={{ on }} />
            )}
          >
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function useSentence({ execution, record, isFlowDeleted }: Opened, main: RunFlow | undefined, nowMs: number) {
  const { data: flows } = useQuery(flowsQuery);
  const stop = useStop(record);
  const compared = useCompared(execution, record, main);
  const facts = useMemo(
    () => ({ ...execution, stepCount: execution.steps.length, stop, isFlowDeleted }),
    [execution, stop, isFlowDeleted],
  );
  return outcomeSentence(facts, {
    nowMs,
    limits: record?.limits ?? studioDefaults,
    state: (flowSid, widget) => (flowSid === execution.flowSid ? main?.state(widget) : undefined),
    flowName: (flowSid) => flows?.find(({ sid }) => sid === flowSid)?.name,
    answer: (stepSid) => exchangeOf(record, stepSid)?.result,
    compared: () => compared,
  });
}

/** Who ended it, with the name of the key. */
function useStop(record: RunRecord | undefined): StopFacts | undefined {
  const { sid: accountSid } = useSession().account;
  const stop = record?.events.findLast((event) => event.stop !== undefined)?.stop;
  const isKey = stop?.bySid.startsWith('SK') ?? false;
  const { data: keys } = useQuery({ ...keysQuery(accountSid), enabled: isKey });
  if (stop === undefined) return undefined;
  const { bySid, through, reason } = stop;
  const keyName = isKey ? (keys?.find(({ sid }) => sid === bySid)?.name ?? bySid) : undefined;
  return { keyName, through, reason };
}

function exportExecution(execution: Execution, record: RunRecord | undefined, name: string): void {
  const text = JSON.stringify({ execution: execution.json, events: record?.events ?? [] }, null, 2);
  const said = t.executions.exported(download(`${name} ${execution.sid}.json`, text, 'application/json'));
  showToast({ text: said });
  announce(said);
}

function copyLink(): void {
  navigator.clipboard.writeText(location.href).then(() => {
    showToast({ text: t.execution.actions.linkCopied });
    announce(t.execution.actions.linkCopied);
  }, tellFailure);
}
