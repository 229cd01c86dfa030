import { leave } from '../../../../twiml/verbs/leave.ts';
import { warn } from '../run.ts';
import type { VerbRunner } from './verb-runner.ts';

export const leaveRunner: VerbRunner = {
  name: leave.name,
  async run(_element, run) {
    if (run.scene === 'wait') return { kind: 'leave' };
    warn(run, 12200, 'Leave means nothing outside of a document that is heard in a queue');
    return undefined;
  },
};
