/** Two legs that talk with each other: what one says, the other hears. */
import type { BridgeEnd, Interruption, LegEvent } from './events.ts';
import { isInterruption } from './events.ts';
import type { Leg } from './leg.ts';

/** The end of a bridge at `leg`, for the leg that joins it. */
export function endAt(leg: Leg): BridgeEnd {
  return {
    sid: leg.sid,
    hears: (sid, event) => leg.post({ kind: 'far', sid, event }),
    left: (sid) => leg.post({ kind: 'far-left', sid }),
  };
}

/** Notes on a leg what came from the other side. */
export function overhear(leg: Leg, from: string, event: LegEvent): void {
  if (event.kind === 'key') leg.note({ kind: 'heard', from, digits: event.key });
  else if (event.kind === 'speech') leg.note({ kind: 'heard', from, text: event.text });
}

/** Stays on the far end of a bridge until one side ends it; undefined: the other side did. */
export async function stayOn(leg: Leg, bridge: BridgeEnd): Promise<Interruption | undefined> {
  leg.at({ verb: 'bridged', with: bridge.sid });
  for (;;) {
    const event = await leg.next();
    if (isInterruption(event) || event.kind === 'bridge-over') {
      leg.at(null);
      if (!isInterruption(event)) return undefined;
      bridge.left(leg.sid);
      return event;
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
      if (end.kind !== 'left') far.post({ kind: 'bridge-over' });
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
