import { ViewportPortal } from '@xyflow/react';
import { type RefObject, useRef } from 'react';
import { t } from '../../app/texts.ts';
import type { CanvasHandle } from '../../canvas/canvas-handle.ts';
import { FlowViewer } from '../../canvas/flow-viewer.tsx';
import type { View } from '../../graph/view.ts';
import classes from './compare-page.module.css';
import type { Picture } from './picture.ts';

interface Props {
  readonly label: string;
  readonly picture: Picture;
  /** Name of the widget that is chosen. */
  readonly widget: string | undefined;
  readonly onSelect: (widget: string | undefined) => void;
}

/** Both versions on one canvas. */
export function OneCanvas({ label, picture, widget, onSelect, ...canvas }: Props & Synced) {
  return (
    <FlowViewer
      drawing={picture.drawing}
      label={label}
      cards={picture.cards}
      wires={picture.wires}
      selected={widget === undefined ? undefined : picture.cardOf(widget)}
      onSelect={(card) => onSelect(picture.drawing.flow.states.find(({ id }) => id === card)?.name)}
      {...canvas}
    >
      <ViewportPortal>
        {picture.oldPlaces.map(({ x, y, width, height }) => (
          <div
            key={`${x} ${y}`}
            className={classes.oldPlace}
            style={{ transform: `translate(${x}px, ${y}px)`, width, height }}
            aria-hidden="true"
          />
        ))}
      </ViewportPortal>
    </FlowViewer>
  );
}

interface Synced {
  readonly onReady?: (canvas: CanvasHandle) => void;
  readonly onView?: (view: View) => void;
}

interface SideProps {
  /** Name of the flow. */
  readonly flow: string;
  readonly names: readonly [string, string];
  readonly pictures: readonly [Picture, Picture];
  readonly widget: string | undefined;
  readonly onSelect: (widget: string | undefined) => void;
}

/** Each version on a canvas of its own; where one is moved, the other follows. */
export function SideBySide({ flow, names, pictures, widget, onSelect }: SideProps) {
  const left = useRef<CanvasHandle>(undefined);
  const right = useRef<CanvasHandle>(undefined);
  // What follows does not lead.
  const isFollowing = useRef(false);
  const follow = (other: CanvasHandle | undefined, view: View) => {
    if (isFollowing.current) return;
    isFollowing.current = true;
    other?.setView(view);
    isFollowing.current = false;
  };
  const sides = [
    { own: left, other: right, name: names[0], picture: pictures[0] },
    { own: right, other: left, name: names[1], picture: pictures[1] },
  ] satisfies readonly { own: RefObject<CanvasHandle | undefined>; [key: string]: unknown }[];
  return (
    <div className={classes.sides}>
      {sides.map(({ own, other, name, picture }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: left is left
        <section key={index} className={classes.half} aria-label={name}>
          <h2 className={classes.halfTitle}>{name}</h2>
          <OneCanvas
            label={t.revisions.compare.side1(flow, name)}
            picture={picture}
            widget={widget}
            onSelect={onSelect}
            onReady={(canvas) => {
              own.current = canvas;
            }}
            onView={(view) => follow(other.current, view)}
          />
        </section>
      ))}
    </div>
  );
}
