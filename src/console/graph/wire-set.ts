/** All wires of a flow: routed, found by place, and routed anew in part when a card moves. */
import { BoxIndex, type Meter } from './box-index.ts';
import { cardOf } from './card.ts';
import { outletPoint } from './card-size.ts';
import { type FlowView, type StateView, statesByName } from './flow-view.ts';
import { type Box, boxBetween, grown, type Point } from './geometry.ts';
import { WireLanes } from './wire-lanes.ts';
import { distanceFrom, type Run, routeWire, runOf, type WireEnds } from './wire-route.ts';

export interface WireLink {
  readonly id: string;
  /** Ids of the cards that it joins. */
  readonly source: string;
  readonly target: string;
  /** Id of the outlet on its source. */
  readonly outlet: string;
  /** Middle of the outlet's ring, from the corner of the source. */
  readonly from: Point;
}

export interface Wire extends WireLink {
  /** Corners, ends included. */
  readonly points: readonly Point[];
}

/** Half of the hit stroke: 16 for a mouse, 24 for a finger. */
export const HIT_DISTANCE = { fine: 8, coarse: 12 } as const;

/** Every transition that leads to a widget of the flow, in document order and in the order of the outlets. */
export function linksOf(flow: FlowView): WireLink[] {
  const targets = statesByName(flow);
  return flow.states.flatMap((state) => linksFrom(state, targets));
}

export class WireSet {
  readonly #boxes: Map<string, Box>;
  readonly #links = new Map<string, WireLink>();
  readonly #order = new Map<string, number>();
  readonly #byCard = new Map<string, Set<string>>();
  readonly #wires = new Map<string, Wire>();
  readonly #runs = new Map<string, Run>();
  readonly #lanes: WireLanes;
  readonly #legs: BoxIndex;
  readonly #meter: Meter;

  /**
   * `boxes`: of every card, by id; a wire of a card without a box is not drawn. `more`: wires beside those of the flow.
   */
  constructor(
    flow: FlowView,
    boxes: ReadonlyMap<string, Box>,
    meter: Meter = { used: 0 },
    more: readonly WireLink[] = [],
  ) {
    this.#meter = meter;
    this.#lanes = new WireLanes(meter);
    this.#legs = new BoxIndex([], meter);
    this.#boxes = new Map(boxes);
    for (const link of [...linksOf(flow), ...more]) {
      if (!boxes.has(link.source) || !boxes.has(link.target)) continue;
      this.#order.set(link.id, this.#links.size);
      this.#links.set(link.id, link);
      for (const card of [link.source, link.target]) {
        this.#byCard.set(card, (this.#byCard.get(card) ?? new Set()).add(link.id));
      }
    }
    this.#route(this.#links.keys());
  }

  /** In document order. */
  all(): Wire[] {
    return [...this.#links.keys()].flatMap((id) => this.#wires.get(id) ?? []);
  }

  get(id: string): Wire | undefined {
    return this.#wires.get(id);
  }

  /** Wires that begin or end at the card. */
  ofCard(id: string): Wire[] {
    return [...(this.#byCard.get(id) ?? [])].flatMap((wire) => this.#wires.get(wire) ?? []);
  }

  /** Puts cards elsewhere; answers with the wires that look different now. */
  move(places: ReadonlyMap<string, Point>): Set<string> {
    const stale = new Set<string>();
    for (const [card, { x, y }] of places) {
      const box = this.#boxes.get(card);
      if (box === undefined) continue;
      this.#boxes.set(card, { ...box, x, y });
      for (const wire of this.#byCard.get(card) ?? []) stale.add(wire);
    }
    return this.#route(stale);
  }

  /** The wire nearest to a point, within `reach`. */
  at(point: Point, reach: number = HIT_DISTANCE.fine): Wire | undefined {
    let found: Wire | undefined;
    let nearest = reach;
    for (const wire of this.within(grown({ ...point, width: 0, height: 0 }, reach))) {
      const distance = distanceFrom(wire.points, point);
      // Of two as near the one that is drawn later lies on top.
      if (distance <= nearest) [found, nearest] = [wire, distance];
    }
    return found;
  }

  /** Wires of which a leg comes into the area, in document order. */
  within(area: Box): Wire[] {
    const ids = new Set(this.#legs.within(area).map((leg) => leg.slice(leg.indexOf(' ') + 1)));
    const order = [...ids].flatMap((id) => this.#wires.get(id) ?? []);
    return order.sort((a, b) => (this.#order.get(a.id) ?? 0) - (this.#order.get(b.id) ?? 0));
  }

  #route(ids: Iterable<string>): Set<string> {
    const stale = new Set(ids);
    const gone: [string, Run][] = [];
    const come: { id: string; run: Run; goesRight: boolean }[] = [];
    for (const id of stale) {
      const old = this.#runs.get(id);
      if (old !== undefined) gone.push([id, old]);
      this.#runs.delete(id);
      const ends = this.#endsOf(id);
      const run = ends && runOf(ends);
      if (ends === undefined || run === undefined) continue;
      this.#runs.set(id, run);
      come.push({ id, run, goesRight: run.left === ends.start.x });
    }
    for (const id of this.#lanes.update(gone, come)) stale.add(id);
    for (const id of stale) this.#draw(id);
    return stale;
  }

  #draw(id: string): void {
    const link = this.#links.get(id);
    const ends = this.#endsOf(id);
    if (link === undefined || ends === undefined) return;
    this.#meter.used++;
    const before = this.#wires.get(id)?.points.length ?? 0;
    const points = routeWire(ends, this.#lanes.laneOf(id));
    this.#wires.set(id, { ...link, points });
    for (let leg = 1; leg < Math.max(before, points.length); leg++) {
      const [from, to] = [points[leg - 1], points[leg]];
      if (from && to) this.#legs.set(`${leg} ${id}`, boxBetween(from, to));
      else this.#legs.delete(`${leg} ${id}`);
    }
  }

  #endsOf(id: string): WireEnds | undefined {
    const link = this.#links.get(id);
    const source = link && this.#boxes.get(link.source);
    const target = link && this.#boxes.get(link.target);
    if (!source || !target) return undefined;
    return { start: { x: source.x + link.from.x, y: source.y + link.from.y }, source, target };
  }
}

function linksFrom(state: StateView, targets: ReadonlyMap<string, StateView>): WireLink[] {
  return cardOf(state).outlets.flatMap((outlet) => {
    const target = outlet.next === undefined ? undefined : targets.get(outlet.next);
    if (target === undefined) return [];
    const { id, x, width } = outlet;
    const from = outletPoint({ x, width });
    return [{ id: `${state.id}/${id}`, source: state.id, target: target.id, outlet: id, from }];
  });
}
