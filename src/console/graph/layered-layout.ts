/** A simple layered layout: for flows without offsets, and until the better one is loaded. The same input, the same places. */
import type { Card } from './card.ts';
import { COLUMN_GAP } from './card-size.ts';
import { grouped, type LayoutPart, onSteps, type Places, type Wish } from './layout.ts';
import type { WireLink } from './wire-set.ts';

/** Cards from the top down, each below all that lead to it but for circles, over the middle of what follows it. */
export function layeredLayout(part: LayoutPart): Places {
  const links = withoutCircles(part);
  return onSteps(wishesOf(part.cards, links, rowsOf(part.cards, links)));
}

/** Links but those that close a circle, walked from the first card on, outlets in their order. */
function withoutCircles({ cards, links }: LayoutPart): WireLink[] {
  const bySource = grouped(links, ({ source }) => source);
  const kept: WireLink[] = [];
  const done = new Set<string>();
  const open = new Set<string>();
  for (const { id } of cards) {
    const stack: { id: string; next: number }[] = [{ id, next: 0 }];
    if (done.has(id)) continue;
    open.add(id);
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const link = bySource.get(top.id)?.[top.next++];
      if (link === undefined) {
        open.delete(top.id);
        done.add(top.id);
        stack.pop();
      } else if (!open.has(link.target)) {
        kept.push(link);
        if (done.has(link.target)) continue;
        open.add(link.target);
        stack.push({ id: link.target, next: 0 });
      }
    }
  }
  return kept;
}

/** One below the lowest of the cards that lead here. */
function rowsOf(cards: readonly Card[], links: readonly WireLink[]): ReadonlyMap<string, number> {
  const rows = new Map(cards.map(({ id }) => [id, 0]));
  const waitsFor = new Map(cards.map(({ id }) => [id, 0]));
  for (const { target } of links) waitsFor.set(target, (waitsFor.get(target) ?? 0) + 1);
  const bySource = grouped(links, ({ source }) => source);
  const ready = cards.flatMap(({ id }) => (waitsFor.get(id) === 0 ? [id] : []));
  for (const id of ready) {
    for (const { target } of bySource.get(id) ?? []) {
      rows.set(target, Math.max(rows.get(target) ?? 0, (rows.get(id) ?? 0) + 1));
      const left = (waitsFor.get(target) ?? 0) - 1;
      waitsFor.set(target, left);
      if (left === 0) ready.push(target);
    }
  }
  return rows;
}

/**
 * Left edges: each card hangs on the first of those that lead to it from the row above, and has the width of all that
 * hangs on it to itself. Cards that nothing leads to stand side by side.
 */
function wishesOf(cards: readonly Card[], links: readonly WireLink[], rows: ReadonlyMap<string, number>): Wish[] {
  const rowOf = (id: string) => rows.get(id) ?? 0;
  const byId = new Map(cards.map((card) => [card.id, card]));
  const parents = new Map<string, string>();
  for (const { source, target } of links) {
    if (rowOf(source) === rowOf(target) - 1 && !parents.has(target)) parents.set(target, source);
  }
  // A map keeps the order in which links came: that of the outlets.
  const children = grouped(
    [...parents.keys()].flatMap((id) => byId.get(id) ?? []),
    ({ id }) => parents.get(id),
  );
  const spans = spansOf(cards, children, rowOf);
  const wishes: Wish[] = [];
  const starts = new Map<string, number>();
  const sideBySide = (all: readonly Card[], from: number) => {
    let start = from;
    for (const { id } of all) {
      starts.set(id, start);
      start += (spans.get(id) ?? 0) + COLUMN_GAP;
    }
  };
  sideBySide(
    cards.filter(({ id }) => !parents.has(id)),
    0,
  );
  for (const card of [...cards].sort((a, b) => rowOf(a.id) - rowOf(b.id))) {
    const start = starts.get(card.id) ?? 0;
    const span = spans.get(card.id) ?? card.width;
    const below = children.get(card.id) ?? [];
    wishes.push({ card, row: rowOf(card.id), x: start + (span - card.width) / 2 });
    sideBySide(below, start + (span - widthOf(below, spans)) / 2);
  }
  return wishes;
}

/** The width of a card with all that hangs on it, from the lowest row up. */
function spansOf(
  cards: readonly Card[],
  children: ReadonlyMap<string | undefined, readonly Card[]>,
  rowOf: (id: string) => number,
): ReadonlyMap<string, number> {
  const spans = new Map<string, number>();
  for (const { id, width } of [...cards].sort((a, b) => rowOf(b.id) - rowOf(a.id))) {
    spans.set(id, Math.max(width, widthOf(children.get(id) ?? [], spans)));
  }
  return spans;
}

function widthOf(cards: readonly Card[], spans: ReadonlyMap<string, number>): number {
  return cards.reduce((sum, { id }) => sum + (spans.get(id) ?? 0) + COLUMN_GAP, -COLUMN_GAP);
}
