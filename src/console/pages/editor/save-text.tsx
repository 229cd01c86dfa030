import { Button } from '@mantine/core';
import { useStore } from '../../app/store.ts';
import { t } from '../../app/texts.ts';
import { clockTime } from '../../texts/format.ts';
import { Icon } from '../../theme/icons.tsx';
import classes from './save-text.module.css';
import type { Saving } from './use-saving.ts';

/** Where the edits are, in the flow bar. `published`: the revision that the draft is equal to. */
export function SaveText({ saving, published }: { readonly saving: Saving; readonly published: number | undefined }) {
  const state = useStore(saving.state);
  switch (state.kind) {
    case 'saving':
      return <span className={classes.quiet}>{t.saving.saving}</span>;
    case 'saved':
      return (
        <span className={classes.quiet}>
          <Icon name="check" />
          {published === undefined ? t.saving.saved(clockTime(state.atMs)) : t.saving.published(published)}
        </span>
      );
    case 'offline':
      return (
        <span className={classes.loud}>
          <Icon name="alert" />
          {t.saving.offline}
        </span>
      );
    case 'stale':
      return (
        <span className={classes.loud}>
          <Icon name="alert" />
          {t.saving.stale}
        </span>
      );
    case 'failed':
      return (
        <span className={classes.loud}>
          <Icon name="alert" />
          {t.saving.failed(state.reason)}
          <Button variant="subtle" size="compact-sm" onClick={() => saving.saver.retry()}>
            {t.saving.retry}
          </Button>
        </span>
      );
    default:
      return state satisfies never;
  }
}
