import { QueryClient } from '@tanstack/react-query';
import { findSession } from '../api/session.ts';

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // `retryingIn` of `state.tsx` tells the reader and asks again; nothing retries behind the page's back.
      retry: false,
      networkMode: 'always',
      staleTime: 5_000,
      refetchOnWindowFocus: true,
    },
    mutations: { retry: false, networkMode: 'always' },
  },
});

export const sessionQuery = {
  queryKey: ['session'],
  queryFn: findSession,
  staleTime: Number.POSITIVE_INFINITY,
  networkMode: 'always',
} as const;
