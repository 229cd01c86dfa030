import { Button } from '@mantine/core';
import { t } from '../../../app/texts.ts';
import type { Deed } from '../../../phone/view.ts';
import { clockTime } from '../../../texts/format.ts';
import classes from './phone.module.css';
import { type Conversation, latestRun, type Phone } from './phone.ts';

interface Props {
  readonly phone: Phone;
  readonly conversation: Conversation;
}

const skips: readonly { readonly name: string; readonly deed: Deed }[] = [
  { name: t.phone.time.minute, deed: { do: 'elapse', seconds: 60 } },
  { name: t.phone.time.hour, deed: { do: 'elapse', seconds: 3_600 } },
  { name: t.phone.time.day, deed: { do: 'elapse', seconds: 86_400 } },
];

/** The time of a draft goes on when it is told to. */
export function TimeBar({ phone, conversation }: Props) {
  const { plays, view, isBusy } = conversation;
  if (plays === 'published') return <p className={classes.help}>{t.phone.time.real}</p>;
  if (view === undefined) return null;
  const hasTimeout = latestRun(conversation)?.waiting.at(-1)?.deadlineMs !== undefined;
  const time = clockTime(view.nowMs);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a row of buttons is no fieldset
    <div role="group" aria-label={t.phone.time.label} className={classes.time}>
      <span className={classes.clock} title={t.phone.time.now(time)}>
        {time}
      </span>
      {skips.map(({ name, deed }) => (
        <Button
          key={name}
          variant="default"
          size="compact-xs"
          h={24}
          fz={12}
          px={6}
          disabled={isBusy}
          onClick={() => void phone.do(deed)}
        >
          {name}
        </Button>
      ))}
      <Button
        variant="default"
        size="compact-xs"
        h={24}
        fz={12}
        px={6}
        disabled={isBusy || !hasTimeout}
        onClick={() => void phone.do({ do: 'timeout' })}
      >
        {t.phone.time.timeout}
      </Button>
    </div>
  );
}
