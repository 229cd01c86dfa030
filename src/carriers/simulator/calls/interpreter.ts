/** Runs documents on a leg, one after the other, until one of them ends the call. Source: carrier page §A1. */
import type { TwimlElement } from '../../../twiml/index.ts';
import type { CallSystem } from './call-system.ts';
import { type DocumentTarget, loadDocument, type VoiceDocument } from './documents.ts';
import type { Interruption } from './events.ts';
import type { Leg } from './leg.ts';
import { type CallRun, hearAll, type Scene, type Step, tellServer } from './run.ts';
import { speechSeconds } from './speech.ts';
import { verbRunners } from './verbs/index.ts';

/** What the caller is told when there is nothing to go on with (our words). */
const regret = 'An application error has occurred. Goodbye.';

/** Documents that are heard while waiting, or by one who is called. Source: carrier page §A2. */
const allowed: { readonly [Name in Exclude<Scene, 'call'>]: readonly string[] } = {
  whisper: ['Say', 'Play', 'Gather', 'Pause', 'Redirect', 'Hangup', 'Reject'],
  wait: ['Say', 'Play', 'Pause', 'Hangup', 'Redirect', 'Leave', 'Gather'],
};

export type Ending =
  /** No verb is left. */
  | { readonly kind: 'done' }
  | { readonly kind: 'end'; readonly as?: 'busy' | 'no-answer' }
  | { readonly kind: 'leave' }
  /** A redirection only while waiting. */
  | Interruption;

/** Runs documents from `target` on. In a call redirections are followed; while waiting they end the waiting. */
export async function interpret(
  system: CallSystem,
  leg: Leg,
  target: DocumentTarget,
  scene: Scene = 'call',
): Promise<Ending> {
  let present = target;
  let isFallback = false;
  for (;;) {
    const { step, url } = await visit(system, leg, present, scene);
    switch (step.kind) {
      case 'goto':
        if (leg.mailbox.isHungUp) return partingAt(system, leg, step.target);
        present = step.target;
        isFallback = false;
        break;
      case 'redirect':
        if (scene === 'wait') return step;
        leg.mailbox.settle();
        present = step.target;
        isFallback = false;
        break;
      case 'fail': {
        const fallback = isFallback ? undefined : fallbackTarget(leg, step.code, step.url ?? url);
        if (!fallback) return giveUp(system, leg);
        present = fallback;
        isFallback = true;
        break;
      }
      default:
        return step;
    }
  }
}

/** A verb had come to its end before the caller was gone: its action hears of it, though nobody hears the answer. */
async function partingAt(system: CallSystem, leg: Leg, target: DocumentTarget): Promise<Ending> {
  if ('url' in target && target.params && target.params.length > 0) {
    const { params } = target;
    await tellServer(system, leg, { ...target, params });
  }
  return { kind: 'hangup' };
}

type Outcome = Exclude<Step, undefined> | { readonly kind: 'done' };

/** Fetches a document and runs it; `url` is its address, where it has one. */
async function visit(
  system: CallSystem,
  leg: Leg,
  target: DocumentTarget,
  scene: Scene,
): Promise<{ readonly step: Outcome; readonly url: string }> {
  const url = 'url' in target ? target.url : '';
  const early = leg.mailbox.interruption;
  if (early) return { step: early, url };
  const loaded = await loadDocument(system, leg, target);
  leg.mailbox.clear();
  // Who has gone, or goes elsewhere, need not hear that something failed.
  if (!loaded.ok) {
    const { code, message } = loaded;
    return { step: leg.mailbox.interruption ?? { kind: 'fail', code, message }, url };
  }
  const outcome = await runDocument(system, leg, loaded.document, scene);
  const step = outcome.kind === 'fail' ? (leg.mailbox.interruption ?? outcome) : outcome;
  if (step.kind === 'fail') leg.note({ kind: 'error', code: step.code, message: step.message });
  return { step, url: loaded.document.url ?? url };
}

async function runDocument(system: CallSystem, leg: Leg, document: VoiceDocument, scene: Scene): Promise<Outcome> {
  const places = new Map<string, number>();
  // While it waits, a leg is at the verb that lets it wait.
  const outer = scene === 'wait' ? leg.doing : null;
  for (const verb of document.verbs) {
    // It may have come while the document was on its way.
    const { interruption } = leg.mailbox;
    if (interruption) return interruption;
    const count = (places.get(verb.name) ?? 0) + 1;
    places.set(verb.name, count);
    const run: CallRun = {
      leg,
      system,
      document,
      scene,
      place: `Response/${verb.name}[${count}]`,
    };
    const step = await runVerb(verb, run);
    leg.at(outer);
    if (step) return step;
  }
  // Nothing was said that would have taken the call: it is taken all the same, and ends.
  if (scene === 'call') system.answer(leg);
  return { kind: 'done' };
}

async function runVerb(verb: TwimlElement, run: CallRun): Promise<Step> {
  const runner = verbRunners.get(verb.name);
  if (!runner) return undefined;
  const { leg, system, scene } = run;
  if (scene !== 'call' && !allowed[scene].includes(verb.name)) {
    if (verb.name === 'Dial') return { kind: 'fail', code: 13201, message: 'Dial may not stand in this document' };
    leg.note({ kind: 'warning', code: 12200, path: run.place, message: `${verb.name} may not stand in this document` });
    return undefined;
  }
  if (scene !== 'wait') leg.at({ verb: verb.name });
  if (!runner.staysUnanswered?.(verb)) system.answer(leg);
  const hearNoMore = runner.keysAreFor && leg.typed.hearBy(runner.keysAreFor);
  try {
    return await runner.run(verb, run);
  } finally {
    hearNoMore?.();
  }
}

function fallbackTarget(leg: Leg, code: number, failedUrl: string): DocumentTarget | undefined {
  const { fallback } = leg;
  if (!fallback) return undefined;
  const params = [
    ['ErrorCode', String(code)],
    ['ErrorUrl', failedUrl.split('#', 1)[0] ?? failedUrl],
  ] as const;
  return { ...fallback, params };
}

async function giveUp(system: CallSystem, leg: Leg): Promise<Ending> {
  system.answer(leg);
  const said = { kind: 'said', text: regret, voice: undefined, language: 'en-US' } as const;
  const stopped = await hearAll({ leg }, { ...said, seconds: speechSeconds(regret) });
  return stopped?.kind === 'hangup' ? stopped : { kind: 'end' };
}
