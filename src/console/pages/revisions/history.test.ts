import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type HistoryView, historyItems, type Listed } from './history.ts';

/** `3p 2 1m`: newest first, `p` is published, `m` moved widgets alone. */
function shown(history: string, view: Partial<HistoryView> = {}): string {
  const words = history.split(' ');
  const rows = words.map((word): Listed => {
    return { revision: Number.parseInt(word, 10), status: word.endsWith('p') ? 'published' : 'draft' };
  });
  const isMove = (revision: number) => words.includes(`${revision}m`);
  const items = historyItems(rows, { isPublishedOnly: false, unfolded: new Set(), isMove, ...view });
  return items
    .map((item) => {
      if (item.kind === 'revision') return String(item.row.revision);
      const all = item.rows.map(({ revision }) => revision).join();
      return item.isFolded ? `${item.of}(${all})` : `${item.of}:`;
    })
    .join(' ');
}

const cases: readonly { readonly name: string; readonly history: string; readonly shows: string; view?: object }[] = [
  { name: 'drafts at the top are shown', history: '3 2 1', shows: '3 2 1' },
  { name: 'drafts between published ones are folded', history: '5p 4 3 2p 1', shows: '5 drafts(4,3) 2 1' },
  { name: 'drafts at the top stay shown above them', history: '6 5 4p 3 2 1p', shows: '6 5 4 drafts(3,2) 1' },
  {
    name: 'a run is unfolded by its oldest revision',
    history: '5p 4 3 2p',
    shows: '5 drafts: 4 3 2',
    view: { unfolded: new Set(['drafts 3']) },
  },
  { name: 'moves in a row are one', history: '5 4m 3m 2m 1', shows: '5 moves(4,3,2) 1' },
  { name: 'one move is a revision like others', history: '3 2m 1', shows: '3 2 1' },
  {
    name: 'moves are shown on demand',
    history: '3m 2m 1',
    shows: 'moves: 3 2 1',
    view: { unfolded: new Set(['moves 2']) },
  },
  {
    name: 'moves are folded within a run as well',
    history: '6p 5 4m 3m 2p',
    shows: '6 drafts: 5 moves(4,3) 2',
    view: { unfolded: new Set(['drafts 3']) },
  },
  { name: 'published only', history: '6 5p 4 3 2p 1', shows: '5 2', view: { isPublishedOnly: true } },
];

for (const { name, history, shows, view } of cases) {
  test(name, () => assert.equal(shown(history, view), shows));
}
