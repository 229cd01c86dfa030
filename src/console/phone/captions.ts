/** A call in words: what is heard, what was done, what went wrong. */
import { phoneWords } from '../texts/phone-words.ts';
import type { Leg, LegEntry } from './view.ts';

export interface Caption {
  readonly key: string;
  readonly atMs: number;
  /** `flow` is heard, `you` was done by the person, `problem` went wrong, `note` is all else. */
  readonly by: 'flow' | 'you' | 'problem' | 'note';
  readonly text: string;
  /** Voice and language of what is spoken. */
  readonly small?: string;
}

export function captionsOf(leg: Leg): readonly Caption[] {
  return leg.transcript.flatMap((entry) => {
    const caption = captionOf(entry, leg);
    return caption ? [{ key: `${leg.sid} ${entry.id}`, atMs: entry.atMs, ...caption }] : [];
  });
}

type Said = Omit<Caption, 'key' | 'atMs'>;

function captionOf({ kind, facts }: LegEntry, leg: Leg): Said | undefined {
  const fact = (name: string) => {
    const value = facts[name];
    return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
  };
  switch (kind) {
    case 'said': {
      const small = [fact('voice'), fact('language')].filter((part) => part !== '').join(', ');
      return { by: 'flow', text: fact('text'), ...(small === '' ? {} : { small }) };
    }
    case 'played':
      return { by: 'flow', text: `♪ ${fact('url')}`, small: phoneWords.seconds(Number(facts.seconds ?? 0)) };
    case 'beep':
      return { by: 'flow', text: phoneWords.beep };
    case 'keys':
      return facts.by === 'handset'
        ? { by: 'you', text: phoneWords.pressed(fact('digits')) }
        : { by: 'flow', text: phoneWords.keysHeard(fact('digits')) };
    case 'speech':
      return { by: 'you', text: phoneWords.said(fact('text')) };
    case 'heard':
      return { by: 'note', text: phoneWords.heard(fact('from'), fact('text') || fact('digits')) };
    case 'dialled':
      return { by: 'note', text: phoneWords.dials(fact('to')) };
    case 'bridged':
      return { by: 'note', text: phoneWords.bothTalk };
    case 'enqueued':
      return { by: 'note', text: phoneWords.inQueue(fact('queue'), Number(facts.position ?? 1)) };
    case 'recording':
      return facts.status === 'completed'
        ? { by: 'note', text: phoneWords.recorded(Number(facts.seconds ?? 0)) }
        : undefined;
    case 'document':
      return documentFault(facts);
    case 'warning':
    case 'error':
      return { by: 'problem', text: `${fact('message')} (${fact('code')})` };
    case 'status':
      return statusCaption(fact('status'), leg);
    default:
      return undefined;
  }
}

function documentFault({ error, warnings }: LegEntry['facts']): Said | undefined {
  const faults = [error, ...(Array.isArray(warnings) ? warnings : [])].flatMap((fault: unknown) =>
    typeof fault === 'object' && fault !== null && 'message' in fault ? [String(fault.message)] : [],
  );
  return faults.length === 0 ? undefined : { by: 'problem', text: faults.join(' ') };
}

function statusCaption(status: string, { answeredMs, endedMs }: Leg): Said | undefined {
  if (status === 'queued' || status === 'ringing') return undefined;
  if (status === 'in-progress') return { by: 'note', text: phoneWords.answered };
  const ms = answeredMs === undefined || endedMs === undefined ? undefined : endedMs - answeredMs;
  return { by: 'note', text: phoneWords.callOver(status, ms) };
}

/** The address at the handset's end. */
export function handsetOf({ isIncoming, from, to }: Leg): string {
  return isIncoming ? from : to;
}

export function isLive({ endedMs }: Leg): boolean {
  return endedMs === undefined;
}

export function isRinging(leg: Leg): boolean {
  return isLive(leg) && leg.status === 'ringing' && !leg.isIncoming;
}
