/** The canvas: cards and wires of a drawing, with what a pointer can do to them. Edits are told, never made here. */
import {
  applyNodeChanges,
  type Connection,
  type Edge,
  type EdgeChange,
  type NodeChange,
  Position,
  ReactFlow,
  ReactFlowProvider,
  SelectionMode,
} from '@xyflow/react';
import './canvas.css';
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { createStore, useStore } from '../app/store.ts';
import { t } from '../app/texts.ts';
import type { CardFacts } from '../graph/card-body.ts';
import { detailAt } from '../graph/detail-level.ts';
import { holds, type Point, toGrid } from '../graph/geometry.ts';
import { LEAST_ZOOM, MOST_ZOOM, type View } from '../graph/view.ts';
import { CanvasContext, type CanvasFocus, type CanvasParts } from './canvas-context.ts';
import { type CanvasHandle, canvasPoint, useHandle } from './canvas-handle.ts';
import { CardNode, type CardNodeType } from './card-node.tsx';
import type { Drawing } from './drawing.ts';
import classes from './flow-canvas.module.css';
import { JoinedWires } from './joined-wires.tsx';
import { type CardMark, Marks, type WireMark } from './marks.ts';
import { WireEdge, type WireEdgeType, WireMarkers } from './wire-edge.tsx';
import { WirePaths } from './wire-paths.ts';

/** An outlet by the ids of its card and of itself. */
export interface OutletRef {
  readonly card: string;
  readonly outlet: string;
}

/** What a pointer did; points are of the canvas, `at` of the screen. */
export interface CanvasEvents {
  readonly select?: (cards: ReadonlySet<string>, wires: ReadonlySet<string>) => void;
  readonly open?: (card: string) => void;
  readonly move?: (places: ReadonlyMap<string, Point>) => void;
  /** One card was let go over a wire. */
  readonly insert?: (card: string, on: OutletRef, place: Point) => void;
  readonly connect?: (from: OutletRef, to: string) => void;
  readonly reconnect?: (from: OutletRef, to: string) => void;
  /** A wire was let go over empty canvas. */
  readonly dropWire?: (from: OutletRef, point: Point, at: Point) => void;
  /** Something was dropped from outside of the canvas. */
  readonly drop?: (type: string, point: Point, on: OutletRef | undefined) => void;
  readonly menu?: (card: string, at: Point) => void;
  readonly rename?: (card: string) => void;
  readonly key?: (event: React.KeyboardEvent) => void;
  /** Another part of the flow is shown, or it is shown in another size. */
  readonly view?: (view: View) => void;
}

interface FlowCanvasProps {
  readonly drawing: Drawing;
  /** Name for screen readers. */
  readonly label: string;
  readonly selection: ReadonlySet<string>;
  readonly selectedWires?: ReadonlySet<string>;
  readonly cardMarks?: Marks<CardMark>;
  readonly wireMarks?: Marks<WireMark>;
  readonly facts?: CardFacts;
  readonly isReadOnly?: boolean;
  readonly events: CanvasEvents;
  readonly onReady?: (handle: CanvasHandle) => void;
  readonly focus?: CanvasParts['focus'];
  readonly naming?: CanvasParts['naming'];
  readonly nameField?: CanvasParts['nameField'];
  /** Drawn in canvas units, over the cards. */
  readonly children?: ReactNode;
}

const nodeTypes = { card: CardNode };
const edgeTypes = { wire: WireEdge };
const noSelection: ReadonlySet<string> = new Set();
/** What a dragged palette entry carries. */
export const dragType = 'application/x-atelier-widget';
const proOptions = { hideAttribution: true };

export function FlowCanvas(props: FlowCanvasProps) {
  return (
    <ReactFlowProvider>
      <Canvas {...props} />
    </ReactFlowProvider>
  );
}

