/** What verbs work with: the leg, the present document, and the ways out. */

import type { FormFields } from '../../signature.ts';
import { resolveAgainst } from './addresses-of-documents.ts';
import type { CallSystem } from './call-system.ts';
import type { DocumentSource, DocumentTarget, VoiceDocument } from './documents.ts';
import { askServer } from './documents.ts';
import { type Interruption, isInterruption, type LegEvent } from './events.ts';
import type { Leg } from './leg.ts';
import type { Sound } from './sounds.ts';

export interface CallRun {
  readonly leg: Leg;
  readonly system: CallSystem;
  readonly document: VoiceDocument;
  /** Where the verb stands: `Response/Dial[2]`. */
  readonly place: string;
  /** What kind of document this is: some verbs stand in some of them only. */
  readonly scene: Scene;
}

/** `whisper`: heard by a dialled leg before it is connected. `wait`: heard in a queue or before a conference. */
export type Scene = 'call' | 'whisper' | 'wait';

/** How a verb ends; undefined: with the next one. */
export type Step =
  | undefined
  | Interruption
  | { readonly kind: 'goto'; readonly target: DocumentTarget }
  | { readonly kind: 'end'; readonly as?: 'busy' | 'no-answer' }
  /** Out of a document that is heard while waiting. */
  | { readonly kind: 'leave' }
  /** The document cannot go on: the fallback URL is asked, else the call ends with a word of regret. */
  | { readonly kind: 'fail'; readonly code: number; readonly message: string; readonly url?: string };

/**
 * Until the sound is over: undefined. What interrupts it, or is wanted, ends it early. Keys and words that nobody wants are
 * lost, as on a telephone.
 */
export async function hear(
  { leg }: Pick<CallRun, 'leg'>,
  sound: Sound,
  isWanted: (event: LegEvent) => boolean = () => false,
): Promise<LegEvent | undefined> {
  leg.start(sound);
  for (;;) {
    const event = await leg.next();
    if (event.kind === 'sound-ended') return undefined;
    if (isInterruption(event) || isWanted(event)) {
      leg.stop();
      return event;
    }
  }
}

/** The same where nothing is wanted: what comes back is an interruption. */
export async function hearAll(run: Pick<CallRun, 'leg'>, sound: Sound): Promise<Interruption | undefined> {
  const event = await hear(run, sound);
  return event && isInterruption(event) ? event : undefined;
}

/** The document at `url`, which may be relative; an empty one means the present document. */
export function goto(run: CallRun, url: string, method: 'GET' | 'POST', params: FormFields = []): Step {
  const target = resolveAgainst(run.document.url, url);
  if (!target.ok) return { kind: 'fail', ...target };
  return { kind: 'goto', target: { url: target.url, method, params } };
}

/** Tells an action what came of a verb when nobody is there any more to hear its answer. */
export async function tell(run: CallRun, url: string, method: 'GET' | 'POST', params: FormFields): Promise<void> {
  const target = resolveAgainst(run.document.url, url);
  if (!target.ok) return warn(run, target.code, target.message);
  await tellServer(run.system, run.leg, { url: target.url, method, params });
}

/** The same by the action's whole address. */
export async function tellServer(
  system: CallSystem,
  leg: Leg,
  target: DocumentSource & { readonly params: FormFields },
): Promise<void> {
  leg.documents++;
  const answer = await askServer(system, leg, target);
  leg.note({
    kind: 'document',
    url: target.url,
    method: target.method,
    ...(answer.ok ? { ignored: true } : { error: { code: answer.code, message: answer.message } }),
  });
}

export function warn({ leg, place }: Pick<CallRun, 'leg' | 'place'>, code: number, message: string): void {
  leg.note({ kind: 'warning', code, path: place, message });
}
