/** Two legs that talk with each other: what one says, the other hears. */
import type { BridgeEnd, Interruption, LegEvent } from './events.ts';
import { isInterruption } from './events.ts';
import type { Leg } from './leg.ts';

/** Joins `far` to `near`, which may let go of it from now on. */
export function join(far: Leg, near: Leg): BridgeEnd {
  far.bridge = {
    sid: near.sid,
    hears: (sid, event) => near.post({ kind: 'far', sid, event }),
    left: (sid) => near.post({ kind: 'far-left', sid }),
  };
  return far.bridge;
}

/** The far leg goes on without the near one. */
export function leaveBridge(leg: Leg): void {
  leg.bridge?.left(leg.sid);
  leg.bridge = undefined;
}

/** Notes on a leg what came from the other side. */
export function overhear(leg: Leg, from: string, event: LegEvent): void {
  if (event.kind === 'key') leg.note({ kind: 'heard', from, digits: event.isHidden ? '•' : event.key });
  else if (event.kind === 'speech') leg.note({ kind: 'heard', from, text: event.text });
}

/** Stays on the far end of a bridge until one side ends it; undefined: the other side did. */
export async function stayOn(leg: Leg, bridge: BridgeEnd): Promise<Interruption | undefined> {
  leg.at({ verb: 'bridged', with: bridge.sid });
  for (;;) {
    const event = await leg.next();
    if (isInterruption(event)) {
      leg.at(null);
      leaveBridge(leg);
      if (event.kind !== 'released') return event;
      leg.mailbox.settle();
      return undefined;
    }
    if (event.kind === 'key' || event.kind === 'speech') bridge.hears(leg.sid, event);
    else if (event.kind === 'far') overhear(leg, event.sid, event.event);
  }
}

export type TalkEnd =
  /** The far side has gone. */
  | { readonly kind: 'left' }
  /** The time is up, or the caller pressed the star. */
  | { readonly kind: 'cut' }
  | Interruption;

/** Talks from the near end of a bridge, which decides how long it lasts. */
export async function talk(
  leg: Leg,
  far: Leg,
  { untilMs, endsOnStar }: { readonly untilMs: number; readonly endsOnStar: boolean },
): Promise<TalkEnd> {
  for (;;) {
    const event = await leg.next(untilMs);
    const end = endOf(event, far, endsOnStar);
    if (end) {
      // It may hear something else first, or be elsewhere already.
      if (end.kind !== 'left' && far.bridge?.sid === leg.sid) {
        far.post({ kind: 'released', by: { why: 'bridge-over' } });
      }
      return end;
    }
    if (event.kind === 'key' || event.kind === 'speech') far.post({ kind: 'far', sid: leg.sid, event });
    else if (event.kind === 'far' && event.sid === far.sid) overhear(leg, far.sid, event.event);
  }
}

function endOf(event: LegEvent, far: Leg, endsOnStar: boolean): TalkEnd | undefined {
  if (isInterruption(event)) return event;
  if (event.kind === 'time') return { kind: 'cut' };
  if (event.kind === 'key' && event.key === '*' && endsOnStar) return { kind: 'cut' };
  const hasLeft =
    (event.kind === 'far-left' || (event.kind === 'child' && event.state === 'ended')) && event.sid === far.sid;
  return hasLeft ? { kind: 'left' } : undefined;
}