function Canvas({
  drawing,
  label,
  selection,
  selectedWires = noSelection,
  cardMarks,
  wireMarks,
  facts,
  isReadOnly = false,
  events,
  onReady,
  focus,
  naming,
  nameField,
  children,
}: FlowCanvasProps) {
  const latest = useRef({ events, drawing, nameField });
  latest.current = { events, drawing, nameField };
  const box = useRef<HTMLDivElement>(null);
  const { nodes, change, paths } = useNodes(drawing, selection);
  const parts = useMemo((): CanvasParts => {
    return {
      cardMarks: cardMarks ?? new Marks(),
      wireMarks: wireMarks ?? new Marks(),
      paths,
      detail: createStore(detailAt(1)),
      focus: focus ?? createStore<CanvasFocus | undefined>(undefined),
      target: createStore<string | undefined>(undefined),
      facts: createStore<CardFacts>({}),
      naming: naming ?? createStore<string | undefined>(undefined),
      nameField: (card) => latest.current.nameField?.(card),
      isReadOnly,
      openMenu: (card, at) => latest.current.events.menu?.(card, at),
      rename: (card) => latest.current.events.rename?.(card),
    };
  }, [cardMarks, wireMarks, paths, focus, naming, isReadOnly]);
  useEffect(() => parts.facts.set(facts ?? {}), [parts, facts]);
  // One card can be tabbed to, whatever was deleted.
  useEffect(() => {
    const { card } = parts.focus.get() ?? {};
    if (card === undefined || !drawing.boxes.has(card)) {
      const first = drawing.nodes[0]?.id;
      parts.focus.set(first === undefined ? undefined : { card: first });
    }
  }, [parts, drawing]);
  useHandle(box, latest, onReady);

  const focused = useStore(parts.focus)?.card;
  const drawn = useMemo(() => alwaysDrawn(nodes, focused), [nodes, focused]);
  const edges = useMemo(
    () => drawing.edges.map((edge): WireEdgeType => ({ ...edge, data: {}, selected: selectedWires.has(edge.id) })),
    [drawing.edges, selectedWires],
  );
  const [isJoined, setJoined] = useState(false);
  const viewed = (view: View) => {
    const level = detailAt(view.zoom);
    const before = parts.detail.get();
    if (JSON.stringify(level) !== JSON.stringify(before)) parts.detail.set(level);
    setJoined(level.wires === 'straight');
    latest.current.events.view?.(view);
  };

  return (
    <CanvasContext value={parts}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: for the pointer; keys have the palette and the picker */}
      <div
        ref={box}
        className={classes.canvas}
        data-canvas
        onDragOver={(event) => overWire(event, parts, box.current)}
        onDragLeave={() => parts.target.set(undefined)}
      >
        <ReactFlow<CardNodeType, WireEdgeType>
          aria-label={label}
          aria-description={isReadOnly ? t.canvas.readOnlyDescription : t.canvas.description}
          data-region={label}
          onKeyDown={(event) => latest.current.events.key?.(event)}
          nodes={drawn}
          edges={isJoined ? edges.filter(({ selected }) => selected) : edges}
          nodeTypes={nodeTypes}
          edgeTypes={edgeTypes}
          onNodesChange={(changes) => {
            change(changes);
            const picked = selectionAfter(changes, latest.current.drawing, selection);
            if (picked) latest.current.events.select?.(picked, noSelection);
          }}
          onEdgesChange={(changes) => pickWires(changes, selection, latest.current.events)}
          onNodeDoubleClick={(_, { id }) => latest.current.events.open?.(id)}
          onNodeContextMenu={(event, { id }) => {
            event.preventDefault();
            latest.current.events.menu?.(id, { x: event.clientX, y: event.clientY });
          }}
          onNodeDrag={(_, node, all) => aimAt(node, all.length, parts)}
          onNodeDragStop={(_, node, all) => letGo(node, all, parts, latest.current)}
          onConnect={(connection) => wired(connection, latest.current.events.connect)}
          onReconnect={(_, connection) => wired(connection, latest.current.events.reconnect)}
          onConnectEnd={(event, state) => {
            if (state.isValid || state.toNode || !state.fromNode || state.fromHandle?.type !== 'source') return;
            const at = 'changedTouches' in event ? event.changedTouches[0] : event;
            if (!at) return;
            const from = { card: state.fromNode.id, outlet: state.fromHandle.id ?? '' };
            const screen = { x: at.clientX, y: at.clientY };
            const point = box.current ? canvasPoint.get(box.current)?.(screen) : undefined;
            if (point === undefined) return;
            const card = cardAt(latest.current.drawing, point);
            // No wire can end there, which whoever connects is told.
            if (card !== undefined) latest.current.events.connect?.(from, card);
            else latest.current.events.dropWire?.(from, point, screen);
          }}
          onViewportChange={viewed}
          onInit={(instance) => viewed(instance.getViewport())}
          onDrop={(event) => dropped(event, parts, latest.current.events)}
          nodesDraggable={!isReadOnly}
          nodesConnectable={!isReadOnly}
          edgesReconnectable={!isReadOnly}
          nodesFocusable={false}
          edgesFocusable={false}
          disableKeyboardA11y
          deleteKeyCode={null}
          selectionKeyCode="Shift"
          multiSelectionKeyCode={['Shift', 'Control', 'Meta']}
          selectionMode={SelectionMode.Partial}
          snapToGrid
          snapGrid={[10, 10]}
          minZoom={LEAST_ZOOM}
          maxZoom={MOST_ZOOM}
          onlyRenderVisibleElements
          elevateNodesOnSelect
          connectionRadius={24}
          proOptions={proOptions}
        >
          <JoinedWires isShown={isJoined} paths={paths} />
          <WireMarkers />
          {children}
        </ReactFlow>
      </div>
    </CanvasContext>
  );
}

