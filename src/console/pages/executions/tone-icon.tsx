import { VisuallyHidden } from '@mantine/core';
import { t } from '../../app/texts.ts';
import type { Tone } from '../../outcome/outcome.ts';
import classes from './tone-icon.module.css';

const signs: { readonly [tone in Tone]: string } = { waiting: '◔', ended: '✓', failed: '✕', stopped: '■' };

/** How an execution stands, by a sign and its colour; for screen readers by a word. */
export function ToneIcon({ tone }: { readonly tone: Tone }) {
  return (
    <>
      <span className={classes.sign} data-tone={tone} aria-hidden="true">
        {signs[tone]}
      </span>
      <VisuallyHidden>{t.executions.tones[tone]}</VisuallyHidden>
    </>
  );
}
