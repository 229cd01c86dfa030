import { attributeOf, elementsOf, type TwimlElement } from '../../../../twiml/index.ts';
import { pay } from '../../../../twiml/verbs/pay.ts';
import { prompt as promptNoun } from '../../../../twiml/verbs/prompt.ts';
import type { FormFields } from '../../../signature.ts';
import { resolveAgainst } from '../addresses-of-documents.ts';
import { callParams } from '../call-params.ts';
import { callbackOf } from '../callbacks.ts';
import { type Interruption, isInterruption, type LegEvent } from '../events.ts';
import { isDeclined, type PayStep, payStepsOf } from '../payment.ts';
import { hearPromptUntil } from '../prompts.ts';
import { type CallRun, goto, hear, type Step, tell } from '../run.ts';
import { speechSeconds } from '../speech.ts';
import type { VerbRunner } from './verb-runner.ts';

const finishKey = '#';
const cancelKey = '*';

/**
 * Takes a payment by keys. Numbers are checked and forgotten: neither the transcript nor any request has them whole.
 * Source: carrier page §A2, Pay.
 */
export const payRunner: VerbRunner = {
  name: pay.name,
  keysAreFor: 'payment',
  async run(element, run) {
    const action = attributeOf(pay, element, 'action') ?? '';
    const way = resolveAgainst(run.document.url, action);
    if (!way.ok) return { kind: 'fail', code: way.code, message: way.message };
    const end = await collectAll(element, run);
    if (end.kind === 'step') return end.step;
    const params: FormFields = [
      ['Result', end.result],
      ['PaymentMethod', attributeOf(pay, element, 'paymentMethod')],
      ...end.params,
    ];
    if (!end.interruption) return goto(run, action, 'POST', params);
    if (end.interruption.kind === 'hangup') await tell(run, action, 'POST', params);
    return end.interruption;
  },
};

type PayEnd =
  | {
      readonly kind: 'result';
      readonly result: string;
      readonly params: FormFields;
      readonly interruption?: Interruption;
    }
  | { readonly kind: 'step'; readonly step: Step };

async function collectAll(element: TwimlElement, run: CallRun): Promise<PayEnd> {
  const { leg, system } = run;
  const told: (readonly [string, string])[] = [];
  let cardNumber: string | undefined;
  let isAfterFixed = false;
  for (const step of payStepsOf(element, leg.nowMs())) {
    const end = await collect(element, run, step, told, isAfterFixed);
    isAfterFixed = step.length !== undefined;
    if (end.kind !== 'keys') return end;
    if (step.name === 'payment-card-number') cardNumber = end.keys;
    told.push(...step.told(end.keys));
  }
  report(element, run, 'payment-processing', told);
  const spoken = await ask(
    element,
    run,
    { name: 'payment-processing', words: 'Thank you. One moment, please.' },
    1,
    undefined,
  );
  if (spoken.kind === 'failed') return { kind: 'step', step: spoken.step };
  if (spoken.kind === 'event' && isInterruption(spoken.event)) return interrupted(spoken.event, told);
  const postalCode = attributeOf(pay, element, 'postalCode');
  const given = /^(?:true|false)$/.test(postalCode) ? told : [...told, ['PaymentCardPostalCode', postalCode] as const];
  if (isDeclined(cardNumber)) {
    const error = [['PaymentError', 'The card was declined'] as const, ['PayErrorCode', '64001'] as const];
    return { kind: 'result', result: 'payment-connector-error', params: [...given, ...error] };
  }
  const amount = attributeOf(pay, element, 'chargeAmount') ?? 0;
  const isCharged = amount > 0;
  const charge = isCharged ? { amount, currency: attributeOf(pay, element, 'currency') } : {};
  leg.note({ kind: 'payment', result: 'success', ...charge });
  const paid = isCharged
    ? (['PaymentConfirmationCode', system.ids.sid('ch_')] as const)
    : (['PaymentToken', system.ids.sid('tok_')] as const);
  return { kind: 'result', result: 'success', params: [...given, ['ProfileId', ''], paid] };
}

type Collected = PayEnd | { readonly kind: 'keys'; readonly keys: string };

/** Asks until the answer will do, or the attempts are used up. */
async function collect(
  element: TwimlElement,
  run: CallRun,
  step: PayStep,
  told: FormFields,
  isAfterFixed: boolean,
): Promise<Collected> {
  // Without a number there is one attempt (known).
  const attempts = attributeOf(pay, element, 'maxAttempts') ?? 1;
  let error: string | undefined;
  for (let attempt = 1; attempt <= attempts; attempt++) {
    report(element, run, step.name, told, error);
    let asked = await ask(element, run, step, attempt, error);
    // Keys of a fixed number need no finish key: one that is pressed all the same belongs to them.
    if (isAfterFixed && attempt === 1 && asked.kind === 'event' && isFinish(asked.event)) {
      asked = await ask(element, run, step, attempt, error);
    }
    if (asked.kind === 'failed') return { kind: 'step', step: asked.step };
    const first = asked.kind === 'event' ? asked.event : undefined;
    const input = await typed(element, run, step, first);
    if (input.kind !== 'typed')
      return input.kind === 'result' ? { ...input, params: [...told, ...input.params] } : input;
    error = input.keys === '' ? 'input-timeout' : step.check(input.keys);
    if (error === undefined) return { kind: 'keys', keys: input.keys };
    run.leg.note({ kind: 'payment', for: step.name, attempt, error });
  }
  report(element, run, step.name, told, error);
  return { kind: 'result', result: 'too-many-failed-attempts', params: [...told, ['PaymentError', error ?? '']] };
}

