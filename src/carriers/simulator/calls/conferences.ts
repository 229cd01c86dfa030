/** Conferences that go on, and who is in them. Source: carrier page §A2, Conference. */
import type { FormFields } from '../../signature.ts';
import type { StatusCallback } from './call-store.ts';
import type { LegEvent } from './events.ts';
import type { Leg } from './leg.ts';
import type { Switchboard } from './switchboard.ts';

/** A conference begins with so many. */
const leastParticipants = 2;

/** Conferences that are over and can still be looked at. */
const maxFinished = 200;

export interface Participant {
  readonly leg: Leg;
  readonly label: string;
  isMuted: boolean;
  isOnHold: boolean;
  readonly startsConference: boolean;
  endsConference: boolean;
  readonly beepsOnEnter: boolean;
  readonly beepsOnExit: boolean;
  readonly joinedAtMs: number;
  updatedAtMs: number;
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
  readonly createdAtMs: number;
  updatedAtMs: number;
  /** Why it is over, and by which leg. */
  end: { readonly reason: string; readonly callSid: string | null } | undefined;
}

export interface ConferenceParts {
  readonly switchboard: Switchboard;
  readonly ids: { sid(prefix: string): string };
  readonly clock: { now(): number };
}

export class Conferences {
  readonly #parts: ConferenceParts;
  /** By account and name: a conference that is over begins anew under another SID. */
  readonly #byName = new Map<string, Conference>();
  /** All that can be looked at, the oldest first. */
  readonly #bySid = new Map<string, Conference>();
  readonly #finished = new Set<string>();

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
    const nowMs = this.#parts.clock.now();
    const made: Conference = {
      sid: this.#parts.ids.sid('CF'),
      accountSid,
      name,
      callback,
      participants: new Set(),
      hasStarted: false,
      told: 0,
      createdAtMs: nowMs,
      updatedAtMs: nowMs,
      end: undefined,
    };
    this.#byName.set(key, made);
    this.#bySid.set(made.sid, made);
    return made;
  }

  find(accountSid: string, sid: string): Conference | undefined {
    const conference = this.#bySid.get(sid);
    return conference?.accountSid === accountSid ? conference : undefined;
  }

  list(accountSid: string): readonly Conference[] {
    return [...this.#bySid.values()].filter((conference) => conference.accountSid === accountSid);
  }

  join(conference: Conference, participant: Participant): void {
    const { participants } = conference;
    if (participant.beepsOnEnter) beepTo(conference);
    participants.add(participant);
    const isReady = participants.size >= leastParticipants && [...participants].some((each) => each.startsConference);
    if (isReady && !conference.hasStarted) this.#start(conference, participant);
    else if (conference.hasStarted) participant.leg.post({ kind: 'released', by: { why: 'conference-started' } });
    this.#tell(conference, 'join', participant, 'participant-join');
  }

  /** The last who leaves, or one on whom it depends, ends it for all. */
  leave(conference: Conference, participant: Participant): void {
    const { participants } = conference;
    if (!participants.delete(participant)) return;
    if (participant.beepsOnExit) beepTo(conference);
    this.#tell(conference, 'leave', participant, 'participant-leave');
    if (participants.size > 0 && !participant.endsConference) return;
    const reason = participant.endsConference
      ? 'participant-with-end-conference-on-exit-left'
      : 'last-participant-left';
    this.#end(conference, participant, { reason, callSid: participant.leg.sid });
  }

  /** Ends it for all, because the account says so. */
  endByAccount(conference: Conference): void {
    const [participant] = conference.participants;
    if (participant) this.#end(conference, participant, { reason: 'conference-ended-via-api', callSid: null });
  }

  /** Puts one out: his leg goes on with its document. */
  putOut(participant: Participant): void {
    participant.leg.post({ kind: 'released', by: { why: 'conference-over' } });
  }

  change(
    conference: Conference,
    participant: Participant,
    changes: {
      readonly isMuted?: boolean | undefined;
      readonly isOnHold?: boolean | undefined;
      readonly endsConference?: boolean | undefined;
    },
  ): void {
    const { isMuted = participant.isMuted, isOnHold = participant.isOnHold } = changes;
    const isMuteNews = isMuted !== participant.isMuted;
    const isHoldNews = isOnHold !== participant.isOnHold;
    participant.isMuted = isMuted;
    participant.isOnHold = isOnHold;
    participant.endsConference = changes.endsConference ?? participant.endsConference;
    participant.updatedAtMs = this.#parts.clock.now();
    if (isMuteNews) this.#tell(conference, 'mute', participant, isMuted ? 'participant-mute' : 'participant-unmute');
    if (isHoldNews) this.#tell(conference, 'hold', participant, isOnHold ? 'participant-hold' : 'participant-unhold');
  }

  /** What one says, all the others hear. */
  speak(conference: Conference, speaker: Participant, event: LegEvent): void {
    if (speaker.isMuted || speaker.isOnHold || !conference.hasStarted) return;
    for (const other of conference.participants) {
      if (other !== speaker && !other.isOnHold) other.leg.post({ kind: 'far', sid: speaker.leg.sid, event });
    }
  }

  #end(conference: Conference, participant: Participant, end: NonNullable<Conference['end']>): void {
    if (conference.end) return;
    conference.end = end;
    conference.updatedAtMs = this.#parts.clock.now();
    for (const other of conference.participants) this.putOut(other);
    this.#byName.delete(keyOf(conference.accountSid, conference.name));
    if (conference.hasStarted) this.#tell(conference, 'end', participant, 'conference-end');
    this.#finished.add(conference.sid);
    for (const oldest of this.#finished) {
      if (this.#finished.size <= maxFinished) break;
      this.#finished.delete(oldest);
      this.#bySid.delete(oldest);
    }
  }

  #start(conference: Conference, participant: Participant): void {
    conference.hasStarted = true;
    conference.updatedAtMs = this.#parts.clock.now();
    this.#tell(conference, 'start', participant, 'conference-start');
    for (const { leg } of conference.participants) leg.post({ kind: 'released', by: { why: 'conference-started' } });
  }

  /** `event` as `statusCallbackEvent` names it, `told` as the callback does. */
  #tell(
    conference: Conference,
    event: 'start' | 'end' | 'join' | 'leave' | 'mute' | 'hold',
    participant: Participant,
    told: string,
  ): void {
    const { callback } = conference;
    if (!callback?.events.includes(event)) return;
    const { leg } = participant;
    const sequence = String(++conference.told);
    const params: FormFields = [
      ['ConferenceSid', conference.sid],
      ['FriendlyName', conference.name],
      ['AccountSid', conference.accountSid],
      ['SequenceNumber', sequence],
      ['Timestamp', new Date(leg.nowMs()).toUTCString().replace('GMT', '+0000')],
      ['StatusCallbackEvent', told],
      ...(event === 'start' || event === 'end' ? endParams(conference) : participantParams(participant)),
    ];
    const { url, method } = callback;
    this.#parts.switchboard.request(leg, { url, method, params }, `${conference.sid} ${sequence}`);
  }
}

function endParams({ end }: Conference): FormFields {
  if (!end) return [];
  return [
    ['ReasonConferenceEnded', end.reason],
    ...(end.callSid === null ? [] : [['CallSidEndingConference', end.callSid] as const]),
  ];
}

function participantParams({
  leg,
  isMuted,
  isOnHold,
  startsConference,
  endsConference,
  label,
}: Participant): FormFields {
  return [
    ['CallSid', leg.sid],
    ['Muted', String(isMuted)],
    ['Hold', String(isOnHold)],
    ['StartConferenceOnEnter', String(startsConference)],
    ['EndConferenceOnExit', String(endsConference)],
    ...(label === '' ? [] : [['ParticipantLabel', label] as const]),
  ];
}

function beepTo({ participants }: Conference): void {
  for (const { leg } of participants) leg.note({ kind: 'beep' });
}

function keyOf(accountSid: string, name: string): string {
  return `${accountSid} ${name}`;
}
