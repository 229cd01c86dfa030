/** The canvas: what screen readers hear of it, and its tools. */
import type { Card, PlacedOutlet } from '../graph/card.ts';
import { counted } from './format.ts';

interface Marked {
  readonly visits?: readonly number[];
  readonly problems?: { readonly count: number };
  readonly spoken?: string;
}

const outletWords = ({ label, next }: PlacedOutlet) =>
  next === undefined ? `${label}, leads nowhere` : `${label}, leads to ${next}`;

export const canvas = {
  widget: 'widget',
  name: (flow: string, widgets: number) => `Canvas of ${flow}, ${counted(widgets, 'widget', 'widgets')}`,
  description: 'Arrow keys move between widgets, Enter edits, A adds, question mark lists all keys.',
  readOnlyDescription: 'Arrow keys move between widgets, plus and minus zoom.',
  empty: 'Drag from an outlet to add the first widget, or press A.',
  describe(
    card: Card,
    mark: Marked | undefined,
    isSelected: boolean,
    outlet: PlacedOutlet | undefined,
    isOnWire: boolean,
  ) {
    if (outlet !== undefined) return isOnWire ? `Wire of ${outletWords(outlet)}` : outletWords(outlet);
    const loose = card.outlets.filter(({ next }) => next === undefined).length;
    const transitions = counted(card.outlets.length, 'transition', 'transitions');
    const parts = [
      `${card.name}, ${card.typeTitle}. ${transitions}, ${loose === 0 ? 'all connected' : `${loose} not connected`}.`,
      ...(mark?.problems ? [`${counted(mark.problems.count, 'problem', 'problems')}.`] : []),
      ...(isSelected ? ['Selected.'] : []),
      ...(mark?.visits?.length ? [`Visited as step ${mark.visits.join(', ')}.`] : []),
      ...(mark?.spoken ? [mark.spoken] : []),
    ];
    return parts.join(' ');
  },
  noWireThere: 'No wire leads on from here.',
  menuOf: (name: string) => `Menu of ${name}`,
  tools: 'Canvas tools',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  fit: 'Fit',
  tidyUp: 'Tidy up',
  changedMeanwhile: 'The flow was changed meanwhile, so nothing was moved. Tidy up once more.',
  miniMap: 'Mini-map',
  undo: 'Undo',
  redo: 'Redo',
  undoNamed: (name: string) => `Undo: ${name}`,
  redoNamed: (name: string) => `Redo: ${name}`,
  cannotDraw: 'This flow could not be drawn.',
} as const;
