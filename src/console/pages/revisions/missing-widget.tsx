import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { revisionQuery } from '../../api/queries.ts';
import { announce } from '../../app/announce.tsx';
import { tellFailure } from '../../app/failure.ts';
import { t } from '../../app/texts.ts';
import { definitionIn } from '../../compare/definition.ts';
import { readFlowView } from '../../graph/flow-view.ts';
import classes from './revisions.module.css';

interface Props {
  readonly flowSid: string;
  /** The revision that lacks it; older ones are looked through. */
  readonly revision: number;
  readonly widget: string;
}

/** A link led to a widget that is not there: an older revision may have it (console §2). */
export function MissingWidget({ flowSid, revision, widget }: Props) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const [state, setState] = useState<'asked' | 'searching' | 'nowhere'>('asked');
  const search = async () => {
    setState('searching');
    try {
      for (let older = revision - 1; older > 0; older--) {
        const { definition } = await queryClient.ensureQueryData(revisionQuery(flowSid, older));
        if (!readFlowView(definitionIn(definition)).states.some(({ id }) => id === widget)) continue;
        return await navigate({
          to: '/flows/$flowSid/revisions/$revision',
          params: { flowSid, revision: String(older) },
          search: { widget },
        });
      }
      setState('nowhere');
      announce(t.revisions.missing.nowhere(widget));
    } catch (error) {
      setState('asked');
      tellFailure(error);
    }
  };
  return (
    <div className={classes.missing} role="status">
      {state === 'nowhere' ? t.revisions.missing.nowhere(widget) : t.revisions.missing.text(widget)}
      {state === 'asked' && (
        <Button variant="subtle" size="compact-sm" onClick={() => void search()}>
          {t.revisions.missing.find}
        </Button>
      )}
      {state === 'searching' && t.revisions.missing.searching}
    </div>
  );
}
