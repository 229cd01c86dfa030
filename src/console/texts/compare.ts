/** Texts of compare, merge and generated revision messages; console.md §2 Empty, §7. */
const count = (number: number, one: string, many: string) =>
  `${number.toLocaleString('en-US')} ${number === 1 ? one : many}`;

const nowhere = 'nowhere';

export const compareTexts = {
  // One sentence for each change, also the message of a revision that holds only this.
  added: (widget: string) => `Added ${widget}`,
  removed: (widget: string) => `Removed ${widget}`,
  renamed: (before: string, widget: string) => `Renamed ${before} to ${widget}`,
  changedText: (widget: string) => `Changed the text of ${widget}`,
  changedType: (widget: string, type: string) => `Made ${widget} a ${type} widget`,
  changedProperty: (widget: string, title: string) => `Changed ${title} of ${widget}`,
  changedConditions: (widget: string) => `Changed the conditions of ${widget}`,
  reorderedConditions: (widget: string) => `Changed the order of the conditions of ${widget}`,
  rewired: (widget: string, outlet: string, target = nowhere) => `${widget}: ${outlet} now leads to ${target}`,
  unwired: (widget: string, outlet: string) => `${widget}: ${outlet} now leads nowhere`,
  movedWidget: (widget: string) => `Moved ${widget}`,
  changedFlow: (key: string) => `Changed ${flowKeys[key] ?? key}`,
  form: (widget: string | undefined) =>
    widget === undefined
      ? 'Written differently, with the same meaning'
      : `${widget} is written differently, with the same meaning`,

  // Revision messages and the publish dialog.
  andMore: (sentence: string, more: number) => `${sentence}, and ${count(more, 'more change', 'more changes')}`,
  movedWidgets: (moves: number) => `Moved ${count(moves, 'widget', 'widgets')}`,
  nothingChanged: 'Nothing changed',
  firstPublication: (widgets: number, transitions: number) =>
    `First publication: ${count(widgets, 'widget', 'widgets')}, ${count(transitions, 'transition', 'transitions')}`,
  summaryParts: {
    added: (number: number) => `${number} added`,
    removed: (number: number) => `${number} removed`,
    renamed: (number: number) => `${number} renamed`,
    changed: (number: number) => `${number} changed`,
    rewired: (number: number) => `${number} rewired`,
    moved: (number: number) => `${number} moved`,
    flow: 'settings of the flow changed',
  },
  same: (first: string, second: string, moves: number) =>
    moves === 0
      ? `${first} and ${second} are the same.`
      : `${first} and ${second} are the same, apart from ${count(moves, 'moved widget', 'moved widgets')}.`,

  // The list of changes.
  title: (first: string, second: string) => `Changes from ${first} to ${second}`,
  showMoves: (moves: number) => `Show moves (${moves})`,
  wasAdded: 'added',
  wasRemoved: 'removed',
  wasRenamed: (before: string) => `was ${before}`,
  conditionsTitle: 'Conditions',
  condition: (labels: readonly string[]) => labels.join(' and '),
  conditionLeads: (label: string, target = nowhere) => `${label} → ${target}`,
  newOrder: 'conditions in another order',
  leads: (outlet: string, target: string | undefined, before: string | undefined) =>
    `${outlet} now leads ${target === undefined ? nowhere : `to ${target}`}${before === undefined ? '' : ` (was ${before})`}`,
  empty: 'empty',
  place: 'position',

  // Merge.
  merged: (theirs: number, yours: number) => `Merged: ${theirs} of theirs, ${yours} of yours.`,
  conflicts: {
    'changed-twice': 'Changed on both sides, differently',
    'deleted-against-changed': 'Deleted on one side, changed on the other',
    'renamed-twice': 'Renamed on both sides, differently',
    'added-twice': 'Added on both sides under one name, with other content',
    'same-name': 'Its new name is taken on the other side',
    'leads-to-deleted': 'Leads to a widget that was deleted on the other side',
    'reordered-twice': 'Conditions put in another order on both sides, differently',
  },
} as const;

const flowKeys: { readonly [key: string]: string } = {
  description: 'the description of the flow',
  initial_state: 'where the flow begins',
  'flags.allow_concurrent_calls': 'whether the flow takes concurrent calls',
};
