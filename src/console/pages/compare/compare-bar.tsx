import { Button, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { revisionsQuery } from '../../api/queries.ts';
import { announce } from '../../app/announce.tsx';
import { tellFailure } from '../../app/failure.ts';
import { t } from '../../app/texts.ts';
import { showToast } from '../../app/toasts.tsx';
import type { Comparison } from '../../compare/compare.ts';
import { comparisonMarkdown } from '../../compare/describe.ts';
import { Icon } from '../../theme/icons.tsx';
import { RevertDialog } from '../revisions/revert-dialog.tsx';
import type { Version } from '../revisions/version.ts';
import classes from './compare-page.module.css';

const route = getRouteApi('/frame/flows/$flowSid/compare/$first/$second');

interface Props {
  readonly flowSid: string;
  readonly first: Version;
  readonly second: Version;
  readonly comparison: Comparison;
  readonly showsMoves: boolean;
}

/** Takes the place of the flow's bar: which two, how they are shown, and what can be done. */
export function CompareBar({ flowSid, first, second, comparison, showsMoves }: Props) {
  const params = route.useParams();
  const { view = 'one' } = route.useSearch();
  const navigate = route.useNavigate();
  const [isReverting, setReverting] = useState(false);
  // The draft is not what the draft can be put back to.
  const target = params.first === 'draft' ? params.second : params.first;
  const old = params.first === 'draft' ? second : first;
  const names = { first: first.label, second: second.label };
  const copy = () => {
    navigator.clipboard.writeText(comparisonMarkdown(comparison, names, showsMoves)).then(() => {
      showToast({ text: t.frame.actions.copied });
      announce(t.frame.actions.copied);
    }, tellFailure);
  };
  const go = (to: { readonly first?: string; readonly second?: string }) =>
    void navigate({ params: { ...params, ...to }, search: ({ widget: _, ...rest }) => rest });
  return (
    <div className={classes.bar} data-region={t.revisions.compare.bar}>
      <Link
        to="/flows/$flowSid/revisions"
        params={{ flowSid }}
        className={classes.back}
        aria-label={t.revisions.allRevisions}
      >
        <Icon name="chevronLeft" />
      </Link>
      <h1 className={classes.title}>{t.revisions.compare.title(first.label, second.label)}</h1>
      <VersionSelect
        flowSid={flowSid}
        label={t.revisions.compare.from}
        value={params.first}
        onChange={(to) => go({ first: to })}
      />
      <Button
        variant="default"
        aria-label={t.revisions.compare.swap}
        title={t.revisions.compare.swap}
        onClick={() => go({ first: params.second, second: params.first })}
      >
        <Icon name="switch" />
      </Button>
      <VersionSelect
        flowSid={flowSid}
        label={t.revisions.compare.to}
        value={params.second}
        onChange={(to) => go({ second: to })}
      />
      <nav className={classes.views} aria-label={t.revisions.compare.views}>
        {(['one', 'side'] as const).map((each) => (
          <Link
            key={each}
            to="."
            search={(before) => ({ ...before, view: each })}
            replace
            className={classes.view}
            aria-current={view === each ? 'true' : undefined}
            data-current={view === each || undefined}
          >
            {t.revisions.compare[each]}
          </Link>
        ))}
      </nav>
      <div className={classes.actions}>
        <Button variant="default" onClick={copy}>
          {t.revisions.compare.copy}
        </Button>
        {target !== 'draft' && (
          <Button variant="default" onClick={() => setReverting(true)}>
            {t.revisions.revertTo(old.label)}
          </Button>
        )}
      </div>
      {isReverting && <RevertDialog flowSid={flowSid} revision={old.revision} onClose={() => setReverting(false)} />}
    </div>
  );
}

interface SelectProps {
  readonly flowSid: string;
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function VersionSelect({ flowSid, label, value, onChange }: SelectProps) {
  const { data = [] } = useQuery(revisionsQuery(flowSid));
  return (
    <NativeSelect
      aria-label={label}
      w={180}
      value={value}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
      data={[
        { value: 'draft', label: t.revisions.draft },
        ...(data.some(({ status }) => status === 'published')
          ? [{ value: 'published', label: t.revisions.published }]
          : []),
        ...data.map(({ revision, status }) => ({
          value: String(revision),
          label: t.revisions.option(t.revisions.name(revision), t.revisions.statuses[status]),
        })),
      ]}
    />
  );
}
