import { elementsOf } from '../../../../twiml/index.ts';
import { start, stop } from '../../../../twiml/verbs/start.ts';
import { startCompanion, stopCompanion } from '../companions.ts';
import type { VerbRunner } from './verb-runner.ts';

export const startRunner: VerbRunner = {
  name: start.name,
  async run(element, run) {
    for (const noun of elementsOf(element)) await startCompanion(run, noun);
    return undefined;
  },
};

export const stopRunner: VerbRunner = {
  name: stop.name,
  async run(element, run) {
    for (const noun of elementsOf(element)) stopCompanion(run, noun);
    return undefined;
  },
};
