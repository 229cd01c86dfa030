/** Changes of a text as data: what stood at a place and what stands there now. */

export interface Splice {
  /** Offset in the text before the change; of several in one change, all count in the same text. */
  readonly at: number;
  readonly removed: string;
  readonly inserted: string;
}

/** Splices in the order of the text that do not overlap: one change. */
export type Change = readonly Splice[];

/** Orders splices as a change; of two insertions at one place the earlier in the list stands first. */
export function changeOf(splices: readonly Splice[]): Change {
  const ordered = splices
    .filter(({ removed, inserted }) => removed !== inserted)
    .sort((left, right) => left.at - right.at || left.removed.length - right.removed.length);
  ordered.forEach(({ at }, index) => {
    const before = ordered[index - 1];
    if (before && before.at + before.removed.length > at) throw new Error(`Two splices overlap at ${at}`);
  });
  return ordered;
}

/** The change that takes a change back. */
export function inverse(change: Change): Change {
  let shift = 0;
  return change.map(({ at, removed, inserted }) => {
    const back = { at: at + shift, removed: inserted, inserted: removed };
    shift += inserted.length - removed.length;
    return back;
  });
}

/** Applies a change to a text, or to a part of it that begins at `start`. */
export function spliceText(text: string, change: Change, start = 0): string {
  let out = '';
  let end = 0;
  for (const { at, removed, inserted } of change) {
    out += text.slice(end, at - start) + inserted;
    end = at - start + removed.length;
  }
  return out + text.slice(end);
}

/** The smallest single splice that makes `after` of `before`; undefined when they are equal. */
export function difference(before: string, after: string, at = 0): Splice | undefined {
  if (before === after) return undefined;
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before.charCodeAt(head) === after.charCodeAt(head)) head++;
  let tail = 0;
  const rest = shorter - head;
  while (tail < rest && before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)) {
    tail++;
  }
  return {
    at: at + head,
    removed: before.slice(head, before.length - tail),
    inserted: after.slice(head, after.length - tail),
  };
}

/**
 * One change in the place of two that follow each other (typing on, moving the same cards on); undefined where a splice
 * of one meets several of the other.
 */
export function composed(first: Change, second: Change): Change | undefined {
  const change: Splice[] = [];
  const before = first.values();
  const after = second.values();
  let shift = 0;
  let older = before.next().value;
  let newer = after.next().value;
  while (older || newer) {
    if (older && (!newer || older.at + shift + older.inserted.length < newer.at)) {
      change.push(older);
      shift += grown(older);
      older = before.next().value;
    } else if (newer && (!older || newer.at + newer.removed.length < older.at + shift)) {
      change.push({ ...newer, at: newer.at - shift });
      newer = after.next().value;
    } else if (older && newer) {
      const nextOlder = before.next().value;
      const nextNewer = after.next().value;
      const end = older.at + shift + older.inserted.length;
      const isMet = nextOlder && nextOlder.at + shift + grown(older) <= newer.at + newer.removed.length;
      if (isMet || (nextNewer && nextNewer.at <= end)) return undefined;
      change.push(joinedSplice(older, newer, shift));
      shift += grown(older);
      older = nextOlder;
      newer = nextNewer;
    }
  }
  return change.filter(({ removed, inserted }) => removed !== inserted);
}

function grown({ removed, inserted }: Splice): number {
  return inserted.length - removed.length;
}

/** Of two that meet. `shift`: how far the splices before `first` have moved what follows. */
function joinedSplice(first: Splice, second: Splice, shift: number): Splice {
  const start = first.at + shift;
  const end = start + first.inserted.length;
  const secondEnd = second.at + second.removed.length;
  const left = Math.max(0, start - second.at);
  const right = Math.max(0, secondEnd - end);
  return {
    at: first.at - left,
    removed: second.removed.slice(0, left) + first.removed + second.removed.slice(second.removed.length - right),
    inserted:
      first.inserted.slice(0, Math.max(0, second.at - start)) +
      second.inserted +
      first.inserted.slice(Math.min(first.inserted.length, secondEnd - start)),
  };
}
