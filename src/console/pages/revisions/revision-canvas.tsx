import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { revisionQuery } from '../../api/queries.ts';
import { isUnknown } from '../../app/failure.ts';
import { Empty, FailureBar, LoadingRows } from '../../app/state.tsx';
import { t } from '../../app/texts.ts';
import { drawingOf } from '../../canvas/drawing.ts';
import { FlowViewer } from '../../canvas/flow-viewer.tsx';
import { definitionIn } from '../../compare/definition.ts';
import { readFlowView } from '../../graph/flow-view.ts';

interface Props {
  readonly flowSid: string;
  readonly revision: number;
  readonly selected?: string | undefined;
  readonly onSelect?: (card: string | undefined) => void;
}

/** A revision as it was saved. */
export function RevisionCanvas({ flowSid, revision, selected, onSelect }: Props) {
  const { data, error, refetch } = useQuery(revisionQuery(flowSid, revision));
  const text = data?.definition;
  const drawing = useMemo(() => (text === undefined ? undefined : drawingOf(readFlowView(definitionIn(text)))), [text]);
  if (drawing) {
    return (
      <FlowViewer
        drawing={drawing}
        label={t.revisions.compare.side1(data?.name ?? '', t.revisions.name(revision))}
        selected={selected}
        {...(onSelect ? { onSelect } : {})}
      />
    );
  }
  if (isUnknown(error)) return <Empty icon="alert" text={t.revisions.unknownRevision} />;
  if (error !== null) return <FailureBar error={error} onRetry={() => void refetch()} />;
  return <LoadingRows onRetry={() => void refetch()} />;
}
