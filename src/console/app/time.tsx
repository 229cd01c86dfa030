import { Tooltip } from '@mantine/core';
import { ago, exactTime } from '../texts/format.ts';

/** How long ago; the exact time in the tooltip. */
export function Time({ timeMs }: { readonly timeMs: number }) {
  return (
    <Tooltip label={exactTime(timeMs)}>
      <time className="tabular" dateTime={new Date(timeMs).toISOString()}>
        {ago(timeMs, Date.now())}
      </time>
    </Tooltip>
  );
}
