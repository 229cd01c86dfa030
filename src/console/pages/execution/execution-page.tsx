/** One execution: how it stands, its way on the canvas, its steps in time, and all that is known of each (console §9). */
import { Button } from '@mantine/core';
import { getRouteApi, Link, useParams } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { Flow } from '../../api/flows.ts';
import { isUnknown } from '../../app/failure.ts';
import { FlowPage } from '../../app/flow-page.tsx';
import { useShortcuts } from '../../app/shortcuts.ts';
import { Empty, FailureBar, LoadingRows } from '../../app/state.tsx';
import { t } from '../../app/texts.ts';
import { useNow } from '../../app/use-now.ts';
import { LayerCanvas } from '../../canvas/layer-canvas.tsx';
import { pathMarks } from '../../path/path-marks.ts';
import type { Visit } from '../../path/visits.ts';
import { Banner } from './banner.tsx';
import classes from './execution-page.module.css';
import { StepPanel } from './step-panel.tsx';
import { Steps } from './steps.tsx';
import { type Opened, type RunFlow, subflowRevision, useExecution, useRunFlow } from './use-execution.ts';
import type { ExecutionView } from './views.ts';

const route = getRouteApi('/frame/flows/$flowSid/executions/$executionSid');

const stepPath = '/flows/$flowSid/executions/$executionSid/steps/$stepSid';

/** How often what is left of a wait is told. */
const tickMs = 1_000;

export function ExecutionPage() {
  const { flowSid, executionSid } = route.useParams();
  const { opened, error, refetch } = useExecution(executionSid);
  const retry = () => void refetch();
  const title = opened ? t.execution.title(opened.execution.contact) : t.execution.banner;
  return (
    <FlowPage flowSid={flowSid} title={title}>
      {(flow) => {
        if (opened) return <OpenExecution key={executionSid} flow={flow} opened={opened} />;
        if (error === null) return <LoadingRows onRetry={retry} />;
        if (!isUnknown(error)) return <FailureBar error={error} onRetry={retry} />;
        return (
          <Empty icon="again" text={t.execution.unknown}>
            <Button renderRoot={(props) => <Link {...props} to="/flows/$flowSid/executions" params={{ flowSid }} />}>
              {t.execution.all}
            </Button>
          </Empty>
        );
      }}
    </FlowPage>
  );
}

function OpenExecution({ flow, opened }: { readonly flow: Flow; readonly opened: Opened }) {
  const { execution, visits } = opened;
  const main = useRunFlow(execution.flowSid, execution.revision);
  const chosen = useChosen(execution.flowSid, execution.sid, visits);
  const { visit, choose } = chosen;
  const inner = useInnerFlow(opened, main, visit);
  const shown = inner ?? main;
  useShortcuts({
    n: () => chosen.walk(1),
    N: () => chosen.walk(1),
    p: () => chosen.walk(-1),
    P: () => chosen.walk(-1),
  });
  return (
    <div className={classes.page}>
      <Banner flow={flow} main={main} opened={opened} />
      <div className={classes.work}>
        <div className={classes.middle}>
          <div className={classes.stage}>
            {shown && <Path opened={opened} flow={shown} visit={visit} onChoose={choose} />}
            {inner && main && <Breadcrumb main={main} inner={inner} visits={visits} visit={visit} onChoose={choose} />}
          </div>
          <Steps opened={opened} flow={flow} chosen={chosen} />
        </div>
        <StepPanel opened={opened} flow={shown} visit={visit} onChoose={choose} />
      </div>
    </div>
  );
}

export interface Chosen {
  /** Undefined before the first. */
  readonly visit: Visit | undefined;
  /** The newest visit is shown, whichever that is. */
  readonly isFollowing: boolean;
  readonly view: ExecutionView;
  readonly choose: (visit: Visit) => void;
  readonly walk: (steps: number) => void;
  readonly show: (view: ExecutionView) => void;
}

