/** The Revision History as a list: what was published stands by itself, runs of drafts between are folded (console §7.4). */

/** What the list needs to know of a revision. */
export interface Listed {
  readonly revision: number;
  readonly status: 'draft' | 'published';
}

export type HistoryItem<T extends Listed> =
  | { readonly kind: 'revision'; readonly row: T }
  /** The head of drafts that can be folded; those of a run that is not folded follow it. */
  | { readonly kind: 'run'; readonly of: 'drafts' | 'moves'; readonly rows: readonly T[]; readonly isFolded: boolean };

export interface HistoryView {
  readonly isPublishedOnly: boolean;
  /** Keys of runs that are shown, see `runKey`. */
  readonly unfolded: ReadonlySet<string>;
  /** True for a revision that moved widgets and did nothing else. */
  readonly isMove: (revision: number) => boolean;
}

/** The same as long as nothing older is added to the run. */
export function runKey({ of, rows }: { readonly of: 'drafts' | 'moves'; readonly rows: readonly Listed[] }): string {
  return `${of} ${rows.at(-1)?.revision}`;
}

/** `rows`: newest first. Drafts that nothing was published after are never folded: these are worked on. */
export function historyItems<T extends Listed>(rows: readonly T[], view: HistoryView): readonly HistoryItem<T>[] {
  const items: HistoryItem<T>[] = [];
  for (const run of runsOf(rows, ({ status }) => status)) {
    const [first] = run;
    const isWorkedOn = first === rows[0];
    if (first?.status === 'published') items.push(...run.map((row) => ({ kind: 'revision', row }) as const));
    else if (view.isPublishedOnly) continue;
    else if (isWorkedOn || run.length === 1) items.push(...draftItems(run, view));
    else {
      const head = { kind: 'run', of: 'drafts', rows: run } as const;
      const isFolded = !view.unfolded.has(runKey(head));
      items.push({ ...head, isFolded }, ...(isFolded ? [] : draftItems(run, view)));
    }
  }
  return items;
}

function draftItems<T extends Listed>(drafts: readonly T[], { unfolded, isMove }: HistoryView): HistoryItem<T>[] {
  return runsOf(drafts, ({ revision }) => isMove(revision)).flatMap((run): HistoryItem<T>[] => {
    const each = run.map((row) => ({ kind: 'revision', row }) as const);
    if (run.length === 1 || !isMove(run[0]?.revision ?? 0)) return each;
    const head = { kind: 'run', of: 'moves', rows: run } as const;
    const isFolded = !unfolded.has(runKey(head));
    return [{ ...head, isFolded }, ...(isFolded ? [] : each)];
  });
}

/** Neighbours of one kind together. */
function runsOf<T>(rows: readonly T[], kindOf: (row: T) => unknown): readonly (readonly T[])[] {
  const runs: T[][] = [];
  let kind: unknown;
  for (const row of rows) {
    const last = runs.at(-1);
    if (last !== undefined && kindOf(row) === kind) last.push(row);
    else runs.push([row]);
    kind = kindOf(row);
  }
  return runs;
}
