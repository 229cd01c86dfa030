/** Lets a leg take part in a conference. Source: carrier page §A2, Conference. */
import { attributeOf, type TwimlElement, textOf } from '../../../twiml/index.ts';
import { conference as noun } from '../../../twiml/verbs/dial/conference.ts';
import { dial } from '../../../twiml/verbs/dial.ts';
import { resolveAgainst } from './addresses-of-documents.ts';
import { overhear } from './bridge.ts';
import { callbackOf } from './callbacks.ts';
import type { Conference, Participant } from './conferences.ts';
import type { DocumentSource } from './documents.ts';
import { type Interruption, isInterruption } from './events.ts';
import { type CallRun, warn } from './run.ts';
import type { VerbEnd } from './verb-end.ts';
import { wait } from './waiting.ts';

export async function dialConference(element: TwimlElement, child: TwimlElement, run: CallRun): Promise<VerbEnd> {
  const { leg, system } = run;
  const name = textOf(child).trim();
  const callback = callbackOf(run, {
    url: attributeOf(noun, child, 'statusCallback'),
    method: attributeOf(noun, child, 'statusCallbackMethod'),
    events: attributeOf(noun, child, 'statusCallbackEvent') ?? [],
  });
  const conference = system.conferences.open(leg.call.accountSid, name, callback);
  if (conference.participants.size >= attributeOf(noun, child, 'maxParticipants')) {
    warn(run, 13240, `The conference ${name} is full`);
    return { params: [['DialCallStatus', 'failed']] };
  }
  system.answer(leg);
  leg.at({ verb: dial.name, conference: name });
  leg.note({ kind: 'conference', name, conference: conference.sid });
  const participant = participantOf(child, run);
  const isRecorder = attributeOf(noun, child, 'record') === 'record-from-start' && conference.participants.size === 0;
  system.conferences.join(conference, participant);
  const endLimits = limit(element, run, participant);
  const interruption = await takePart(child, run, conference, participant, isRecorder);
  endLimits();
  system.conferences.leave(conference, participant);
  leg.mailbox.dropRelease();
  // The noun has neither a SID nor a length of its own to tell.
  return { params: [['DialCallStatus', 'answered']], interruption };
}

/** Puts the caller out when the time is up or the star is pressed, also while he waits; gives what ends that. */
function limit(element: TwimlElement, { leg, system }: CallRun, participant: Participant): () => void {
  const putOut = () => system.conferences.putOut(participant);
  const cancel = system.clock.at(leg.nowMs() + attributeOf(dial, element, 'timeLimit') * 1_000, putOut);
  if (!attributeOf(dial, element, 'hangupOnStar')) return cancel;
  const stopObserving = leg.observe((event) => {
    if (event.kind === 'key' && event.key === '*') putOut();
  });
  return () => {
    cancel();
    stopObserving();
  };
}

async function takePart(
  child: TwimlElement,
  run: CallRun,
  conference: Conference,
  participant: Participant,
  isRecorder: boolean,
): Promise<Interruption | undefined> {
  const { leg, system } = run;
  const waited = await wait(system, leg, waitSource(child, run), () => [['ConferenceSid', conference.sid]]);
  if (waited.kind === 'leave') return undefined;
  if (waited.kind !== 'released') return waited;
  leg.mailbox.settle();
  if (waited.by.why === 'conference-over') return undefined;
  if (isRecorder) startRecording(child, run, conference);
  for (;;) {
    const event = await leg.next();
    if (event.kind === 'released') {
      leg.mailbox.settle();
      return undefined;
    }
    if (isInterruption(event)) return event;
    if (event.kind === 'key' || event.kind === 'speech') system.conferences.speak(conference, participant, event);
    else if (event.kind === 'far') overhear(leg, event.sid, event.event);
  }
}

function participantOf(child: TwimlElement, { leg }: CallRun): Participant {
  const beep = attributeOf(noun, child, 'beep');
  return {
    leg,
    label: attributeOf(noun, child, 'participantLabel') ?? '',
    isMuted: attributeOf(noun, child, 'muted'),
    isOnHold: false,
    joinedAtMs: leg.nowMs(),
    updatedAtMs: leg.nowMs(),
    startsConference: attributeOf(noun, child, 'startConferenceOnEnter'),
    endsConference: attributeOf(noun, child, 'endConferenceOnExit'),
    beepsOnEnter: beep === 'true' || beep === 'onEnter',
    beepsOnExit: beep === 'true' || beep === 'onExit',
  };
}

/** What the first one hears is what is kept: all that is said (our choice). */
function startRecording(child: TwimlElement, run: CallRun, conference: Conference): void {
  run.system.recorder.start(run.leg, {
    source: 'Conference',
    channels: 1,
    track: 'both',
    conferenceSid: conference.sid,
    callback: callbackOf(run, {
      url: attributeOf(noun, child, 'recordingStatusCallback'),
      method: attributeOf(noun, child, 'recordingStatusCallbackMethod'),
      events: attributeOf(noun, child, 'recordingStatusCallbackEvent'),
    }),
  });
}

function waitSource(child: TwimlElement, run: CallRun): DocumentSource | undefined {
  const url = attributeOf(noun, child, 'waitUrl');
  if (url === undefined || url === '') return undefined;
  const resolved = resolveAgainst(run.document.url, url);
  if (resolved.ok) return { url: resolved.url, method: attributeOf(noun, child, 'waitMethod') };
  warn(run, resolved.code, resolved.message);
  return undefined;
}
