/** Replay: the same events on another revision. */
import { counted, number } from './format.ts';

const nowhere = (target: string | undefined) => target ?? 'nowhere';

export const replay = {
  title: (contact: string) => `Replay of ${contact}`,
  back: 'Back to the execution',
  on: 'Replay on',
  draft: 'draft',
  draftUnsaved: (revision: number) => `draft (on r${revision})`,
  published: (revision: number) => `published r${revision}`,
  revision: (revision: number) => `r${revision}`,
  noPublished: 'This flow was never published.',
  noRecord: 'This execution was run by an older version, which kept no record of it: it cannot be run again.',
  running: 'Runs the events again…',
  same: (steps: number) => `Same path and messages as before (${counted(steps, 'step', 'steps')}).`,
  first: (at: number, widget: string) => `First difference at step ${number(at)}, ${widget}:`,
  left: (wasLabel: string, wasTarget: string | undefined, label: string, target: string | undefined) =>
    `was ${wasLabel} → ${nowhere(wasTarget)}, now ${label} → ${nowhere(target)}.`,
  widget: (now: string) => `now it is ${now}.`,
  message: (was: string, now: string) => `its message was “${was}”, now “${now}”.`,
  noMessage: 'no message',
  stays: (label: string, target: string | undefined, waitsAt: string) =>
    `was ${label} → ${nowhere(target)}, now it waits at ${waitsAt}.`,
  ends: (label: string, target: string | undefined) => `was ${label} → ${nowhere(target)}, now it has ended.`,
  goesOn: (label: string, target: string | undefined) => `it did not get there, now ${label} → ${nowhere(target)}.`,
  rests: (was: string | undefined, now: string | undefined) =>
    `it ${was === undefined ? 'had ended' : `waited at ${was}`}, now it ${now === undefined ? 'has ended' : `waits at ${now}`}.`,
  unanswered: (widget: string) => `It stops at ${widget}: the record has no answer to what that asks.`,
  columns: { step: 'Step', recorded: 'Recorded', now: 'Now' },
  steps: 'Steps, recorded and now',
  step: (widget: string, label: string, target: string | undefined) => `${widget}: ${label} → ${nowhere(target)}`,
  ended: 'Ended',
  waits: (widget: string) => `Waits at ${widget}`,
  legend: { shared: 'the same', was: 'recorded only', now: 'now only' },
} as const;
