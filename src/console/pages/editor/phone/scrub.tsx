import { ActionIcon, Button } from '@mantine/core';
import { t } from '../../../app/texts.ts';
import { visitsOf } from '../../../phone/visits.ts';
import { Icon } from '../../../theme/icons.tsx';
import classes from './phone.module.css';
import { type Conversation, latestRun, type Phone } from './phone.ts';

interface Props {
  readonly phone: Phone;
  readonly conversation: Conversation;
}

/** Back and forth over the steps; what is shown is that moment, and the flow can go on from it. */
export function Scrub({ phone, conversation }: Props) {
  const visits = visitsOf(latestRun(conversation));
  if (visits.length < 2) return null;
  const { at, isBusy } = conversation;
  const place = at ?? visits.length;
  const visit = visits[place - 1];
  const refusal = phone.refusalToContinue(conversation, visit);
  return (
    <section aria-label={t.phone.scrub.label} className={classes.scrub}>
      <div className={classes.row}>
        <ActionIcon aria-label={t.phone.scrub.back} disabled={place <= 1} onClick={() => phone.look(place - 1)}>
          <Icon name="chevronLeft" />
        </ActionIcon>
        <input
          type="range"
          className={classes.slider}
          aria-label={t.phone.scrub.step}
          aria-valuetext={t.phone.scrub.at(place, visit?.widget ?? '')}
          min={1}
          max={visits.length}
          value={place}
          onChange={({ currentTarget }) => phone.look(Number(currentTarget.value))}
        />
        <ActionIcon
          aria-label={t.phone.scrub.on}
          disabled={place >= visits.length}
          onClick={() => phone.look(place + 1)}
          className={classes.mirrored}
        >
          <Icon name="chevronLeft" />
        </ActionIcon>
        <span className="tabular muted">{t.phone.scrub.place(place, visits.length)}</span>
      </div>
      {at !== undefined && (
        <>
          <p className={classes.help}>{t.phone.scrub.at(place, visit?.widget ?? '')}</p>
          <div className={classes.row}>
            <Button
              variant="default"
              size="compact-sm"
              disabled={isBusy || refusal !== undefined}
              onClick={() => void phone.continueHere()}
            >
              {t.phone.scrub.continue}
            </Button>
            <Button variant="subtle" size="compact-sm" onClick={() => phone.look(undefined)}>
              {t.phone.scrub.now}
            </Button>
          </div>
          {refusal !== undefined && <p className={classes.help}>{refusal}</p>}
        </>
      )}
    </section>
  );
}
