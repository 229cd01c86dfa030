/** Conferences that go on, and who is in them. Source: carrier page §A2, Conference. */
import type { FormFields } from '../../signature.ts';
import type { StatusCallback } from './call-store.ts';
import type { LegEvent } from './events.ts';
import type { Leg } from './leg.ts';
import type { Switchboard } from './switchboard.ts';

/** A conference begins with so many. */
const leastParticipants = 2;

export interface Participant {
  readonly leg: Leg;
  readonly label: string;
  readonly isMuted: boolean;
  readonly startsConference: boolean;
  readonly endsConference: boolean;
  readonly beepsOnEnter: boolean;
  readonly beepsOnExit: boolean;
}

export interface Conference {
  /** `CF…`. */
  readonly sid: string;
  readonly accountSid: string;
  readonly name: string;
  /** Of the first who named one. */
  callback: StatusCallback | null;
  readonly participants: Set<Participant>;
  hasStarted: boolean;
  /** Events told so far. */
  told: number;
}

export interface ConferenceParts {
  readonly switchboard: Switchboard;
  readonly ids: { sid(prefix: string): string };
}

export class Conferences {
  readonly #parts: ConferenceParts;
  /** By account and name: a conference that is over begins anew under another SID. */
  readonly #byName = new Map<string, Conference>();

  constructor(parts: ConferenceParts) {
    this.#parts = parts;
  }

  /** The conference of that name; one that nobody is in when there is none. */
  open(accountSid: string, name: string, callback: StatusCallback | null): Conference {
    const key = keyOf(accountSid, name);
    const known = this.#byName.get(key);
    if (known) {
      known.callback ??= callback;
      return known;
    }
    const sid = this.#parts.ids.sid('CF');
    const made = { sid, accountSid, name, callback, participants: new Set<Participant>(), hasStarted: false, told: 0 };
    this.#byName.set(key, made);
    return made;
  }

  join(conference: Conference, participant: Participant): void {
    const { participants } = conference;
    if (participant.beepsOnEnter) beepTo(conference);
    participants.add(participant);
    const isReady = participants.size >= leastParticipants && [...participants].some((each) => each.startsConference);
    if (isReady && !conference.hasStarted) this.#start(conference, participant);
    else if (conference.hasStarted) participant.leg.post({ kind: 'released', by: { why: 'conference-started' } });
    this.#tell(conference, 'join', participant);
  }

  /** The last who leaves, or one on whom it depends, ends it for all. */
  leave(conference: Conference, participant: Participant): void {
    const { participants } = conference;
    if (!participants.delete(participant)) return;
    if (participant.beepsOnExit) beepTo(conference);
    this.#tell(conference, 'leave', participant);
    if (participants.size > 0 && !participant.endsConference) return;
    for (const { leg } of participants) leg.post({ kind: 'released', by: { why: 'conference-over' } });
    this.#byName.delete(keyOf(conference.accountSid, conference.name));
    if (conference.hasStarted) this.#tell(conference, 'end', participant);
  }

  /** What one says, all the others hear. */
  speak(conference: Conference, speaker: Participant, event: LegEvent): void {
    if (speaker.isMuted || !conference.hasStarted) return;
    for (const other of conference.participants) {
      if (other !== speaker) other.leg.post({ kind: 'far', sid: speaker.leg.sid, event });
    }
  }

  #start(conference: Conference, participant: Participant): void {
    conference.hasStarted = true;
    this.#tell(conference, 'start', participant);
    for (const { leg } of conference.participants) leg.post({ kind: 'released', by: { why: 'conference-started' } });
  }

  #tell(conference: Conference, event: 'start' | 'end' | 'join' | 'leave', participant: Participant): void {
    const { callback } = conference;
    if (!callback?.events.includes(event)) return;
    const { leg, isMuted, startsConference, endsConference, label } = participant;
    const isOfOne = event === 'join' || event === 'leave';
    const sequence = String(++conference.told);
    const params: FormFields = [
      ['ConferenceSid', conference.sid],
      ['FriendlyName', conference.name],
      ['AccountSid', conference.accountSid],
      ['SequenceNumber', sequence],
      ['Timestamp', new Date(leg.nowMs()).toUTCString().replace('GMT', '+0000')],
      ['StatusCallbackEvent', isOfOne ? `participant-${event}` : `conference-${event}`],
      ...(isOfOne
        ? ([
            ['CallSid', leg.sid],
            ['Muted', String(isMuted)],
            ['Hold', 'false'],
            ['StartConferenceOnEnter', String(startsConference)],
            ['EndConferenceOnExit', String(endsConference)],
            ...(label === '' ? [] : [['ParticipantLabel', label] as const]),
          ] as const)
        : []),
    ];
    const { url, method } = callback;
    this.#parts.switchboard.request(leg, { url, method, params }, `${conference.sid} ${sequence}`);
  }
}

function beepTo({ participants }: Conference): void {
  for (const { leg } of participants) leg.note({ kind: 'beep' });
}

function keyOf(accountSid: string, name: string): string {
  return `${accountSid} ${name}`;
}
