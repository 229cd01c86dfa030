import { play } from '../../../../twiml/verbs/play.ts';
import { hearPrompt } from '../prompts.ts';
import type { VerbRunner } from './verb-runner.ts';

export const playRunner: VerbRunner = {
  name: play.name,
  run: (element, run) => hearPrompt(run, element),
};
