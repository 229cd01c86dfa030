import { Button, Tooltip } from '@mantine/core';
import { isLive } from '../../api/live.ts';
import { useStore } from '../../app/store.ts';
import { t } from '../../app/texts.ts';
import { Icon } from '../../theme/icons.tsx';
import classes from './executions-page.module.css';

interface Props {
  readonly isPaused: boolean;
  readonly onChange: (isPaused: boolean) => void;
}

/** Whether new executions come in by themselves. */
export function LiveSwitch({ isPaused, onChange }: Props) {
  const isConnected = useStore(isLive);
  const { live } = t.executions;
  const state = isConnected ? (isPaused ? 'paused' : 'on') : 'lost';
  return (
    <Tooltip label={isConnected ? (isPaused ? live.resume : live.pause) : live.lost}>
      <Button
        variant="default"
        aria-pressed={isPaused}
        aria-label={live.pause}
        leftSection={<span className={classes.liveDot} data-state={state} aria-hidden="true" />}
        rightSection={<Icon name={isPaused ? 'play' : 'pause'} size={14} />}
        onClick={() => onChange(!isPaused)}
      >
        {isPaused ? live.paused : live.on}
      </Button>
    </Tooltip>
  );
}
