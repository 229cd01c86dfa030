import { attributeOf, textOf } from '../../../../twiml/index.ts';
import { redirect } from '../../../../twiml/verbs/redirect.ts';
import { goto } from '../run.ts';
import type { VerbRunner } from './verb-runner.ts';

export const redirectRunner: VerbRunner = {
  name: redirect.name,
  // The next document decides (inferred).
  staysUnanswered: () => true,
  run: async (element, run) => goto(run, textOf(element), attributeOf(redirect, element, 'method')),
};
