/** Rows of the canvas: what cards show, where they stand, how wires run. All are promises of our own. */
import { type Area, by, type Evidence, own, row } from '../row.ts';

const graph = (name: string, tests?: RegExp) => by(`src/console/graph/${name}.test.ts`, tests);

type Line = readonly [what: string, ...tests: Evidence[]];

const rows: { readonly [name: string]: Line } = {
  'console/any-draft': [
    'A draft of any form is drawn: broken targets, doubled names, unknown types',
    graph('flow-view'),
  ],
  'console/cards': [
    'Every widget type has a card that says what it does, at most three lines, variables as chips',
    graph('card', /: has a card$/),
    graph('card-body'),
  ],
  'console/outlets': [
    'Every event of a type is an outlet, conditions in short form, what the type does not have last',
    graph('outlets'),
  ],
  'console/card-sizes': [
    'The size of a card follows from the flow alone; cards of real flows lie as their authors saw them',
    graph('card', /^(the outlet|outlets are|a card grows|real flows)/),
    graph('node-data'),
  ],
  'console/colours': ['Every text on every ground is readable, light and dark', by('src/console/theme/tokens.test.ts')],
  'console/wires': [
    'Wires run at right angles from outlet to inlet, past the cards that they join, in lanes',
    graph('wires', /(never fails|crosses a card|lane|cross$|^(straight|down|to (a card|itself)|rows))/),
  ],
  'console/wires-moved': [
    'A card that moves re-routes what it touches, with the result of routing all anew',
    graph('wires', /^(what moves|2,000 widgets)/),
  ],
  'console/detail': [
    'Cards and wires are drawn simpler from afar',
    graph('wires', /^(at zoom|names stand|many wires)/),
  ],
  'console/placement': ['New cards come to the nearest free place of the grid', graph('placement')],
  'console/align': ['Cards are aligned, distributed, and snap to the grid and to equal edges', graph('align')],
  'console/view': ['The view fits, zooms at the pointer, and pans what has focus into sight', graph('view')],
  'console/arrow-keys': ['Arrow keys reach every card', graph('reading-order')],
  'console/along-wires': ['Keys lead along wires, and to all that follows or leads here', graph('flow-links')],
  'console/outline': ['The flow is a plain tree as well, each card once', graph('outline')],
  'console/shown-places': [
    'A flow without offsets is laid out for display; offsets that are there are kept',
    graph('layered-layout'),
    graph('tidy', /shown|display/),
  ],
  'console/tidy-up': [
    'Tidy up gives rows 200 apart and columns 320, no card on another, notes with their card',
    graph('elk-layout'),
    graph('tidy', /tidied|note/),
  ],
};

export const consoleCanvasArea: Area = {
  title: 'Console: canvas',
  about: 'The drawing of a flow: cards, wires, places and the ways of the keyboard.',
  rows: Object.entries(rows).map(([id, [what, ...tests]]) => row(id, what, 'console §3, §4', own(...tests))),
};
