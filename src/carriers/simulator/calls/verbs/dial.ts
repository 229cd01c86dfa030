import { attributeOf, elementsOf } from '../../../../twiml/index.ts';
import { conference } from '../../../../twiml/verbs/dial/conference.ts';
import { queue } from '../../../../twiml/verbs/dial/queue.ts';
import { dial } from '../../../../twiml/verbs/dial.ts';
import { dialConference } from '../dial-conference.ts';
import { dialNumbers } from '../dial-numbers.ts';
import { dialQueue } from '../dial-queue.ts';
import { finishVerb } from '../verb-end.ts';
import type { VerbRunner } from './verb-runner.ts';

/** Connects the caller with others. Source: carrier page §A2, Dial. */
export const dialRunner: VerbRunner = {
  name: dial.name,
  keysAreFor: 'somebody',
  staysUnanswered: (element) => attributeOf(dial, element, 'answerOnBridge'),
  async run(element, run) {
    const way = { action: attributeOf(dial, element, 'action'), method: attributeOf(dial, element, 'method') };
    const place = elementsOf(element).find(({ name }) => name === queue.name || name === conference.name);
    if (!place) return finishVerb(run, way, await dialNumbers(element, run));
    const join = place.name === queue.name ? dialQueue : dialConference;
    return finishVerb(run, way, await join(element, place, run));
  },
};
