/** What a revision changed, in a few words, where nobody wrote a message. */
import { queryOptions } from '@tanstack/react-query';
import { revisionQuery } from '../../api/queries.ts';
import { t } from '../../app/texts.ts';
import { compareFlows } from '../../compare/compare.ts';
import { definitionIn } from '../../compare/definition.ts';
import { revisionMessage } from '../../compare/describe.ts';

export interface Summary {
  readonly words: string;
  /** True when widgets were moved and nothing else was done. */
  readonly isMove: boolean;
}

interface Saved {
  readonly name: string;
  readonly definition: string;
}

export const summaryQuery = (flowSid: string, revision: number) =>
  queryOptions({
    queryKey: ['revision-summary', flowSid, revision],
    queryFn: async ({ client }): Promise<Summary> => {
      if (revision === 1) return { words: t.revisions.created, isMove: false };
      const [before, after] = await Promise.all(
        [revision - 1, revision].map((each) => client.ensureQueryData(revisionQuery(flowSid, each))),
      );
      return before && after ? summaryOf(before, after) : { words: '', isMove: false };
    },
    staleTime: Number.POSITIVE_INFINITY,
  });

function summaryOf(before: Saved, after: Saved): Summary {
  if (before.definition === after.definition) {
    const isRenamed = before.name !== after.name;
    return { words: isRenamed ? t.revisions.renamedFlow(after.name) : t.revisions.asBefore, isMove: false };
  }
  const comparison = compareFlows(definitionIn(before.definition), definitionIn(after.definition));
  const isMove = comparison.moves.length > 0 && comparison.changes.every(({ kind }) => kind === 'form');
  return { words: revisionMessage(comparison), isMove };
}
