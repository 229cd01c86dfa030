import { hangup } from '../../../../twiml/verbs/hangup.ts';
import type { VerbRunner } from './verb-runner.ts';

export const hangupRunner: VerbRunner = {
  name: hangup.name,
  run: async () => ({ kind: 'end' }),
};
