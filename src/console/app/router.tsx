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
import { NoAnswer } from '../api/client.ts';
import { flowSorts, flowStatuses } from '../pages/flows/flow-search.ts';
import { Frame } from './frame.tsx';
import { queryClient, sessionQuery } from './query-client.ts';
import { oneOf, parseSearch, safeNext, stringifySearch, textOf } from './search-params.ts';
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
  validateSearch: ({ q, status, sort }: Search) =>
    given({ q: textOf(q), status: oneOf(flowStatuses, status), sort: oneOf(flowSorts, sort) }),
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
  validateSearch: ({ widget }: Search) => given({ widget: textOf(widget) }),
  component: lazyRouteComponent(() => import('../pages/editor/editor-page.tsx'), 'EditorPage'),
});

const details = createRoute({
  getParentRoute: () => frame,
  path: '/flows/$flowSid/details',
  component: lazyRouteComponent(() => import('../pages/flow-details/flow-details-page.tsx'), 'FlowDetailsPage'),
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

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    frame.addChildren([
      home,
      flows.addChildren([newFlow]),
      editor,
      details,
      revisions,
      revision,
      compare,
      numbers,
      accounts,
      keys,
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

/** Without what is undefined, so that all of it is optional. */
function given<T extends object>(search: T): { readonly [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(search).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { readonly [K in keyof T]?: Exclude<T[K], undefined> };
}

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
  if (error instanceof NoAnswer) return <FailureBar error={error} onRetry={retry} />;
  return (
    <Empty icon="alert" text={t.frame.failure.unexpected} help={t.frame.failure.unexpectedHelp}>
      <Button onClick={() => location.reload()}>{t.frame.failure.reload}</Button>
    </Empty>
  );
}
