import { attributeOf } from '../../../../twiml/index.ts';
import { reject } from '../../../../twiml/verbs/reject.ts';
import type { VerbRunner } from './verb-runner.ts';

/** Refuses a call that still rings; one that was taken it ends. Source: carrier page §A2, Reject. */
export const rejectRunner: VerbRunner = {
  name: reject.name,
  staysUnanswered: () => true,
  async run(element, { leg }) {
    if (leg.call.status !== 'ringing') return { kind: 'end' };
    return { kind: 'end', as: attributeOf(reject, element, 'reason') === 'busy' ? 'busy' : 'no-answer' };
  },
};
