import { connectRunner } from './connect.ts';
import { dialRunner } from './dial.ts';
import { enqueueRunner } from './enqueue.ts';
import { gatherRunner } from './gather.ts';
import { hangupRunner } from './hangup.ts';
import { leaveRunner } from './leave.ts';
import { pauseRunner } from './pause.ts';
import { payRunner } from './pay.ts';
import { playRunner } from './play.ts';
import { recordRunner } from './record.ts';
import { redirectRunner } from './redirect.ts';
import { referRunner } from './refer.ts';
import { rejectRunner } from './reject.ts';
import { sayRunner } from './say.ts';
import { smsRunner } from './sms.ts';
import { startRunner, stopRunner } from './start.ts';
import type { VerbRunner } from './verb-runner.ts';

const runners: readonly VerbRunner[] = [
  sayRunner,
  playRunner,
  pauseRunner,
  gatherRunner,
  dialRunner,
  enqueueRunner,
  payRunner,
  connectRunner,
  startRunner,
  stopRunner,
  referRunner,
  recordRunner,
  redirectRunner,
  rejectRunner,
  hangupRunner,
  smsRunner,
  leaveRunner,
];

/** What each verb does, by its name. */
export const verbRunners: ReadonlyMap<string, VerbRunner> = new Map(runners.map((runner) => [runner.name, runner]));
