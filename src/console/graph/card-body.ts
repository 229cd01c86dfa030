/** What the body of each card says (console §3.3). */

import { widgetsByType } from '../../widgets/index.ts';
import { callBodies } from './bodies/calls.ts';
import { connectBodies } from './bodies/connect.ts';
import { flowControlBodies } from './bodies/flow-control.ts';
import { messageBodies } from './bodies/messaging.ts';
import { otherBody, retiredBody } from './bodies/other.ts';
import { toolBodies } from './bodies/tools.ts';
import type { BodyLine } from './body-text.ts';
import type { StateView } from './flow-view.ts';

/** What the page knows and the definition does not. */
export interface CardFacts {
  /** Telephone numbers that point to the flow. */
  readonly numbers?: readonly string[];
  /** Friendly name of a flow, function, workflow, service or channel. */
  nameOf?(sid: string): string | undefined;
}

export type CardBody = (state: StateView, facts: CardFacts) => readonly BodyLine[];

const bodies: ReadonlyMap<string, CardBody> = new Map(
  Object.entries({ ...flowControlBodies, ...messageBodies, ...callBodies, ...toolBodies, ...connectBodies }),
);

/** The lines of a card's body, together at most three high. */
export function cardBody(state: StateView, facts: CardFacts = {}): readonly BodyLine[] {
  const widget = widgetsByType.get(state.type);
  const body = bodies.get(state.type) ?? (widget === undefined || widget.retired === true ? retiredBody : otherBody);
  return body(state, facts);
}
