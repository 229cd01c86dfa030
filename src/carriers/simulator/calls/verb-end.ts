import type { FormFields } from '../../signature.ts';
import type { Interruption } from './events.ts';
import { type CallRun, goto, type Step, tell } from './run.ts';

/** How a verb that joined the leg with others ended: what its action is told, and what cut it short. */
export interface VerbEnd {
  readonly params: FormFields;
  readonly interruption?: Interruption | undefined;
}

/** The action hears how it went, also of a caller who has gone; without one the document goes on. */
export async function finishVerb(
  run: CallRun,
  { action, method }: { readonly action: string | undefined; readonly method: 'GET' | 'POST' },
  { interruption, params }: VerbEnd,
): Promise<Step> {
  if (!interruption) return action === undefined ? undefined : goto(run, action, method, params);
  if (interruption.kind === 'hangup' && action !== undefined) await tell(run, action, method, params);
  return interruption;
}
