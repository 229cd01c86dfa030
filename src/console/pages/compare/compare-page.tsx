/** Two versions of a flow beside each other: changes in words, and on the canvas (console §7.5). */
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useMemo } from 'react';
import { announce } from '../../app/announce.tsx';
import { isUnknown } from '../../app/failure.ts';
import { LinkButton } from '../../app/link-button.tsx';
import { useShortcuts } from '../../app/shortcuts.ts';
import { Empty, FailureBar, LoadingRows } from '../../app/state.tsx';
import { t } from '../../app/texts.ts';
import { type Change, compareFlows } from '../../compare/compare.ts';
import { definitionIn } from '../../compare/definition.ts';
import { changeSentence } from '../../compare/describe.ts';
import { useFlowName, useLiveRevisions } from '../revisions/use-flow.ts';
import { type Version, versionName, versionQuery } from '../revisions/version.ts';
import { ChangeList } from './change-list.tsx';
import { CompareBar } from './compare-bar.tsx';
import { OneCanvas, SideBySide } from './compare-canvas.tsx';
import classes from './compare-page.module.css';
import { onePicture, sidePictures } from './picture.ts';

const route = getRouteApi('/frame/flows/$flowSid/compare/$first/$second');

export function ComparePage() {
  const { flowSid, first, second } = route.useParams();
  useLiveRevisions(flowSid);
  const one = useQuery(versionQuery(flowSid, versionName(first)));
  const other = useQuery(versionQuery(flowSid, versionName(second)));
  const error = one.error ?? other.error;
  const retry = () => void Promise.all([one.refetch(), other.refetch()]);
  if (isUnknown(error)) return <Unknown flowSid={flowSid} text={t.revisions.unknownRevision} />;
  if (one.data === null || other.data === null) {
    const isWord = versionName(first) !== undefined && versionName(second) !== undefined;
    return <Unknown flowSid={flowSid} text={isWord ? t.revisions.noPublished : t.revisions.unknownRevision} />;
  }
  if (error !== null) return <FailureBar error={error} onRetry={retry} />;
  if (one.data === undefined || other.data === undefined) return <LoadingRows onRetry={retry} />;
  return <Compared flowSid={flowSid} first={one.data} second={other.data} />;
}

function Unknown({ flowSid, text }: { readonly flowSid: string; readonly text: string }) {
  return (
    <Empty icon="alert" text={text}>
      <LinkButton to="/flows/$flowSid/revisions" params={{ flowSid }}>
        {t.revisions.title}
      </LinkButton>
    </Empty>
  );
}

interface ComparedProps {
  readonly flowSid: string;
  readonly first: Version;
  readonly second: Version;
}

function Compared({ flowSid, first, second }: ComparedProps) {
  const { widget, view = 'one', moves } = route.useSearch();
  const navigate = route.useNavigate();
  const name = useFlowName(flowSid);
  const showsMoves = moves !== undefined;
  const comparison = useMemo(
    () => compareFlows(definitionIn(first.definition), definitionIn(second.definition)),
    [first.definition, second.definition],
  );
  const changes = useMemo(
    (): readonly Change[] => (showsMoves ? [...comparison.changes, ...comparison.moves] : comparison.changes),
    [comparison, showsMoves],
  );
  const title = t.revisions.compare.title(first.label, second.label);
  useEffect(() => {
    document.title = [title, name, t.frame.product].join(' · ');
  }, [title, name]);
  const select = (card: string | undefined) =>
    void navigate({
      search: ({ widget: _, ...rest }) => (card === undefined ? rest : { ...rest, widget: card }),
      replace: true,
    });
  const walk = (step: 1 | -1) => {
    const at = changes.findIndex((change) => widgetOf(change) === widget && widget !== undefined);
    // Changes of one widget stand together: the next is one of another.
    for (let index = at + step, left = changes.length; left > 0; index += step, left--) {
      const place = (index + changes.length) % changes.length;
      const change = changes[place];
      const next = change && widgetOf(change);
      if (change === undefined || next === undefined || next === widget) continue;
      select(next);
      announce(t.revisions.compare.step(place + 1, changes.length, changeSentence(change)));
      return;
    }
  };
  useShortcuts({ F8: () => walk(1), 'Shift+F8': () => walk(-1) });
  return (
    <div className={classes.page}>
      <CompareBar flowSid={flowSid} first={first} second={second} comparison={comparison} showsMoves={showsMoves} />
      <div className={classes.work}>
        <ChangeList
          names={{ first: first.label, second: second.label }}
          changes={changes}
          moves={comparison.moves.length}
          showsMoves={showsMoves}
          chosen={widget}
          onChoose={select}
          onShowMoves={(isShown) =>
            void navigate({
              search: ({ moves: _, ...rest }) => (isShown ? { ...rest, moves: 'shown' } : rest),
              replace: true,
            })
          }
        />
        {view === 'side' ? (
          <SideBySide
            flow={name}
            names={[first.label, second.label]}
            pictures={sidePictures(comparison, showsMoves)}
            widget={widget}
            onSelect={select}
          />
        ) : (
          <OneCanvas
            label={t.revisions.compare.canvas(name, first.label, second.label)}
            picture={onePicture(comparison, showsMoves)}
            widget={widget}
            onSelect={select}
          />
        )}
      </div>
    </div>
  );
}

function widgetOf(change: Change): string | undefined {
  return 'widget' in change ? change.widget : undefined;
}
