import { attributeOf, elementsOf, textOf } from '../../../../twiml/index.ts';
import { refer } from '../../../../twiml/verbs/refer.ts';
import { goto } from '../run.ts';
import type { VerbRunner } from './verb-runner.ts';

/** Hands a SIP call over; there is nobody to refuse it. Source: carrier page §A2, Refer; §C7, 13801. */
export const referRunner: VerbRunner = {
  name: refer.name,
  async run(element, run) {
    const { call } = run.leg;
    const caller = call.direction === 'inbound' ? call.from : call.to;
    if (!caller.startsWith('sip:')) {
      return { kind: 'fail', code: 13801, message: `Only a SIP call can be referred; this one is with ${caller}` };
    }
    const [target] = elementsOf(element);
    run.leg.note({ kind: 'referred', to: textOf(target ?? element).trim() });
    const action = attributeOf(refer, element, 'action');
    if (action === undefined) return { kind: 'end' };
    return goto(run, action, attributeOf(refer, element, 'method'), [
      ['ReferCallStatus', 'completed'],
      ['ReferSipResponseCode', '202'],
      ['NotifySipResponseCode', '200'],
    ]);
  },
};