function isFinish(event: LegEvent): boolean {
  return event.kind === 'key' && event.key === finishKey;
}

type Typed = PayEnd | { readonly kind: 'typed'; readonly keys: string };

async function typed(element: TwimlElement, run: CallRun, step: PayStep, first: LegEvent | undefined): Promise<Typed> {
  const { leg } = run;
  const timeoutMs = attributeOf(pay, element, 'timeout') * 1_000;
  let keys = '';
  for (
    let event = first ?? (await leg.next(leg.nowMs() + timeoutMs));
    ;
    event = await leg.next(leg.nowMs() + timeoutMs)
  ) {
    if (isInterruption(event)) return interrupted(event, []);
    if (event.kind === 'time') return { kind: 'typed', keys };
    // Whoever holds the handset decides how it ends.
    if (event.kind === 'outcome') return chosen(event.params);
    if (event.kind !== 'key') continue;
    if (event.key === cancelKey) return { kind: 'result', result: 'caller-interrupted-with-star', params: [] };
    if (event.key === finishKey) return { kind: 'typed', keys };
    keys += event.key;
    if (keys.length === step.length) return { kind: 'typed', keys };
  }
}

function interrupted(interruption: Interruption, told: FormFields): PayEnd {
  return { kind: 'result', result: 'caller-hung-up', params: told, interruption };
}

function chosen({ Result = 'success', ...params }: { readonly [name: string]: string }): PayEnd {
  return { kind: 'result', result: Result, params: Object.entries(params) };
}

/** The document's words for a step, an error and an attempt, else ours. */
async function ask(
  element: TwimlElement,
  run: CallRun,
  step: Pick<PayStep, 'name' | 'words'>,
  attempt: number,
  error: string | undefined,
) {
  const isWanted = (event: LegEvent) => event.kind === 'key' || event.kind === 'outcome';
  run.leg.at({ verb: pay.name, for: step.name, attempt, ...(error === undefined ? {} : { error }) });
  const own = promptsFor(element, step.name, attempt, error);
  if (own.length === 0) {
    const sound = { kind: 'said', text: step.words, voice: undefined, language: 'en-US' } as const;
    const event = await hear(run, { ...sound, seconds: speechSeconds(step.words) }, isWanted);
    return event ? ({ kind: 'event', event } as const) : ({ kind: 'heard' } as const);
  }
  for (const prompt of own) {
    const end = await hearPromptUntil(run, prompt, isWanted);
    if (end.kind !== 'heard') return end;
  }
  return { kind: 'heard' } as const;
}

/** The most particular prompt: one that names the error and the attempt goes before one that does not. */
function promptsFor(
  element: TwimlElement,
  name: string,
  attempt: number,
  error: string | undefined,
): readonly TwimlElement[] {
  const fitting = elementsOf(element)
    .filter((child) => child.name === promptNoun.name && attributeOf(promptNoun, child, 'for') === name)
    .map((child) => {
      const errors: readonly string[] = attributeOf(promptNoun, child, 'errorType') ?? [];
      const attempts = attributeOf(promptNoun, child, 'attempt') ?? [];
      const fitsError =
        errors.length === 0 ||
        errors.includes(error === 'input-timeout' ? 'timeout' : (error ?? '')) ||
        errors.includes(error ?? '');
      const fitsAttempt = attempts.length === 0 || attempts.includes(String(attempt));
      return {
        child,
        fits: fitsError && fitsAttempt,
        weight: (errors.length > 0 ? 2 : 0) + (attempts.length > 0 ? 1 : 0),
      };
    })
    .filter(({ fits }) => fits)
    .toSorted((a, b) => b.weight - a.weight);
  return fitting[0] ? elementsOf(fitting[0].child) : [];
}

/** Tells what is asked for now, and what was wrong. */
function report(element: TwimlElement, run: CallRun, name: string, told: FormFields, error?: string): void {
  const callback = callbackOf(run, {
    url: attributeOf(pay, element, 'statusCallback'),
    method: attributeOf(pay, element, 'statusCallbackMethod'),
  });
  if (!callback) return;
  const params = callParams(run.leg.call, [
    ...told,
    ['PaymentMethod', attributeOf(pay, element, 'paymentMethod')],
    ['For', name],
    ...(error === undefined ? [] : [['ErrorType', error] as const]),
  ]);
  const { url, method } = callback;
  run.system.switchboard.request(run.leg, { url, method, params }, `pay ${run.leg.transcript.lastId}`);
}
