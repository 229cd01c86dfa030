/** Below the canvas: the steps in time, as a table, or as they came from the server; and a player that walks through. */
import { ActionIcon, NativeSelect } from '@mantine/core';
import { type KeyboardEvent, useCallback, useEffect, useState } from 'react';
import type { Flow } from '../../api/flows.ts';
import { t } from '../../app/texts.ts';
import { Icon } from '../../theme/icons.tsx';
import type { Chosen } from './execution-page.tsx';
import { Json } from './json.tsx';
import { StepTable } from './step-table.tsx';
import classes from './steps.module.css';
import { Timeline } from './timeline.tsx';
import type { Opened } from './use-execution.ts';
import { executionViews } from './views.ts';

interface Props {
  readonly opened: Opened;
  readonly flow: Flow;
  readonly chosen: Chosen;
}

export function Steps({ opened, flow, chosen }: Props) {
  const { drawer } = t.execution;
  const player = usePlayer(opened, chosen);
  return (
    <section className={classes.drawer} aria-label={drawer.label} data-region={drawer.label}>
      <div className={classes.bar}>
        <div className={classes.views} role="tablist" aria-label={drawer.views}>
          {executionViews.map((view) => (
            <button
              key={view}
              type="button"
              role="tab"
              id={`view-${view}`}
              aria-selected={chosen.view === view}
              aria-controls="steps-view"
              className={classes.view}
              onClick={() => chosen.show(view)}
            >
              {drawer[view]}
            </button>
          ))}
        </div>
        <Player opened={opened} chosen={chosen} player={player} />
      </div>
      <div
        className={classes.content}
        role="tabpanel"
        id="steps-view"
        aria-labelledby={`view-${chosen.view}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by key
        tabIndex={0}
        onKeyDown={(event) => walkKey(event, opened, chosen, player)}
      >
        {chosen.view === 'timeline' && <Timeline opened={opened} chosen={chosen} />}
        {chosen.view === 'table' && <StepTable opened={opened} flow={flow} chosen={chosen} />}
        {chosen.view === 'raw' && <Json value={opened.execution.json} />}
      </div>
    </section>
  );
}

interface PlayerState {
  readonly isPlaying: boolean;
  readonly speed: number;
  readonly toggle: () => void;
  readonly setSpeed: (speed: number) => void;
}

const speeds: readonly number[] = [0.5, 1, 2, 4];
/** A step is shown for as long as it took, within these. */
const shownMs = { least: 300, most: 1_500 } as const;

function usePlayer({ visits }: Opened, { visit, choose }: Chosen): PlayerState {
  const [isPlaying, setPlaying] = useState(false);
  const [speed, setSpeed] = useState(1);
  const at = visit === undefined ? -1 : visits.indexOf(visit);
  const next = visits[at + 1];
  useEffect(() => {
    if (!isPlaying) return;
    if (next === undefined) {
      setPlaying(false);
      return;
    }
    const took = (visit?.endedAtMs ?? 0) - (visit?.enteredAtMs ?? 0);
    const timer = setTimeout(() => choose(next), Math.min(shownMs.most, Math.max(shownMs.least, took)) / speed);
    return () => clearTimeout(timer);
  }, [isPlaying, next, visit, speed, choose]);
  const [first] = visits;
  const toggle = useCallback(() => {
    // At the end it begins anew.
    if (!isPlaying && next === undefined && first) choose(first);
    setPlaying(!isPlaying);
  }, [isPlaying, next, first, choose]);
  return { isPlaying, speed, toggle, setSpeed };
}

interface PlayerProps {
  readonly opened: Opened;
  readonly chosen: Chosen;
  readonly player: PlayerState;
}

function Player({ opened: { visits, execution }, chosen, player }: PlayerProps) {
  const texts = t.execution.player;
  const { visit, walk } = chosen;
  const all = visits.length;
  const at = visit?.number ?? 0;
  return (
    <div className={classes.player} role="toolbar" aria-label={texts.label}>
      {execution.status === 'active' && chosen.isFollowing && <span className="muted">{texts.following}</span>}
      <span className="muted tabular">{texts.at(at, all)}</span>
      <ActionIcon aria-label={texts.first} disabled={at <= 1} onClick={() => walk(-all)}>
        <Icon name="first" />
      </ActionIcon>
      <ActionIcon aria-label={texts.back} disabled={at <= 1} onClick={() => walk(-1)}>
        <Icon name="chevronLeft" />
      </ActionIcon>
      <ActionIcon aria-label={player.isPlaying ? texts.pause : texts.play} disabled={all < 2} onClick={player.toggle}>
        <Icon name={player.isPlaying ? 'pause' : 'play'} />
      </ActionIcon>
      <ActionIcon aria-label={texts.forward} disabled={at >= all} onClick={() => walk(1)}>
        <Icon name="chevronRight" />
      </ActionIcon>
      <ActionIcon aria-label={texts.last} disabled={at >= all} onClick={() => walk(all)}>
        <Icon name="last" />
      </ActionIcon>
      <NativeSelect
        aria-label={texts.speed(player.speed)}
        value={String(player.speed)}
        onChange={({ currentTarget }) => player.setSpeed(Number(currentTarget.value))}
        data={speeds.map((factor) => ({ value: String(factor), label: texts.speed(factor) }))}
      />
    </div>
  );
}

/** ← and → walk, Home and End lead to the ends, Space plays, < and > change the speed. */
function walkKey(event: KeyboardEvent, { visits }: Opened, { walk }: Chosen, player: PlayerState): void {
  const isField = event.target instanceof HTMLElement && /^(INPUT|SELECT)$/.test(event.target.tagName);
  if (isField || event.ctrlKey || event.metaKey || event.altKey) return;
  const faster = (by: 1 | -1) => {
    const place = speeds.indexOf(player.speed) + by;
    player.setSpeed(speeds[Math.min(speeds.length - 1, Math.max(0, place))] ?? 1);
  };
  const keys: { readonly [key: string]: () => void } = {
    ArrowLeft: () => walk(-1),
    ArrowRight: () => walk(1),
    Home: () => walk(-visits.length),
    End: () => walk(visits.length),
    ' ': player.toggle,
    '<': () => faster(-1),
    '>': () => faster(1),
  };
  const does = keys[event.key];
  if (does === undefined) return;
  event.preventDefault();
  does();
}
