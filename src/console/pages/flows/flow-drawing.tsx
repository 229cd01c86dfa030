import { cardHeight, cardWidth, flowShapes } from './drawing-shapes.ts';

const margin = 60;

/** Decoration: the words beside it say what the flow does. */
export function FlowDrawing({ definition }: { readonly definition: string }) {
  const { cards, wires, box } = flowShapes(definition);
  const viewBox = [box.x - margin, box.y - margin, box.width + 2 * margin, box.height + 2 * margin].join(' ');
  return (
    <svg viewBox={viewBox} aria-hidden="true" focusable="false">
      {wires.map(({ from, to }) => {
        const [x1, y1] = [from.x + cardWidth / 2, from.y + cardHeight];
        const [x2, y2] = [to.x + cardWidth / 2, to.y];
        const bend = Math.max(60, Math.abs(y2 - y1) / 2);
        return (
          <path
            key={`${from.name} ${to.name}`}
            d={`M${x1} ${y1}C${x1} ${y1 + bend} ${x2} ${y2 - bend} ${x2} ${y2}`}
            fill="none"
            stroke="var(--atelier-line)"
            strokeWidth="1"
            vectorEffect="non-scaling-stroke"
          />
        );
      })}
      {cards.map(({ name, x, y, isTrigger }) => (
        <rect
          key={name}
          x={x}
          y={y}
          width={cardWidth}
          height={cardHeight}
          rx="24"
          fill={isTrigger ? 'var(--atelier-focus)' : 'var(--atelier-card)'}
          stroke={isTrigger ? 'var(--atelier-focus)' : 'var(--atelier-line)'}
          strokeWidth="1"
          vectorEffect="non-scaling-stroke"
        />
      ))}
    </svg>
  );
}
