import { ViewportPortal } from '@xyflow/react';
import { useCallback, useRef, useSyncExternalStore } from 'react';
import { useStore } from '../app/store.ts';
import { joinedPath } from '../graph/detail-level.ts';
import { useCanvas } from './canvas-context.ts';
import classes from './wire.module.css';
import type { WirePaths } from './wire-paths.ts';

/** All wires as one path, where they are too small or too many to be told apart. */
export function JoinedWires({ isShown, paths }: { readonly isShown: boolean; readonly paths: WirePaths }) {
  return isShown ? <Joined paths={paths} /> : null;
}

function Joined({ paths }: { readonly paths: WirePaths }) {
  const detail = useStore(useCanvas().detail);
  const version = useRef(0);
  const watch = useCallback(
    (listener: () => void) =>
      paths.watchAll(() => {
        version.current++;
        listener();
      }),
    [paths],
  );
  useSyncExternalStore(watch, () => version.current);
  return (
    <ViewportPortal>
      <svg className={classes.joined} aria-hidden="true">
        <path className={classes.wire} d={joinedPath(paths.wires.all(), detail)} />
      </svg>
    </ViewportPortal>
  );
}
