/** Where two ways of an execution part. */

export interface PathStep {
  readonly widget: string;
  readonly event: string;
  /** Undefined: nowhere. */
  readonly target: string | undefined;
  /** Texts that it sent; undefined: they are not known. */
  readonly messages: readonly string[] | undefined;
}

export interface Way {
  readonly steps: readonly PathStep[];
  /** Where it stands; undefined: it has ended. */
  readonly waitsAt: string | undefined;
}

export type Difference = { /** Of the first step that differs, from 0. */ readonly at: number } & (
  | { readonly kind: 'left'; readonly was: PathStep; readonly now: PathStep }
  | { readonly kind: 'widget'; readonly was: PathStep; readonly now: PathStep }
  | { readonly kind: 'message'; readonly was: PathStep; readonly now: PathStep }
  /** One of them goes on, where the other waits or has ended. */
  | { readonly kind: 'stays'; readonly was: PathStep; readonly waitsAt: string | undefined }
  | { readonly kind: 'goes-on'; readonly now: PathStep; readonly waitedAt: string | undefined }
  | { readonly kind: 'rests'; readonly waitedAt: string | undefined; readonly waitsAt: string | undefined }
);

/** Undefined: the same steps and messages. */
export function firstDifference(was: Way, now: Way): Difference | undefined {
  const count = Math.max(was.steps.length, now.steps.length);
  for (let at = 0; at < count; at++) {
    const difference = differenceAt(at, was, now);
    if (difference) return difference;
  }
  return was.waitsAt === now.waitsAt
    ? undefined
    : { at: count, kind: 'rests', waitedAt: was.waitsAt, waitsAt: now.waitsAt };
}

function differenceAt(at: number, was: Way, now: Way): Difference | undefined {
  const [before, after] = [was.steps[at], now.steps[at]];
  if (before === undefined) return after && { at, kind: 'goes-on', now: after, waitedAt: was.waitsAt };
  if (after === undefined) return { at, kind: 'stays', was: before, waitsAt: now.waitsAt };
  const pair = { at, was: before, now: after };
  if (before.widget !== after.widget) return { ...pair, kind: 'widget' };
  const areKnown = before.messages !== undefined && after.messages !== undefined;
  if (areKnown && JSON.stringify(before.messages) !== JSON.stringify(after.messages))
    return { ...pair, kind: 'message' };
  if (before.event !== after.event || before.target !== after.target) return { ...pair, kind: 'left' };
  return undefined;
}
