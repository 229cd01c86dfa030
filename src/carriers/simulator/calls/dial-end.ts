import type { FormFields } from '../../signature.ts';
import type { Interruption } from './events.ts';

/** How a `Dial` ended: what its action is told, and what cut it short. */
export interface DialEnd {
  readonly params: FormFields;
  readonly interruption?: Interruption | undefined;
}