/** The step that all of the page is about; it is in the address once it was chosen. */
function useChosen(flowSid: string, executionSid: string, visits: readonly Visit[]): Chosen {
  const { stepSid } = useParams({ strict: false });
  const { view = 'timeline' } = route.useSearch();
  const navigate = route.useNavigate();
  const visit = visits.find((each) => each.stepSid === stepSid) ?? visits.at(-1);
  const choose = ({ stepSid: sid }: Visit) => {
    void navigate({
      to: stepPath,
      params: { flowSid, executionSid, stepSid: sid },
      search: (search) => search,
      replace: stepSid !== undefined,
    });
  };
  return {
    visit,
    isFollowing: stepSid === undefined,
    view,
    choose,
    walk(steps) {
      const at = visit === undefined ? -1 : visits.indexOf(visit);
      const next = visits[Math.min(visits.length - 1, Math.max(0, at + steps))];
      if (next && next !== visit) choose(next);
    },
    show(next) {
      const search = { view: next };
      if (stepSid === undefined) void navigate({ search, replace: true });
      else void navigate({ to: stepPath, params: { flowSid, executionSid, stepSid }, search, replace: true });
    },
  };
}

/** The subflow that the chosen step is in. */
function useInnerFlow({ execution, visits }: Opened, main: RunFlow | undefined, visit: Visit | undefined) {
  const caller = visits.find(({ stepSid }) => stepSid === visit?.parentSid);
  const flowSid = visit?.parentSid === undefined ? undefined : visit.flowSid;
  const revision =
    flowSid === undefined ? undefined : subflowRevision(execution, flowSid, main?.state(caller?.widget ?? ''));
  const inner = useRunFlow(flowSid ?? '', revision);
  return flowSid === undefined ? undefined : inner;
}

interface PathProps {
  readonly opened: Opened;
  readonly flow: RunFlow;
  readonly visit: Visit | undefined;
  readonly onChoose: (visit: Visit) => void;
}

function Path({ opened: { execution, visits }, flow, visit, onChoose }: PathProps) {
  const nowMs = useNow(tickMs);
  const isInner = visit?.parentSid !== undefined;
  const ofFlow = useMemo(
    () => visits.filter(({ parentSid }) => (isInner ? parentSid === visit.parentSid : parentSid === undefined)),
    [visits, isInner, visit?.parentSid],
  );
  const failedAt = execution.outcome === 'failed' ? visits.at(-1)?.stepSid : undefined;
  const isOver = execution.status === 'ended';
  const clock = isOver ? 0 : nowMs;
  const { cards, wires } = useMemo(
    () => pathMarks(flow.view, ofFlow, { nowMs: clock, failedAt }),
    [flow.view, ofFlow, clock, failedAt],
  );
  return (
    <LayerCanvas
      flowSid={flow.sid}
      flow={flow.view}
      name={flow.name}
      cards={cards}
      wires={wires}
      selected={visit && flow.state(visit.widget)?.id}
      onSelect={(card) => {
        const name = flow.view.states.find(({ id }) => id === card)?.name;
        const all = ofFlow.filter(({ widget }) => widget === name);
        // The next one of the same card, around and around.
        const next = all.find(({ number }) => number > (visit?.widget === name ? (visit?.number ?? 0) : 0)) ?? all[0];
        if (next) onChoose(next);
      }}
    />
  );
}

interface BreadcrumbProps {
  readonly main: RunFlow;
  readonly inner: RunFlow;
  readonly visits: readonly Visit[];
  readonly visit: Visit | undefined;
  readonly onChoose: (visit: Visit) => void;
}

/** Above the canvas of a subflow: the way back to the flow that runs it. */
function Breadcrumb({ main, inner, visits, visit, onChoose }: BreadcrumbProps) {
  const caller = visits.find(({ stepSid }) => stepSid === visit?.parentSid);
  return (
    <nav className={classes.breadcrumb} aria-label={t.execution.breadcrumb}>
      <button type="button" className={classes.crumb} onClick={() => caller && onChoose(caller)}>
        {main.name}
      </button>
      <span aria-hidden="true">›</span>
      <span>{inner.name}</span>
    </nav>
  );
}
