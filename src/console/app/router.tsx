/** Every route of the console, and what its address remembers (console §2). */
import { Button } from '@mantine/core';
import {
  createRootRoute,
  createRoute,
  createRouter,
  type ErrorComponentProps,
  Link,
  lazyRouteComponent,
  redirect,
  useRouter,
} from '@tanstack/react-router';
import { NoAnswer, Refused } from '../api/client.ts';
import { getExecution } from '../api/executions.ts';
import { taskStatuses } from '../api/tasks.ts';
import { drawerPanels, inspectorTabs } from '../pages/editor/editor-search.ts';
import { executionViews } from '../pages/execution/views.ts';
import { readRunSearch } from '../pages/executions/run-search.ts';
import { readFlowSearch } from '../pages/flows/flow-search.ts';
import { readTrafficSearch } from '../pages/traffic/traffic-search.ts';
import { Frame } from './frame.tsx';
import { queryClient, sessionQuery } from './query-client.ts';
import { given, oneOf, parseSearch, safeNext, stringifySearch, textOf } from './search-params.ts';
import { Empty, FailureBar } from './state.tsx';
import { t } from './texts.ts';

const root = createRootRoute({ notFoundComponent: UnknownPage, errorComponent: BrokenPage });

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: ({ next }: Search) => given({ next: textOf(next) }),
  beforeLoad: async ({ search }) => {
    const session = await queryClient.ensureQueryData(sessionQuery);
    if (session !== null) throw redirect({ to: safeNext(search.next) ?? '/flows' });
  },
  component: lazyRouteComponent(() => import('../pages/sign-in/sign-in-page.tsx'), 'SignInPage'),
});

const frame = createRoute({
  getParentRoute: () => root,
  id: 'frame',
  beforeLoad: async ({ location }) => {
    const session = await queryClient.ensureQueryData(sessionQuery);
    if (session === null) throw redirect({ to: '/sign-in', search: { next: `/console${location.href}` } });
  },
  component: Frame,
});

const home = createRoute({
  getParentRoute: () => frame,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/flows' });
  },
});

const flows = createRoute({
  getParentRoute: () => frame,
  path: '/flows',
  validateSearch: readFlowSearch,
  component: lazyRouteComponent(() => import('../pages/flows/flows-page.tsx'), 'FlowsPage'),
});

const newFlow = createRoute({
  getParentRoute: () => flows,
  path: '/new',
  validateSearch: ({ template }: Search) => given({ template: textOf(template) }),
  component: lazyRouteComponent(() => import('../pages/flows/new-flow-dialog.tsx'), 'NewFlowDialog'),
});

const editor = createRoute({
  getParentRoute: () => frame,
  path: '/flows/$flowSid',
  validateSearch: ({ widget, tab, field, panel, phone }: Search) =>
    given({
      widget: textOf(widget),
      tab: oneOf(inspectorTabs, tab),
      field: textOf(field),
      panel: oneOf(drawerPanels, panel),
      phone: oneOf(['chat', 'call'], phone),
    }),
  component: lazyRouteComponent(() => import('../pages/editor/editor-page.tsx'), 'EditorPage'),
});

const details = createRoute({
  getParentRoute: () => frame,
  path: '/flows/$flowSid/details',
  component: lazyRouteComponent(() => import('../pages/flow-details/flow-details-page.tsx'), 'FlowDetailsPage'),
});

const flowExecutions = createRoute({
  getParentRoute: () => frame,
  path: '/flows/$flowSid/executions',
  validateSearch: readRunSearch,
  component: lazyRouteComponent(() => import('../pages/executions/executions-page.tsx'), 'FlowExecutionsPage'),
});

const executions = createRoute({
  getParentRoute: () => frame,
  path: '/executions',
  validateSearch: readRunSearch,
  component: lazyRouteComponent(() => import('../pages/executions/executions-page.tsx'), 'AllExecutionsPage'),
});

const execution = createRoute({
  getParentRoute: () => frame,
  path: '/flows/$flowSid/executions/$executionSid',
  validateSearch: ({ view }: Search) => given({ view: oneOf(executionViews, view) }),
  component: lazyRouteComponent(() => import('../pages/execution/execution-page.tsx'), 'ExecutionPage'),
});

/** The same page, at a step. */
const executionStep = createRoute({ getParentRoute: () => execution, path: '/steps/$stepSid' });

const replay = createRoute({
  getParentRoute: () => frame,
  path: '/flows/$flowSid/executions/$executionSid/replay',
  validateSearch: ({ on }: Search) => given({ on: textOf(on) }),
  component: lazyRouteComponent(() => import('../pages/replay/replay-page.tsx'), 'ReplayPage'),
});

/** An execution whose flow is not in the address. */
const executionAnywhere = createRoute({
  getParentRoute: () => frame,
  path: '/executions/$executionSid',
  beforeLoad: async ({ params: { executionSid } }) => {
    const { flowSid } = await getExecution(executionSid);
    throw redirect({ to: '/flows/$flowSid/executions/$executionSid', params: { flowSid, executionSid } });
  },
});

