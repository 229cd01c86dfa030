/** A card of the canvas (console §3.2), drawn again only when its state, its marks or the level of detail change. */
import { Handle, type Node, type NodeProps, Position } from '@xyflow/react';
import { memo, useEffect, useRef } from 'react';
import { useStore } from '../app/store.ts';
import { t } from '../app/texts.ts';
import { type Card, shortName } from '../graph/card.ts';
import { cardBody } from '../graph/card-body.ts';
import type { StateView } from '../graph/flow-view.ts';
import { INLET_ID } from '../graph/node-data.ts';
import { Icon } from '../theme/icons.tsx';
import { BodyLines } from './body-lines.tsx';
import { type CanvasFocus, type CanvasParts, useCanvas } from './canvas-context.ts';
import classes from './card.module.css';
import { CardGlyph } from './card-glyph.tsx';
import { type CardMark, useMark } from './marks.ts';

export type CardNodeType = Node<{ readonly state: StateView; readonly card: Card }, 'card'>;

export const CardNode = memo(function CardNode({ id, data, selected }: NodeProps<CardNodeType>) {
  const parts = useCanvas();
  const { card } = data;
  const detail = useStore(parts.detail);
  const mark = useMark(parts.cardMarks, id);
  return (
    <div
      className={classes.card}
      data-detail={detail.cards}
      data-group={card.group}
      data-rim={mark?.rim}
      data-selected={selected || undefined}
      data-quiet={mark?.isQuiet || undefined}
    >
      {detail.cards === 'speck' ? null : detail.cards === 'full' ? (
        <FullCard state={data.state} card={card} mark={mark} />
      ) : (
        <div className={classes.large}>
          <CardGlyph icon={card.icon} size={detail.cards === 'name' ? 36 : 56} />
          {(detail.cards === 'name' || detail.hasBlockNames) && <span className={classes.largeName}>{card.name}</span>}
        </div>
      )}
      <Discs mark={mark} />
      <Ports card={card} isReadOnly={parts.isReadOnly} />
      <FocusStop card={card} mark={mark} isSelected={selected} parts={parts} />
    </div>
  );
});

interface FullCardProps {
  readonly state: StateView;
  readonly card: Card;
  readonly mark: CardMark | undefined;
}

function FullCard({ state, card, mark }: FullCardProps) {
  const { facts, openMenu, rename, naming, nameField, isReadOnly } = useCanvas();
  const isNamed = useStore(naming) === card.id;
  const known = useStore(facts);
  const problems = mark?.problems;
  return (
    <>
      <div className={classes.header}>
        <CardGlyph icon={card.icon} size={20} />
        <div className={classes.titles}>
          {isNamed ? (
            nameField(card.id)
          ) : (
            // biome-ignore lint/a11y/noStaticElementInteractions: F2 on the card does the same
            <div
              className={classes.name}
              title={card.name}
              onDoubleClick={(event) => {
                // The card itself would be opened.
                event.stopPropagation();
                rename(card.id);
              }}
            >
              {shortName(card.name, card.width)}
            </div>
          )}
          <div className={classes.type}>({card.typeTitle})</div>
        </div>
        {problems && (
          <span className={classes.badge} data-severity={problems.severity} title={problems.text}>
            ▲{problems.count}
          </span>
        )}
        {!isReadOnly && (
          <button
            type="button"
            className={`${classes.menu} nodrag nopan`}
            tabIndex={-1}
            aria-label={t.canvas.menuOf(card.name)}
            onClick={(event) => openMenu(card.id, { x: event.clientX, y: event.clientY })}
          >
            <Icon name="more" />
          </button>
        )}
      </div>
      <div className={classes.body}>
        <BodyLines lines={cardBody(state, known)} />
      </div>
      <div className={classes.outlets} aria-hidden="true">
        {card.outlets.map(({ id, label, width, kind }) => (
          <span key={id} className={classes.outlet} data-kind={kind} style={{ width }} title={label}>
            {label}
          </span>
        ))}
      </div>
      {mark?.footer !== undefined && (
        <div className={classes.footer} data-bad={mark.isFooterBad || undefined}>
          {mark.footer}
        </div>
      )}
    </>
  );
}

