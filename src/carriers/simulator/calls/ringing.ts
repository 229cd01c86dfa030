/** Lets a handset ring until somebody decides. */
import type { HandsetAnswer } from '../../network-calls.ts';
import type { CallSystem } from './call-system.ts';
import type { Leg } from './leg.ts';

export type RingOutcome = 'in-progress' | 'busy' | 'no-answer' | 'failed' | 'canceled';

/** What each decision makes of the call. A call that is declined is one to somebody who is busy (inferred). */
const outcomes: { readonly [Answer in HandsetAnswer | 'canceled']: RingOutcome } = {
  true: 'in-progress',
  busy: 'busy',
  reject: 'busy',
  'no-answer': 'no-answer',
  failed: 'failed',
  canceled: 'canceled',
};

/** Moves the leg to `ringing` and on to the outcome; the leg is not yet finished. */
export async function ring(system: CallSystem, leg: Leg, timeoutSeconds: number): Promise<RingOutcome> {
  const { switchboard } = system;
  switchboard.tell(leg, 'initiated');
  switchboard.move(leg, 'ringing');
  const habit = system.habitOf(leg.call.to);
  const givesUpMs = leg.nowMs() + timeoutSeconds * 1_000;
  const actsMs = habit ? leg.nowMs() + (habit.afterSeconds ?? 0) * 1_000 : Number.POSITIVE_INFINITY;
  leg.at({ verb: 'ringing' });
  const outcome = await decision();
  leg.at(null);
  switchboard.move(leg, outcome);
  return outcome;

  async function decision(): Promise<RingOutcome> {
    for (;;) {
      const event = await leg.next(Math.min(givesUpMs, actsMs));
      switch (event.kind) {
        case 'hangup':
          return 'canceled';
        case 'time': {
          if (!habit || actsMs > givesUpMs) return 'no-answer';
          noteWho(habit.answeredBy);
          return outcomes[habit.answer];
        }
        case 'answer': {
          noteWho(event.answeredBy);
          return outcomes[event.answer];
        }
        default:
      }
    }
  }

  function noteWho(answeredBy: string | undefined): void {
    if (answeredBy !== undefined) leg.post({ kind: 'answered-by', answeredBy });
  }
}
