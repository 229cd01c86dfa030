/**
 * *Tidy up* by ELK's layered algorithm, which runs in a worker: its question and its answer as plain data. The form is
 * ELK's JSON format (https://eclipse.dev/elk/documentation/tooldevelopers/graphdatastructure/jsonformat.html).
 */
import { COLUMN_GAP, ROW_GAP } from './card-size.ts';
import { type LayoutPart, onSteps, type Places } from './layout.ts';

type Options = { readonly [option: string]: string };

export interface ElkPort {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly layoutOptions: Options;
}

export interface ElkNode {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  readonly ports: ElkPort[];
  readonly layoutOptions: Options;
}

export interface ElkEdge {
  readonly id: string;
  readonly sources: [string];
  readonly targets: [string];
}

export interface ElkGraph {
  readonly id: string;
  readonly layoutOptions: Options;
  readonly children: ElkNode[];
  readonly edges: ElkEdge[];
}

/** What we read of ELK's answer. */
export interface ElkResult {
  readonly children?: readonly { readonly id: string; readonly x?: number; readonly y?: number }[];
}

const graphOptions: Options = {
  'elk.algorithm': 'layered',
  'elk.direction': 'DOWN',
  'elk.randomSeed': '1',
  // One grid of rows for all parts of the flow.
  'elk.separateConnectedComponents': 'false',
  'elk.spacing.nodeNode': String(COLUMN_GAP),
  'elk.layered.spacing.nodeNodeBetweenLayers': String(ROW_GAP),
  'elk.layered.cycleBreaking.strategy': 'DEPTH_FIRST',
  // Network simplex takes minutes for 2,000 cards, as does keeping the order of the file; ports keep that of outlets.
  'elk.layered.nodePlacement.strategy': 'BRANDES_KOEPF',
};

/** The question. Nodes and edges are numbered, since names may hold anything; ports keep the order of the outlets. */
export function toElkGraph({ cards, links }: LayoutPart): ElkGraph {
  const numbers = new Map(cards.map(({ id }, number) => [id, number]));
  const outlets = new Map(
    cards.flatMap((card, number) => card.outlets.map((outlet, nth) => [`${number} ${outlet.id}`, `n${number}.${nth}`])),
  );
  const children = cards.map((card, number): ElkNode => {
    const ports = card.outlets.map((outlet, nth) =>
      port(`n${number}.${nth}`, 'SOUTH', outlet.x + outlet.width / 2, card.height),
    );
    const { width, height, hasInlet } = card;
    return {
      id: `n${number}`,
      width,
      height,
      ports: [port(`n${number}.in`, 'NORTH', width / 2, 0), ...ports],
      layoutOptions: {
        'elk.portConstraints': 'FIXED_POS',
        ...(hasInlet ? {} : { 'elk.layered.layering.layerConstraint': 'FIRST' }),
      },
    };
  });
  const edges = links.flatMap(({ source, target, outlet }, number): ElkEdge[] => {
    const from = outlets.get(`${numbers.get(source)} ${outlet}`);
    // A wire to its own card says nothing about its place.
    if (from === undefined || source === target) return [];
    return [{ id: `e${number}`, sources: [from], targets: [`n${numbers.get(target)}.in`] }];
  });
  return { id: 'flow', layoutOptions: graphOptions, children, edges };
}

/** The answer on the steps of a tidy flow, upper left corner at the origin. What ELK left out stands in the first row. */
export function fromElkLayout({ children = [] }: ElkResult, { cards }: LayoutPart): Places {
  const found = new Map(children.map((child) => [child.id, child]));
  const tops = [...new Set(children.map(({ y = 0 }) => Math.round(y)))].sort((a, b) => a - b);
  const rows = new Map(tops.map((top, row) => [top, row]));
  return onSteps(
    cards.map((card, number) => {
      const { x = 0, y = 0 } = found.get(`n${number}`) ?? {};
      return { card, x, row: rows.get(Math.round(y)) ?? 0 };
    }),
  );
}

function port(id: string, side: 'NORTH' | 'SOUTH', x: number, y: number): ElkPort {
  return { id, x, y, width: 0, height: 0, layoutOptions: { 'elk.port.side': side } };
}
