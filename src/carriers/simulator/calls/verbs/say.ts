import { say } from '../../../../twiml/verbs/say.ts';
import { hearPrompt } from '../prompts.ts';
import type { VerbRunner } from './verb-runner.ts';

export const sayRunner: VerbRunner = {
  name: say.name,
  run: (element, run) => hearPrompt(run, element),
};
