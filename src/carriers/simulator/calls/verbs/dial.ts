import { attributeOf, type TwimlElement } from '../../../../twiml/index.ts';
import { dial } from '../../../../twiml/verbs/dial.ts';
import type { DialEnd } from '../dial-end.ts';
import { dialNumbers } from '../dial-numbers.ts';
import { type CallRun, goto, type Step, tell } from '../run.ts';
import type { VerbRunner } from './verb-runner.ts';

/** Connects the caller with others. Source: carrier page §A2, Dial. */
export const dialRunner: VerbRunner = {
  name: dial.name,
  staysUnanswered: (element) => attributeOf(dial, element, 'answerOnBridge'),
  run: async (element, run) => finish(element, run, await dialNumbers(element, run)),
};

/** The action hears how it went, also of a caller who has gone. */
async function finish(element: TwimlElement, run: CallRun, { interruption, params }: DialEnd): Promise<Step> {
  const action = attributeOf(dial, element, 'action');
  const method = attributeOf(dial, element, 'method');
  if (!interruption) return action === undefined ? undefined : goto(run, action, method, params);
  if (interruption.kind === 'hangup' && action !== undefined) await tell(run, action, method, params);
  return interruption;
}
