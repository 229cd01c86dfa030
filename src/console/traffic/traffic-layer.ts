/** Counts of traffic as marks on the cards and wires of a flow, and as the rows of a table. */
import { cardOf } from '../graph/card.ts';
import { type FlowView, statesByName } from '../graph/flow-view.ts';
import { eventInWords, outletsOf } from '../graph/outlets.ts';
import { wireOf } from '../path/path-marks.ts';
import { trafficLayer as texts } from '../texts/traffic.ts';

export interface Counts {
  readonly widgets: readonly {
    readonly widget: string;
    readonly in: number;
    readonly out: number;
    readonly ended: number;
    readonly failed: number;
  }[];
  readonly transitions: readonly {
    readonly widget: string;
    readonly event: string;
    readonly target: string | undefined;
    readonly count: number;
  }[];
}

export interface TrafficRow {
  readonly widget: string;
  readonly event: string;
  /** Of the outlet. */
  readonly label: string;
  readonly target: string | undefined;
  readonly count: number;
  /** Of all that left the widget, from 0 to 1. */
  readonly share: number;
  /** The same in the revision that it is compared with; undefined: it was not taken there. */
  readonly thanShare: number | undefined;
  /** Id of its wire in the drawing; undefined where it leads nowhere. */
  readonly wire: string | undefined;
}

export interface TrafficLayer {
  readonly cards: ReadonlyMap<
    string,
    { readonly footer?: string; readonly isFooterBad?: boolean; readonly isQuiet?: boolean }
  >;
  readonly wires: ReadonlyMap<string, { readonly kind?: 'quiet'; readonly width?: number; readonly label?: string }>;
  /** In the order of the file; the busiest of a widget first. */
  readonly rows: readonly TrafficRow[];
}

/** Strokes of wires, in canvas units. */
const least = 1.5;
const most = 8;
/** From this share on failures are marked. */
const badShare = 0.05;

export function trafficLayer(flow: FlowView, counts: Counts, than: Counts | undefined): TrafficLayer {
  const rows = rowsOf(flow, counts, than);
  const busiest = Math.max(1, ...rows.map(({ count }) => count));
  const byWire = new Map(rows.flatMap((row) => (row.wire === undefined ? [] : [[row.wire, row] as const])));
  const byWidget = new Map(counts.widgets.map((each) => [each.widget, each]));
  return {
    rows,
    cards: new Map(
      flow.states.map((state) => {
        const counted = byWidget.get(state.name);
        return [state.id, counted === undefined ? { isQuiet: true } : cardMark(counted, state.type)] as const;
      }),
    ),
    wires: new Map(
      flow.states.flatMap((state) =>
        cardOf(state).outlets.map((outlet) => {
          const id = `${state.id}/${outlet.id}`;
          const row = byWire.get(id);
          return [id, row === undefined ? { kind: 'quiet' as const } : wireMark(row, busiest)] as const;
        }),
      ),
    ),
  };
}

function cardMark({ in: entered, out, ended, failed }: Counts['widgets'][number], type: string) {
  if (type === 'trigger') return { footer: texts.began(out) };
  const share = entered === 0 ? 0 : failed / entered;
  const isBad = share >= badShare;
  const footer = texts.card(entered, ended + failed) + (isBad ? texts.failed(share) : '');
  return isBad ? { footer, isFooterBad: true } : { footer };
}

function wireMark({ count, share, thanShare }: TrafficRow, busiest: number) {
  const label = thanShare === undefined ? texts.wire(count, share) : texts.compared(share, thanShare);
  return { width: least + ((most - least) * count) / busiest, label };
}

function rowsOf(flow: FlowView, counts: Counts, than: Counts | undefined): readonly TrafficRow[] {
  const byName = statesByName(flow);
  const shareOf = sharesOf(counts);
  const thanOf = than && sharesOf(than);
  const order = new Map(flow.states.map(({ name }, index) => [name, index]));
  const rows = counts.transitions.map((taken): TrafficRow => {
    const { widget, event, target } = taken;
    const state = byName.get(widget);
    const outlets = state === undefined ? [] : outletsOf(state).filter((outlet) => outlet.event === event);
    const outlet = outlets.find(({ next }) => next === target) ?? outlets[0];
    return {
      ...taken,
      label: outlet?.label ?? eventInWords(event),
      share: shareOf(taken) ?? 0,
      thanShare: thanOf?.(taken),
      wire: state && wireOf(state, event, target),
    };
  });
  const place = ({ widget }: TrafficRow) => order.get(widget) ?? order.size;
  return rows.sort((a, b) => place(a) - place(b) || b.count - a.count);
}

type Taken = Pick<TrafficRow, 'widget' | 'event' | 'target'>;

function sharesOf({ transitions }: Counts): (taken: Taken) => number | undefined {
  const keyOf = ({ widget, event, target }: Taken) => JSON.stringify([widget, event, target]);
  const left = new Map<string, number>();
  for (const { widget, count } of transitions) left.set(widget, (left.get(widget) ?? 0) + count);
  const shares = new Map(transitions.map((each) => [keyOf(each), each.count / (left.get(each.widget) ?? 1)]));
  return (taken) => shares.get(keyOf(taken));
}
