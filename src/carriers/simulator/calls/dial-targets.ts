/** Whom a `Dial` calls. Source: carrier page §A2, Dial and its nouns. */
import { attributeOf, elementsOf, type TwimlElement, textOf } from '../../../twiml/index.ts';
import { client } from '../../../twiml/verbs/dial/client.ts';
import { number } from '../../../twiml/verbs/dial/number.ts';
import { sim } from '../../../twiml/verbs/dial/sim.ts';
import { sip, sipUri } from '../../../twiml/verbs/dial/sip.ts';
import { whatsApp } from '../../../twiml/verbs/dial/whats-app.ts';
import { isRecipient, normalizeAddress } from '../addresses.ts';
import { resolveAgainst } from './addresses-of-documents.ts';
import type { StatusCallback } from './call-store.ts';
import { callbackOf } from './callbacks.ts';
import type { DocumentSource } from './documents.ts';
import type { Detection } from './outgoing.ts';
import { type CallRun, warn } from './run.ts';

/** Source: carrier page §A2, Dial. */
const maxTargets = 10;

export interface DialTarget {
  readonly to: string;
  /** Document that the callee hears before the two are connected. */
  readonly whisper: DocumentSource | undefined;
  readonly callback: StatusCallback | null;
  readonly sendDigits: string | undefined;
  readonly detection: Detection | undefined;
  /** What the callee's device is given. */
  readonly params: { readonly [name: string]: string };
}

/** Those that can be called; what cannot is warned of. */
export function dialTargets(run: CallRun, dial: TwimlElement): readonly DialTarget[] {
  const nouns = elementsOf(dial);
  const text = textOf(dial).trim();
  const targets = text === '' ? nouns.map((noun) => targetOf(run, noun)) : [bareTarget(run, text)];
  const usable = targets.filter((target) => target !== undefined);
  if (usable.length > maxTargets) warn(run, 13215, `Only the first ${maxTargets} are called`);
  return usable.slice(0, maxTargets);
}

function bareTarget(run: CallRun, text: string): DialTarget | undefined {
  const to = numberIn(run, text);
  return to === undefined ? undefined : { ...plain, to };
}

const plain = { whisper: undefined, callback: null, sendDigits: undefined, detection: undefined, params: {} };

function targetOf(run: CallRun, noun: TwimlElement): DialTarget | undefined {
  const text = textOf(noun).trim();
  switch (noun.name) {
    case number.name: {
      const to = numberIn(run, text);
      const sendDigits = attributeOf(number, noun, 'sendDigits');
      return to === undefined
        ? undefined
        : { ...plain, ...common(run, number, noun), ...detectionOf(run, number, noun), to, sendDigits };
    }
    case client.name:
      return { ...plain, ...common(run, client, noun), to: `client:${identityOf(noun)}`, params: parametersOf(noun) };
    case sip.name: {
      const uris = elementsOf(noun).filter(({ name }) => name === sipUri.name);
      const address = text || textOf(uris[0] ?? noun).trim();
      if (/^sips?:\S+@\S+$/.test(address)) {
        return { ...plain, ...common(run, sip, noun), ...detectionOf(run, sip, noun), to: address };
      }
      warn(run, 13243, `${address} is no SIP address`);
      return undefined;
    }
    case sim.name:
      return { ...plain, to: `sim:${text}` };
    case whatsApp.name:
      return { ...plain, ...common(run, whatsApp, noun), to: normalizeAddress(`whatsapp:${text}`) };
    default:
      warn(run, 13215, `${noun.name} cannot be called here`);
      return undefined;
  }
}

function numberIn(run: CallRun, text: string): string | undefined {
  const to = normalizeAddress(text);
  if (isRecipient(to)) return to;
  warn(run, 13223, `${text} is no number that can be called`);
  return undefined;
}

/** What most nouns have. */
function common(
  run: CallRun,
  noun: typeof client | typeof number | typeof sip | typeof whatsApp,
  element: TwimlElement,
): Pick<DialTarget, 'whisper' | 'callback'> {
  // All of them define these five alike.
  const verb = noun as typeof client;
  const url = attributeOf(verb, element, 'url');
  const resolved = url === undefined || url === '' ? undefined : resolveAgainst(run.document.url, url);
  if (resolved && !resolved.ok) warn(run, resolved.code, resolved.message);
  const callback = callbackOf(run, {
    url: attributeOf(verb, element, 'statusCallback'),
    method: attributeOf(verb, element, 'statusCallbackMethod'),
    events: attributeOf(verb, element, 'statusCallbackEvent'),
  });
  const whisper = resolved?.ok ? { url: resolved.url, method: attributeOf(verb, element, 'method') } : undefined;
  return { whisper, callback };
}

function detectionOf(
  run: CallRun,
  noun: typeof number | typeof sip,
  element: TwimlElement,
): Pick<DialTarget, 'detection'> {
  const verb = noun as typeof number;
  const mode = attributeOf(verb, element, 'machineDetection');
  if (mode === undefined) return { detection: undefined };
  const asyncCallback = callbackOf(run, {
    url: attributeOf(verb, element, 'amdStatusCallback'),
    method: attributeOf(verb, element, 'amdStatusCallbackMethod'),
  });
  const timeoutSeconds = attributeOf(verb, element, 'machineDetectionTimeout');
  return { detection: { mode, timeoutSeconds, isAsync: true, asyncCallback } };
}

function identityOf(noun: TwimlElement): string {
  const identity = elementsOf(noun).find(({ name }) => name === 'Identity');
  return textOf(identity ?? noun).trim();
}

/** `Parameter` elements as name and value. */
export function parametersOf(noun: TwimlElement): { readonly [name: string]: string } {
  const given = elementsOf(noun).filter(({ name }) => name === 'Parameter');
  return Object.fromEntries(given.map(({ attributes }) => [attributes.name ?? '', attributes.value ?? '']));
}
