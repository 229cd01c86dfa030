/** Rows of the console: revisions, comparison, and edits that meet those of others. */
import { type Area, by, type Claim, own, row } from '../row.ts';

const revisions = (name: RegExp) => by('test/console/revisions.test.ts', name);
const compare = (name: RegExp) => by('test/console/compare.test.ts', name);
const conflict = (name: RegExp) => by('test/console/conflict.test.ts', name);
const offline = (name: RegExp) => by('test/console/offline.test.ts', name);
const roundTrip = (name: RegExp) => by('test/console/round-trip.test.ts', name);

const rows: { readonly [name: string]: readonly [what: string, claim: Claim] } = {
  history: [
    'Revision History says who did what; older drafts and mere moves are folded',
    own(revisions(/^the history says/), by('src/console/pages/revisions/history.test.ts')),
  ],
  preview: [
    'Each revision is shown on the canvas, and widget by widget',
    own(revisions(/^(one revision|a revision has)/)),
  ],
  'missing-widget': ['A link to a widget that is gone finds the revision that had it', own(revisions(/^a link to/))],
  compare: [
    'Two revisions, or one and the draft, are compared in words, on one canvas or on two',
    own(compare(/^(changes are|two canvases|moves are|a comparison is|what is not there)/)),
  ],
  picture: ['A comparison is drawn with ghosts and marks', own(by('src/console/pages/compare/picture.test.ts'))],
  revert: [
    'The draft is put back to a revision byte for byte, which can be undone',
    own(compare(/^the draft is put back/)),
  ],
  merge: [
    'Edits of two browsers come together; where the same was changed a person decides, and nothing is written over',
    own(conflict(/^(two browsers|where the same|a merge takes|who changed nothing|edits of two)/)),
  ],
  meeting: ['Who changed what decides what becomes of two edits', own(by('src/console/editor/saving/meeting.test.ts'))],
  'merge-text': ['A merge writes anew only what it changes', own(by('src/console/document/edits/between.test.ts'))],
  tabs: ['Of two tabs of one browser one edits, and the other can take over', own(conflict(/^of two tabs/))],
  offline: ['Edits without a network stay in the browser and become one revision', own(offline(/./))],
  'round-trip': ['Every real flow goes through the editor and comes back byte for byte', own(roundTrip(/./))],
};

export const consoleRevisionsArea: Area = {
  title: 'Console: revisions',
  about: 'History, comparison and meeting edits of a flow in the browser.',
  rows: Object.entries(rows).map(([name, [what, claim]]) =>
    row(`console-revisions/${name}`, what, 'console page §7', claim),
  ),
};
