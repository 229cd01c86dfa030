/** A card as the canvas draws it: size, title, group, icon, outlets. All of it follows from the definition. */
import { widgetsByType } from '../../widgets/index.ts';
import type { GroupToken } from '../theme/tokens.ts';
import { CARD_HEIGHT, type OutletPlace, outletPlaces } from './card-size.ts';
import type { StateView } from './flow-view.ts';
import type { Size } from './geometry.ts';
import { type Outlet, outletsOf } from './outlets.ts';

/** Names of drawings, not of files: the canvas maps them to its icon set. */
export type CardIcon =
  | 'agent'
  | 'braces'
  | 'call-out'
  | 'call-queue'
  | 'call-to'
  | 'card'
  | 'conversation'
  | 'conversation-resume'
  | 'desk'
  | 'fork'
  | 'function'
  | 'globe'
  | 'keypad'
  | 'message'
  | 'message-wait'
  | 'question'
  | 'record'
  | 'redirect'
  | 'relay'
  | 'speak'
  | 'split'
  | 'start'
  | 'subflow'
  | 'voicemail';

export interface CardFace {
  /** Names the colours as well: `strong` and `tint` of the group in the theme's tokens. */
  readonly group: GroupToken;
  readonly icon: CardIcon;
}

export interface PlacedOutlet extends Outlet, OutletPlace {}

export interface Card extends Size, CardFace {
  readonly id: string;
  /** The widget's name, whole. */
  readonly name: string;
  /** Title of the type; of an unknown type its wire name. */
  readonly typeTitle: string;
  /** Nothing can lead to the Trigger. */
  readonly hasInlet: boolean;
  readonly outlets: readonly PlacedOutlet[];
}

const faces: ReadonlyMap<string, CardFace> = new Map<string, CardFace>([
  ['trigger', { group: 'flow', icon: 'start' }],
  ['split-based-on', { group: 'flow', icon: 'split' }],
  ['set-variables', { group: 'flow', icon: 'braces' }],
  ['send-message', { group: 'messaging', icon: 'message' }],
  ['send-and-wait-for-reply', { group: 'messaging', icon: 'message-wait' }],
  ['say-play', { group: 'voice', icon: 'speak' }],
  ['gather-input-on-call', { group: 'voice', icon: 'keypad' }],
  ['connect-call-to', { group: 'voice', icon: 'call-to' }],
  ['make-outgoing-call-v2', { group: 'voice', icon: 'call-out' }],
  ['make-outgoing-call-v1', { group: 'voice', icon: 'call-out' }],
  ['record-voicemail', { group: 'voice', icon: 'voicemail' }],
  ['record-call', { group: 'voice', icon: 'record' }],
  ['enqueue-call', { group: 'voice', icon: 'call-queue' }],
  ['capture-payments', { group: 'voice', icon: 'card' }],
  ['fork-stream', { group: 'voice', icon: 'fork' }],
  ['connect-virtual-agent', { group: 'voice', icon: 'agent' }],
  ['connect-virtual-agent-v2', { group: 'voice', icon: 'agent' }],
  ['run-conversation-relay', { group: 'voice', icon: 'relay' }],
  ['make-http-request', { group: 'tools', icon: 'globe' }],
  ['run-function', { group: 'tools', icon: 'function' }],
  ['run-function-v2', { group: 'tools', icon: 'function' }],
  ['run-subflow', { group: 'tools', icon: 'subflow' }],
  ['add-twiml-redirect', { group: 'tools', icon: 'redirect' }],
  ['send-to-flex', { group: 'connect', icon: 'desk' }],
  ['start-conversation', { group: 'connect', icon: 'conversation' }],
  ['resume-conversation', { group: 'connect', icon: 'conversation-resume' }],
]);

/** Types without a face of their own: legacy and unknown ones. */
const otherFace: CardFace = { group: 'other', icon: 'question' };

/** Group and icon of a type, for the palette too. */
export function faceOf(type: string): CardFace {
  return faces.get(type) ?? otherFace;
}

const cards = new WeakMap<StateView, Card>();

/** The card of a state; the same object as long as the state is the same object. */
export function cardOf(state: StateView): Card {
  const known = cards.get(state);
  if (known !== undefined) return known;
  const outlets = outletsOf(state);
  const { width, places } = outletPlaces(outlets.map(({ label }) => label));
  const card = {
    id: state.id,
    name: state.name,
    typeTitle: widgetsByType.get(state.type)?.title ?? state.type,
    ...faceOf(state.type),
    width,
    height: CARD_HEIGHT,
    hasInlet: state.type !== 'trigger',
    outlets: outlets.map((outlet, index) => ({ ...outlet, ...(places[index] ?? { x: 0, width: 0 }) })),
  };
  cards.set(state, card);
  return card;
}

/** What the header keeps free at its right: badge, note dot and menu. */
const header = { aroundName: 112, perCharacter: 7.8 } as const;

/** The name with an ellipsis in its middle where the header has no room for it: names differ at the end. */
export function shortName(name: string, cardWidth: number): string {
  const letters = [...name];
  const room = Math.floor((cardWidth - header.aroundName) / header.perCharacter);
  if (letters.length <= room) return name;
  const atStart = Math.ceil((room - 1) / 2);
  return `${letters.slice(0, atStart).join('')}…${letters.slice(letters.length - (room - 1 - atStart)).join('')}`;
}
