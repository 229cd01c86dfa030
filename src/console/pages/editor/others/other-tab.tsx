import { Button } from '@mantine/core';
import { t } from '../../../app/texts.ts';
import classes from '../restored.module.css';
import type { TabShare } from './use-tab-lock.ts';

/** Another tab of this browser has the flow (console §7.8). */
export function OtherTab({ share }: { readonly share: TabShare }) {
  if (share.holder !== 'elsewhere') return null;
  return (
    <div className={classes.bar} role="status">
      {t.merging.tab}
      <Button variant="subtle" size="compact-sm" onClick={() => share.lock?.take()}>
        {t.merging.editHere}
      </Button>
    </div>
  );
}
