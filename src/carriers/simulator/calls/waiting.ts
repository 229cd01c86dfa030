/** What is heard while a leg waits: documents without end, or silence. Source: carrier page §A2, Enqueue. */
import type { FormFields } from '../../signature.ts';
import type { CallSystem } from './call-system.ts';
import type { DocumentSource } from './documents.ts';
import { type Interruption, isInterruption } from './events.ts';
import { interpret } from './interpreter.ts';
import type { Leg } from './leg.ts';
import { hear } from './run.ts';
import { silence } from './sounds.ts';

/** A document that says nothing is not asked for again at once. */
const leastSeconds = 1;

export type WaitEnd = Interruption | { readonly kind: 'leave' };

/** Until something else happens to the leg. Without a source there is silence, which stands for music. */
export async function wait(
  system: CallSystem,
  leg: Leg,
  source: DocumentSource | undefined,
  params: () => FormFields,
): Promise<WaitEnd> {
  if (!source) {
    for (;;) {
      const event = await leg.next();
      if (isInterruption(event)) return event;
    }
  }
  for (;;) {
    const startedMs = leg.nowMs();
    const ending = await interpret(system, leg, { ...source, params: params() }, 'wait');
    if (ending.kind === 'end') {
      system.hangUp(leg);
      return { kind: 'hangup' };
    }
    if (ending.kind !== 'done') return ending;
    const left = leastSeconds - (leg.nowMs() - startedMs) / 1_000;
    const event = left > 0 ? await hear({ leg }, silence(left)) : undefined;
    if (event && isInterruption(event)) return event;
  }
}