/** Nodes follow the drawing, but for cards that are being dragged. */
function useNodes(drawing: Drawing, selection: ReadonlySet<string>) {
  const [paths] = useState(() => new WirePaths(drawing.wires));
  const [nodes, setNodes] = useState<CardNodeType[]>([]);
  const drawn = useRef<{ readonly drawing: Drawing; readonly selection: ReadonlySet<string> }>(undefined);
  if (drawn.current?.drawing !== drawing || drawn.current.selection !== selection) {
    const known = new Map(nodes.map((node) => [node.id, node]));
    const next = drawing.nodes.map((node): CardNodeType => {
      const old = known.get(node.id);
      const isSelected = selection.has(node.id);
      const isAsBefore =
        old?.data === node.data && old.position.x === node.position.x && old.position.y === node.position.y;
      if (isAsBefore && (old.selected ?? false) === isSelected) return old;
      return isAsBefore ? { ...old, selected: isSelected } : toNode(node, isSelected);
    });
    drawn.current = { drawing, selection };
    paths.replace(drawing.wires);
    setNodes(next);
  }
  const change = useCallback(
    (changes: NodeChange<CardNodeType>[]) => {
      const kept = changes.filter(({ type }) => type === 'position' || type === 'dimensions');
      if (kept.length === 0) return;
      const moved = new Map(
        kept.flatMap((each) => (each.type === 'position' && each.position ? [[each.id, each.position] as const] : [])),
      );
      if (moved.size > 0) paths.move(moved);
      setNodes((before) => applyNodeChanges(kept, before));
    },
    [paths],
  );
  return { nodes, change, paths };
}

/** The keys stay on their card when it goes out of sight, so it is drawn there too, as one that is dragged is. */
function alwaysDrawn(nodes: CardNodeType[], focused: string | undefined): CardNodeType[] {
  const at = nodes.findIndex(({ id }) => id === focused);
  const node = nodes[at];
  return node === undefined ? nodes : nodes.with(at, { ...node, dragging: true });
}

