/** A wire of the canvas (console §3.4). */
import { type Edge, EdgeLabelRenderer, type EdgeProps } from '@xyflow/react';
import { memo } from 'react';
import { useStore } from '../app/store.ts';
import { wirePath } from '../graph/detail-level.ts';
import { useCanvas } from './canvas-context.ts';
import { useMark } from './marks.ts';
import classes from './wire.module.css';
import { useWire } from './wire-paths.ts';

export type WireEdgeType = Edge<Record<string, never>, 'wire'>;

export const WireEdge = memo(function WireEdge({ id, selected }: EdgeProps<WireEdgeType>) {
  const { paths, wireMarks, detail, target } = useCanvas();
  const wire = useWire(paths, id);
  const mark = useMark(wireMarks, id);
  const isTarget = useStore(target) === id;
  const level = useStore(detail);
  if (wire === undefined) return null;
  const path = wirePath(wire, level);
  const middle = wire.points[Math.floor(wire.points.length / 2)];
  return (
    <>
      {level.hasWireHits && <path className={`${classes.hit} react-flow__edge-interaction`} d={path} />}
      <path
        className={classes.wire}
        d={path}
        data-selected={selected || isTarget || undefined}
        data-kind={mark?.kind}
        style={mark?.width === undefined ? undefined : { strokeWidth: mark.width }}
        markerEnd={`url(#${selected || isTarget ? 'wire-arrow-focus' : 'wire-arrow'})`}
      />
      {mark?.label !== undefined && middle && (
        <EdgeLabelRenderer>
          <div
            className={classes.label}
            style={{ transform: `translate(${middle.x}px, ${middle.y}px) translate(-50%, -50%)` }}
          >
            {mark.label}
          </div>
        </EdgeLabelRenderer>
      )}
    </>
  );
});

/** Heads of the wires, once for the canvas. */
export function WireMarkers() {
  return (
    <svg className={classes.markers} aria-hidden="true">
      <defs>
        {(['wire-arrow', 'wire-arrow-focus'] as const).map((id) => (
          <marker
            key={id}
            id={id}
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerWidth="8"
            markerHeight="8"
            markerUnits="userSpaceOnUse"
            orient="auto"
          >
            <path className={id === 'wire-arrow' ? classes.head : classes.headFocus} d="M0 0 8 4 0 8Z" />
          </marker>
        ))}
      </defs>
    </svg>
  );
}
