import type { TwimlElement } from '../../../../twiml/index.ts';
import type { CallRun, Step } from '../run.ts';

/** What a verb does on a leg; one per file, listed in `index.ts`. */
export interface VerbRunner {
  readonly name: string;
  /** True for a verb that does not take a call that still rings; absent: it takes it. */
  readonly staysUnanswered?: (element: TwimlElement) => boolean;
  /** Whom keys are for meanwhile; absent: they are lost, as on a telephone. */
  readonly keysAreFor?: 'somebody' | 'payment';
  run(element: TwimlElement, run: CallRun): Promise<Step>;
}
