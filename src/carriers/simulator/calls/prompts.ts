/** Say, Play and Pause, alone or within another verb. Source: carrier page §A2. */
import { attributeOf, speechParts, spokenText, type TwimlElement, textOf } from '../../../twiml/index.ts';
import { pause } from '../../../twiml/verbs/pause.ts';
import { play } from '../../../twiml/verbs/play.ts';
import { say } from '../../../twiml/verbs/say.ts';
import { resolveAgainst } from './addresses-of-documents.ts';
import { isInterruption, type LegEvent } from './events.ts';
import { secondsOfAudio } from './recording-store.ts';
import { type CallRun, hear, type Step } from './run.ts';
import { keys, type Sound, silence } from './sounds.ts';

/** What `loop="0"` means. */
const endlessLoops = 1_000;
/** A sound that cannot be measured (carrier page §A5). */
const unknownSeconds = 1;
const timeoutMs = 15_000;
const maxBytes = 16 * 1024 * 1024;
const maxRedirects = 10;

export type PromptEnd =
  | { readonly kind: 'heard' }
  /** Something that the hearer wanted, or an interruption. */
  | { readonly kind: 'event'; readonly event: LegEvent }
  | { readonly kind: 'failed'; readonly step: Step };

/** A prompt as a verb of its own. */
export async function hearPrompt(run: CallRun, element: TwimlElement): Promise<Step> {
  const end = await hearPromptUntil(run, element, () => false);
  if (end.kind === 'failed') return end.step;
  return end.kind === 'event' && isInterruption(end.event) ? end.event : undefined;
}

/** A prompt that ends early when something happens that is wanted. */
export async function hearPromptUntil(
  run: CallRun,
  element: TwimlElement,
  isWanted: (event: LegEvent) => boolean,
): Promise<PromptEnd> {
  const prompt = await read(run, element);
  if ('step' in prompt) return { kind: 'failed', step: prompt.step };
  for (let loop = 0; loop < prompt.loops; loop++) {
    const event = await hear(run, prompt.sound, isWanted);
    if (event) return { kind: 'event', event };
    // A sound without length would be over a thousand times at once.
    if (prompt.sound.seconds === 0) break;
  }
  return { kind: 'heard' };
}

async function read(
  run: CallRun,
  element: TwimlElement,
): Promise<{ readonly sound: Sound; readonly loops: number } | { readonly step: Step }> {
  switch (element.name) {
    case say.name:
      return { sound: await saying(run, element), loops: attributeOf(say, element, 'loop') || endlessLoops };
    case pause.name:
      return { sound: silence(attributeOf(pause, element, 'length')), loops: 1 };
    default:
      return playing(run, element);
  }
}

async function saying({ system }: CallRun, element: TwimlElement): Promise<Sound> {
  const voice = attributeOf(say, element, 'voice');
  const language = attributeOf(say, element, 'language');
  const parts = speechParts(element);
  const spoken = await system.speech.speaker.say({ parts, language, ...(voice === undefined ? {} : { voice }) });
  return { kind: 'said', text: spokenText(element), voice, language, ...spoken };
}

async function playing(
  run: CallRun,
  element: TwimlElement,
): Promise<{ readonly sound: Sound; readonly loops: number } | { readonly step: Step }> {
  const loops = attributeOf(play, element, 'loop') || endlessLoops;
  const digits = attributeOf(play, element, 'digits');
  if (digits !== undefined) return { sound: keys(digits), loops };
  const resolved = resolveAgainst(run.document.url, textOf(element));
  if (!resolved.ok) return { step: { kind: 'fail', ...resolved } };
  const { url } = resolved;
  const result = await run.system.http.request({
    method: 'GET',
    url,
    headers: { accept: 'audio/*' },
    timeoutMs,
    maxBytes,
    maxRedirects,
    keepsBytes: true,
  });
  const fail = (code: number, message: string) => ({ step: { kind: 'fail', code, message, url } as const });
  if (!result.ok) return fail(11200, `${url} could not be fetched: ${result.message}`);
  if (result.status >= 400) return fail(11200, `${url} was answered with the status ${result.status}`);
  const contentType = result.contentType ?? '';
  if (/^(?:text|application\/(?:json|xml))/i.test(contentType)) {
    return fail(13420, `${url} is no sound: its content type is "${contentType}"`);
  }
  const seconds = secondsOfAudio({ contentType, bytes: result.bytes ?? new Uint8Array() }) ?? unknownSeconds;
  return { sound: { kind: 'played', url, seconds }, loops };
}
