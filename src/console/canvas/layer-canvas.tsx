/** A flow drawn to be looked at: what an execution, a replay or traffic lays over it is marks on its cards and wires. */
import { type ReactNode, useMemo } from 'react';
import { useFlowFacts } from '../app/flow-facts.ts';
import { t } from '../app/texts.ts';
import type { FlowView } from '../graph/flow-view.ts';
import { drawingOf } from './drawing.ts';
import { FlowViewer } from './flow-viewer.tsx';
import type { CardMark, WireMark } from './marks.ts';

interface Props {
  readonly flowSid: string;
  readonly flow: FlowView;
  /** For screen readers. */
  readonly name: string;
  readonly cards: ReadonlyMap<string, CardMark>;
  readonly wires: ReadonlyMap<string, WireMark>;
  /** Id of the card that all is about now; it is brought into view. */
  readonly selected?: string | undefined;
  readonly onSelect?: (card: string) => void;
  /** A wire that was clicked. */
  readonly onWire?: (wire: string) => void;
  /** Over the canvas, in a corner. */
  readonly children?: ReactNode;
}

/** Cards of a flow that fits as a whole: nothing is gained by moving it. */
const fewCards = 8;

export function LayerCanvas({ flowSid, flow, name, cards, wires, selected, onSelect, onWire, children }: Props) {
  const drawing = useMemo(() => drawingOf(flow), [flow]);
  const facts = useFlowFacts(flowSid);
  return (
    <FlowViewer
      drawing={drawing}
      label={t.canvas.name(name, drawing.nodes.length)}
      cards={cards}
      wires={wires}
      selected={selected}
      isCentred={drawing.nodes.length > fewCards}
      facts={facts}
      onSelect={(card) => {
        if (card !== undefined) onSelect?.(card);
      }}
      {...(onWire ? { onWire } : {})}
      overlay={children}
    />
  );
}
