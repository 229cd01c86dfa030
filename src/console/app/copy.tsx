import { ActionIcon, Tooltip } from '@mantine/core';
import { useState } from 'react';
import { shortSid } from '../texts/format.ts';
import { Icon } from '../theme/icons.tsx';
import { announce } from './announce.tsx';
import classes from './copy.module.css';
import { tellFailure } from './failure.ts';
import { t } from './texts.ts';

const shownMs = 1_500;

/** Puts `value` on the clipboard; `what` names it for screen readers. */
export function CopyButton({ value, what }: { readonly value: string; readonly what: string }) {
  const [isCopied, setCopied] = useState(false);
  const copy = () => {
    navigator.clipboard.writeText(value).then(() => {
      setCopied(true);
      announce(t.frame.actions.copied);
      setTimeout(() => setCopied(false), shownMs);
    }, tellFailure);
  };
  return (
    <Tooltip label={isCopied ? t.frame.actions.copied : t.frame.actions.copy} openDelay={isCopied ? 0 : 400}>
      <ActionIcon size={24} aria-label={t.frame.actions.copyNamed(what)} onClick={copy}>
        <Icon name={isCopied ? 'check' : 'copy'} size={14} />
      </ActionIcon>
    </Tooltip>
  );
}

/** A SID, cut in the middle, whole in the tooltip and on the clipboard. */
export function Sid({ sid }: { readonly sid: string }) {
  return (
    <span className={classes.sid}>
      <Tooltip label={sid} maw={480}>
        <span className="mono muted">{shortSid(sid)}</span>
      </Tooltip>
      <CopyButton value={sid} what={shortSid(sid)} />
    </span>
  );
}
