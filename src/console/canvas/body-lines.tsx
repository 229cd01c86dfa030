import type { BodyLine } from '../graph/body-text.ts';
import classes from './card.module.css';

const icons = { speech: '🗣', sound: '♪', keys: '#', clip: '📎', record: '●' } as const;

/** The body of a card: what its author wrote stays text, whatever is in it. */
export function BodyLines({ lines }: { readonly lines: readonly BodyLine[] }) {
  return lines.map(({ parts, lines: height, icon, more }, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other name
    <div key={index} className={classes.line}>
      {icon && (
        <span className={classes.lineIcon} aria-hidden="true">
          {icons[icon]}
        </span>
      )}
      <span className={classes.lineText} style={{ WebkitLineClamp: height }}>
        {parts.map((part, place) =>
          part.kind === 'text' ? (
            part.text
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: parts have no other name
            <span key={place} className={classes.chip} title={`{{${part.expression}}}`}>
              {part.label}
            </span>
          ),
        )}
      </span>
      {more !== undefined && <span className={classes.more}>{more}</span>}
    </div>
  ));
}
