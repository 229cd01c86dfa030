import { Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { healthQuery } from '../api/queries.ts';
import classes from './frame.module.css';
import { t } from './texts.ts';

/** Whether the server is well, asked now and then. */
export function HealthDot() {
  const { data, error } = useQuery(healthQuery);
  if (data === undefined && error === null) return null;
  const state = error !== null ? 'unknown' : data?.isWell ? 'well' : 'unwell';
  return (
    <Tooltip label={t.frame.health.help[state]}>
      <Link to="/health" className={classes.health} data-state={state}>
        <span className={classes.healthDot} aria-hidden="true" />
        <span className={classes.healthText}>{t.frame.health.names[state]}</span>
      </Link>
    </Tooltip>
  );
}