function toNode({ handles, ...node }: Drawing['nodes'][number], selected: boolean): CardNodeType {
  const { width, height } = node;
  const ports = handles.map((handle) => ({
    ...handle,
    position: handle.position === 'top' ? Position.Top : Position.Bottom,
  }));
  return { ...node, selected, measured: { width, height }, handles: ports };
}

function selectionAfter(
  changes: readonly NodeChange<CardNodeType>[],
  drawing: Drawing,
  before: ReadonlySet<string>,
): ReadonlySet<string> | undefined {
  const next = new Set(before);
  let isChanged = false;
  for (const change of changes) {
    if (change.type !== 'select' || !drawing.boxes.has(change.id)) continue;
    isChanged ||= next.has(change.id) !== change.selected;
    if (change.selected) next.add(change.id);
    else next.delete(change.id);
  }
  return isChanged ? next : undefined;
}

function pickWires(
  changes: readonly EdgeChange<WireEdgeType>[],
  selection: ReadonlySet<string>,
  { select }: CanvasEvents,
): void {
  const picks = changes.filter((change) => change.type === 'select');
  if (picks.length === 0) return;
  const picked = new Set(picks.flatMap((pick) => (pick.selected ? [pick.id] : [])));
  select?.(picked.size > 0 ? noSelection : selection, picked);
}

function cardAt({ boxes }: Drawing, point: Point): string | undefined {
  for (const [id, box] of boxes) if (holds(box, point)) return id;
  return undefined;
}

function wired({ source, sourceHandle, target }: Connection | Edge, tell: CanvasEvents['connect']): void {
  tell?.({ card: source, outlet: sourceHandle ?? '' }, target);
}

/** The wire that a single dragged card lies on, unless it is one of its own. */
function aimAt(node: CardNodeType, count: number, { paths, target }: CanvasParts): void {
  const { width = 0, height = 0 } = node;
  const middle = { x: node.position.x + width / 2, y: node.position.y + height / 2 };
  const wire = count === 1 ? paths.wires.at(middle, 24) : undefined;
  const isOther = wire !== undefined && wire.source !== node.id && wire.target !== node.id;
  target.set(isOther ? wire.id : undefined);
}

function letGo(
  node: CardNodeType,
  all: readonly CardNodeType[],
  { target, paths }: CanvasParts,
  { events, drawing }: { readonly events: CanvasEvents; readonly drawing: Drawing },
): void {
  const wire = paths.wires.get(target.get() ?? '');
  target.set(undefined);
  const places = new Map(
    all.flatMap(({ id, position }) => {
      const old = drawing.boxes.get(id);
      const place = { x: toGrid(position.x), y: toGrid(position.y) };
      return old && (old.x !== place.x || old.y !== place.y) ? [[id, place] as const] : [];
    }),
  );
  const place = places.get(node.id);
  if (wire && place) events.insert?.(node.id, { card: wire.source, outlet: wire.outlet }, place);
  else if (places.size > 0) events.move?.(places);
}

function overWire(event: React.DragEvent, { paths, target }: CanvasParts, box: HTMLDivElement | null): void {
  if (!event.dataTransfer.types.includes(dragType) || box === null) return;
  event.preventDefault();
  event.dataTransfer.dropEffect = 'copy';
  const point = canvasPoint.get(box)?.({ x: event.clientX, y: event.clientY });
  target.set(point && paths.wires.at(point, 24)?.id);
}

function dropped(event: React.DragEvent, { target, paths }: CanvasParts, { drop }: CanvasEvents): void {
  const type = event.dataTransfer.getData(dragType);
  const canvas = event.currentTarget.closest<HTMLElement>('[data-canvas]');
  const point = canvas && canvasPoint.get(canvas)?.({ x: event.clientX, y: event.clientY });
  const wire = paths.wires.get(target.get() ?? '');
  target.set(undefined);
  if (type === '' || !point) return;
  event.preventDefault();
  drop?.(type, point, wire && { card: wire.source, outlet: wire.outlet });
}
