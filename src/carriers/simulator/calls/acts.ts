/** What the person at a handset does on a leg. */

import { connect } from '../../../twiml/verbs/connect.ts';
import { pay } from '../../../twiml/verbs/pay.ts';
import { record as recordVerb } from '../../../twiml/verbs/record.ts';
import type { Granted } from '../../network.ts';
import { answeredByValues, type HandsetAct, type SpokenWords } from '../../network-calls.ts';
import { refused } from '../refusals.ts';
import type { CallSystem } from './call-system.ts';
import type { Leg } from './leg.ts';

/** Verbs that whoever holds the handset may end. */
const endedByOutcome: readonly string[] = [pay.name, connect.name];

/** An act whose words are known. */
export type UnderstoodAct = Omit<HandsetAct, 'speech'> & { readonly speech?: SpokenWords | undefined };

/** Carries out an act, or says why that is not possible now. */
export function actOn(system: CallSystem, leg: Leg, act: UnderstoodAct): Granted<undefined> {
  const fault = faultOf(leg, act);
  if (fault !== undefined) return refused(21220, fault);
  const { answer, answeredBy, digits, speech, recording, outcome, hangsUp } = act;
  if (answer !== undefined) leg.post({ kind: 'answer', answer, answeredBy });
  else if (answeredBy !== undefined) leg.post({ kind: 'answered-by', answeredBy });
  if (digits !== undefined) leg.press(digits);
  if (speech) {
    leg.note({
      kind: 'speech',
      text: speech.text,
      ...(speech.confidence === undefined ? {} : { confidence: speech.confidence }),
    });
    leg.post({ kind: 'speech', ...speech });
  }
  if (recording) leg.post({ kind: 'recording', recording });
  if (outcome) leg.post({ kind: 'outcome', params: outcome });
  if (hangsUp) putDown(system, leg);
  return { ok: true, value: undefined };
}

function putDown(system: CallSystem, leg: Leg): void {
  const { status, direction } = leg.call;
  // A call that is declined, or not yet taken.
  if (status !== 'in-progress' && direction !== 'inbound')
    leg.post({ kind: 'answer', answer: 'reject', answeredBy: undefined });
  else system.hangUp(leg);
}

function faultOf(
  leg: Leg,
  { answer, answeredBy, digits, speech, recording, outcome, hangsUp }: UnderstoodAct,
): string | undefined {
  const { status, direction } = leg.call;
  if (leg.isOver) return `The call is over: its status is ${status}`;
  const isDecided = answer !== undefined || (hangsUp === true && status === 'queued');
  if (isDecided && (status !== 'ringing' || direction === 'inbound')) {
    return `Nothing rings at this handset: the status of the call is ${status}`;
  }
  const isSaid = digits !== undefined || speech !== undefined || recording !== undefined || outcome !== undefined;
  if (digits !== undefined && !/^[0-9A-D*#]{1,1000}$/.test(digits)) return 'Keys are 0-9, *, # and A to D';
  if (answeredBy !== undefined && !(answeredByValues as readonly string[]).includes(answeredBy)) {
    return `Nobody is found to be "${answeredBy}": it is one of ${answeredByValues.join(', ')}`;
  }
  if (isSaid && status !== 'in-progress' && answer === undefined) {
    return `Nobody listens yet: the status of the call is ${status}`;
  }
  const verb = leg.doing?.verb ?? 'nothing';
  if (recording !== undefined && verb !== recordVerb.name) return `Nothing is recorded now: the call is at ${verb}`;
  if (outcome !== undefined && !endedByOutcome.includes(verb)) {
    return `Nothing ends by an outcome now: the call is at ${verb}`;
  }
  return undefined;
}