/** Numbers of visits, and the sign of what happened. */
function Discs({ mark }: { readonly mark: CardMark | undefined }) {
  const { rim, visits = [] } = mark ?? {};
  const sign = rim === undefined ? undefined : signs[rim];
  const shown = visits.length > 3 ? [`×${visits.length}`] : visits.map(String);
  if (shown.length === 0 && sign === undefined) return null;
  return (
    <div className={classes.discs} aria-hidden="true">
      {sign !== undefined && (
        <span className={classes.disc} data-rim={rim}>
          {sign}
        </span>
      )}
      {shown.map((number) => (
        <span key={number} className={classes.disc} data-rim="visited">
          {number}
        </span>
      ))}
    </div>
  );
}

const signs: { readonly [rim: string]: string } = {
  failed: '✕',
  waiting: '◔',
  added: '+',
  removed: '−',
  changed: '✎',
  moved: '↔',
};

function Ports({ card, isReadOnly }: { readonly card: Card; readonly isReadOnly: boolean }) {
  return (
    <>
      <Handle
        type="target"
        id={INLET_ID}
        position={Position.Top}
        isConnectable={!isReadOnly && card.hasInlet}
        isConnectableStart={false}
        className={card.hasInlet ? classes.inlet : classes.noInlet}
      />
      {card.outlets.map(({ id, x, width, kind, next, label }) => (
        <Handle
          key={id}
          type="source"
          id={id}
          position={Position.Bottom}
          isConnectable={!isReadOnly}
          className={classes.port}
          data-outlet={label}
          data-kind={kind}
          data-wired={next !== undefined || undefined}
          style={{ left: x + width / 2 }}
        />
      ))}
    </>
  );
}

interface FocusStopProps {
  readonly card: Card;
  readonly mark: CardMark | undefined;
  readonly isSelected: boolean;
  readonly parts: CanvasParts;
}

/** What keys and screen readers meet: the card, or one of its outlets. Exactly one on the canvas can be tabbed to. */
function FocusStop({ card, mark, isSelected, parts }: FocusStopProps) {
  const focus = useStore(parts.focus);
  const stop = useRef<HTMLDivElement>(null);
  const isFocused = focus?.card === card.id;
  const outlet = isFocused ? card.outlets.find(({ id }) => id === focus.outlet) : undefined;
  useEffect(() => {
    // The keys are on the canvas already, and go on here.
    if (isFocused && stop.current && isWithinCanvas(document.activeElement, stop.current)) {
      stop.current.focus({ preventScroll: true });
    }
  }, [isFocused]);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a card is no fieldset
    <div
      ref={stop}
      role="group"
      aria-roledescription={t.canvas.widget}
      aria-label={t.canvas.describe(card, mark, isSelected, outlet, focus?.isOnWire === true && isFocused)}
      tabIndex={isFocused ? 0 : -1}
      data-card={card.id}
      className={classes.focusStop}
      onFocus={() => {
        if (!isFocused) parts.focus.set({ card: card.id });
      }}
    >
      {outlet && <OutletRing card={card} focus={focus} />}
    </div>
  );
}

function OutletRing({ card, focus }: { readonly card: Card; readonly focus: CanvasFocus | undefined }) {
  const outlet = card.outlets.find(({ id }) => id === focus?.outlet);
  if (outlet === undefined) return null;
  return <span className={classes.outletRing} style={{ left: outlet.x, width: outlet.width }} />;
}

function isWithinCanvas(active: Element | null, stop: Element): boolean {
  const canvas = stop.closest('[role="application"]');
  return active !== null && canvas?.contains(active) === true;
}
