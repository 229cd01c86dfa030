/** What the drawer of an execution shows; the address remembers it. */
export const executionViews = ['timeline', 'table', 'raw'] as const;
export type ExecutionView = (typeof executionViews)[number];