const traffic = createRoute({
  getParentRoute: () => frame,
  path: '/flows/$flowSid/traffic',
  validateSearch: readTrafficSearch,
  component: lazyRouteComponent(() => import('../pages/traffic/traffic-page.tsx'), 'TrafficPage'),
});

const revisions = createRoute({
  getParentRoute: () => frame,
  path: '/flows/$flowSid/revisions',
  validateSearch: ({ only }: Search) => given({ only: oneOf(['published'], only) }),
  component: lazyRouteComponent(() => import('../pages/revisions/revisions-page.tsx'), 'RevisionsPage'),
});

const revision = createRoute({
  getParentRoute: () => frame,
  path: '/flows/$flowSid/revisions/$revision',
  validateSearch: ({ widget }: Search) => given({ widget: textOf(widget) }),
  component: lazyRouteComponent(() => import('../pages/revisions/revision-page.tsx'), 'RevisionPage'),
});

const compare = createRoute({
  getParentRoute: () => frame,
  path: '/flows/$flowSid/compare/$first/$second',
  validateSearch: ({ widget, view, moves }: Search) =>
    given({ widget: textOf(widget), view: oneOf(['one', 'side'], view), moves: oneOf(['shown'], moves) }),
  component: lazyRouteComponent(() => import('../pages/compare/compare-page.tsx'), 'ComparePage'),
});

const searchable = ({ q }: Search) => given({ q: textOf(q) });

const numbers = createRoute({
  getParentRoute: () => frame,
  path: '/numbers',
  validateSearch: searchable,
  component: lazyRouteComponent(() => import('../pages/numbers/numbers-page.tsx'), 'NumbersPage'),
});

const accounts = createRoute({
  getParentRoute: () => frame,
  path: '/accounts',
  component: lazyRouteComponent(() => import('../pages/accounts/accounts-page.tsx'), 'AccountsPage'),
});

const keys = createRoute({
  getParentRoute: () => frame,
  path: '/keys',
  component: lazyRouteComponent(() => import('../pages/keys/keys-page.tsx'), 'KeysPage'),
});

const tasks = createRoute({
  getParentRoute: () => frame,
  path: '/tasks',
  validateSearch: ({ show }: Search) => given({ show: oneOf(taskStatuses, show) }),
  component: lazyRouteComponent(() => import('../pages/tasks/tasks-page.tsx'), 'TasksPage'),
});

const conversations = createRoute({
  getParentRoute: () => frame,
  path: '/conversations',
  validateSearch: ({ conversation }: Search) => given({ conversation: textOf(conversation) }),
  component: lazyRouteComponent(() => import('../pages/conversations/conversations-page.tsx'), 'ConversationsPage'),
});

const carriers = createRoute({
  getParentRoute: () => frame,
  path: '/carriers',
  component: lazyRouteComponent(() => import('../pages/carriers/carriers-page.tsx'), 'CarriersPage'),
});

const functions = createRoute({
  getParentRoute: () => frame,
  path: '/functions',
  component: lazyRouteComponent(() => import('../pages/functions/functions-page.tsx'), 'FunctionsPage'),
});

const sinks = createRoute({
  getParentRoute: () => frame,
  path: '/sinks',
  component: lazyRouteComponent(() => import('../pages/sinks/sinks-page.tsx'), 'SinksPage'),
});

const settings = createRoute({
  getParentRoute: () => frame,
  path: '/settings',
  component: lazyRouteComponent(() => import('../pages/settings/settings-page.tsx'), 'SettingsPage'),
});

const health = createRoute({
  getParentRoute: () => frame,
  path: '/health',
  component: lazyRouteComponent(() => import('../pages/health/health-page.tsx'), 'HealthPage'),
});

const administration = [numbers, accounts, keys, tasks, conversations, carriers, functions, sinks, settings, health];

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    frame.addChildren([
      home,
      flows.addChildren([newFlow]),
      editor,
      details,
      flowExecutions,
      execution.addChildren([executionStep]),
      replay,
      traffic,
      executionAnywhere,
      executions,
      revisions,
      revision,
      compare,
      ...administration,
    ]),
  ]),
  basepath: '/console',
  parseSearch,
  stringifySearch,
  defaultPreload: 'intent',
  defaultErrorComponent: BrokenPage,
  defaultNotFoundComponent: UnknownPage,
});

declare module '@tanstack/react-router' {
  interface Register {
    readonly router: typeof router;
  }
}

type Search = { readonly [name: string]: unknown };

function UnknownPage() {
  return (
    <Empty icon="info" text={t.frame.failure.unknownPage} help={t.frame.failure.unknownPageHelp}>
      <Button component={Link} to="/flows">
        {t.frame.failure.allFlows}
      </Button>
    </Empty>
  );
}

function BrokenPage({ error, reset }: ErrorComponentProps) {
  const { invalidate } = useRouter();
  const retry = () => {
    reset();
    void invalidate();
  };
  if (error instanceof Refused && error.status === 404) return <UnknownPage />;
  if (error instanceof NoAnswer) return <FailureBar error={error} onRetry={retry} />;
  return (
    <Empty icon="alert" text={t.frame.failure.unexpected} help={t.frame.failure.unexpectedHelp}>
      <Button onClick={() => location.reload()}>{t.frame.failure.reload}</Button>
    </Empty>
  );
}
