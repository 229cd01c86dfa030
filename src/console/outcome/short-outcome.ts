/** Where an execution is or why it ended, in a few words: what a list has room for. */
import { timeLeft } from '../texts/format.ts';
import { shortOutcomeTexts as texts } from '../texts/outcome.ts';
import type { ProblemFacts, RunFacts, StepFacts, Tone } from './outcome.ts';
import { failureReason, lowerFirst } from './reason.ts';

export interface ListedFacts extends Pick<RunFacts, 'outcome' | 'endedReason' | 'widget'> {
  readonly dueAtMs: number | undefined;
  readonly lastStep: StepFacts | undefined;
  readonly lastProblem: ProblemFacts | undefined;
}

export function shortOutcome(run: ListedFacts, nowMs: number): { readonly tone: Tone; readonly text: string } {
  const { outcome, widget, dueAtMs, endedReason } = run;
  if (outcome === 'active') {
    if (widget === undefined) return { tone: 'waiting', text: texts.starting };
    if (dueAtMs === undefined) return { tone: 'waiting', text: texts.waiting(widget, undefined) };
    const left = dueAtMs - nowMs;
    return { tone: 'waiting', text: left < 0 ? texts.late(widget) : texts.waiting(widget, timeLeft(left)) };
  }
  if (outcome === 'stopped') return { tone: 'stopped', text: texts.stopped(widget) };
  if (widget === undefined) return { tone: outcome, text: texts.endedNow };
  if (outcome === 'failed') return { tone: 'failed', text: texts.failed(widget, reasonOf(run)) };
  if (endedReason === 'HANGUP') return { tone: 'ended', text: texts.hungUp(widget) };
  const isAfter = run.lastStep?.event !== 'noMatch' && run.lastStep?.event !== 'timeout';
  return { tone: 'ended', text: isAfter ? texts.ended(widget) : texts.endedAt(widget) };
}

function reasonOf({ lastStep, lastProblem }: ListedFacts): string {
  // A problem says it best: the step knows its event alone.
  if (lastProblem && (lastProblem.code !== 81018 || lastStep === undefined)) {
    // The widget is named before it.
    const message = lastProblem.message.replace(` of "${lastProblem.widget}"`, '');
    return lowerFirst(message.replace(/\.$/, ''));
  }
  if (lastStep === undefined) return '';
  const problems = lastProblem ? [{ ...lastProblem, stepSid: lastStep.sid }] : [];
  const known = { answer: () => undefined, limits: { executionDays: 0, httpSeconds: 0, sameWidgetInARow: 0 } };
  return failureReason({ problems, messages: [] }, lastStep, known);
}
