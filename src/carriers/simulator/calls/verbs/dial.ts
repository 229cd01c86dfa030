import { attributeOf, elementsOf, type TwimlElement } from '../../../../twiml/index.ts';
import { conference } from '../../../../twiml/verbs/dial/conference.ts';
import { queue } from '../../../../twiml/verbs/dial/queue.ts';
import { dial } from '../../../../twiml/verbs/dial.ts';
import { dialConference } from '../dial-conference.ts';
import type { DialEnd } from '../dial-end.ts';
import { dialNumbers } from '../dial-numbers.ts';
import { dialQueue } from '../dial-queue.ts';
import { type CallRun, goto, type Step, tell } from '../run.ts';
import type { VerbRunner } from './verb-runner.ts';

/** Connects the caller with others. Source: carrier page §A2, Dial. */
export const dialRunner: VerbRunner = {
  name: dial.name,
  staysUnanswered: (element) => attributeOf(dial, element, 'answerOnBridge'),
  async run(element, run) {
    const nouns = elementsOf(element);
    const place = nouns.find(({ name }) => name === queue.name || name === conference.name);
    if (!place) return finish(element, run, await dialNumbers(element, run));
    const join = place.name === queue.name ? dialQueue : dialConference;
    return finish(element, run, await join(element, place, run));
  },
};

/** The action hears how it went, also of a caller who has gone. */
async function finish(element: TwimlElement, run: CallRun, { interruption, params }: DialEnd): Promise<Step> {
  const action = attributeOf(dial, element, 'action');
  const method = attributeOf(dial, element, 'method');
  if (!interruption) return action === undefined ? undefined : goto(run, action, method, params);
  if (interruption.kind === 'hangup' && action !== undefined) await tell(run, action, method, params);
  return interruption;
}
