import { pause } from '../../../../twiml/verbs/pause.ts';
import { hearPrompt } from '../prompts.ts';
import type { VerbRunner } from './verb-runner.ts';

export const pauseRunner: VerbRunner = {
  name: pause.name,
  // It rings so much longer. Source: carrier page §A2, Pause.
  staysUnanswered: () => true,
  run: (element, run) => hearPrompt(run, element),
};
