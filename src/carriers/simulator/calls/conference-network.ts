/** Conferences, as the account asks for them. Source: Twilio, Conference and Participant resources. */
import type { NetworkCalls, NetworkConference, NetworkParticipant } from '../../network-calls.ts';
import type { Conference, Conferences, Participant } from './conferences.ts';

type ConferenceSide = Pick<
  NetworkCalls,
  | 'listConferences'
  | 'findConference'
  | 'endConference'
  | 'listParticipants'
  | 'updateParticipant'
  | 'removeParticipant'
>;

/** `pass` lets what was posted take effect. */
export function conferenceNetwork(conferences: Conferences, pass: () => Promise<void>): ConferenceSide {
  const participantIn = (conference: Conference | undefined, name: string) =>
    [...(conference?.participants ?? [])].find(
      ({ leg, label }) => leg.sid === name || (label !== '' && label === name),
    );
  return {
    listConferences: async (accountSid) => conferences.list(accountSid).map(view),
    async findConference(accountSid, sid) {
      const conference = conferences.find(accountSid, sid);
      return conference && view(conference);
    },
    async endConference(accountSid, sid) {
      const conference = conferences.find(accountSid, sid);
      if (!conference) return undefined;
      conferences.endByAccount(conference);
      await pass();
      return view(conference);
    },
    async listParticipants(accountSid, sid) {
      const conference = conferences.find(accountSid, sid);
      return conference && [...conference.participants].map((participant) => viewOne(conference, participant));
    },
    async updateParticipant(accountSid, sid, callSid, changes) {
      const conference = conferences.find(accountSid, sid);
      const participant = participantIn(conference, callSid);
      if (!conference || !participant) return undefined;
      conferences.change(conference, participant, changes);
      return viewOne(conference, participant);
    },
    async removeParticipant(accountSid, sid, callSid) {
      const participant = participantIn(conferences.find(accountSid, sid), callSid);
      if (!participant) return false;
      conferences.putOut(participant);
      await pass();
      return true;
    },
  };
}

function view(conference: Conference): NetworkConference {
  const { sid, accountSid, name, hasStarted, end, createdAtMs, updatedAtMs } = conference;
  return {
    sid,
    accountSid,
    friendlyName: name,
    status: end ? 'completed' : hasStarted ? 'in-progress' : 'init',
    reasonEnded: end?.reason ?? null,
    endedBy: end?.callSid ?? null,
    createdAtMs,
    updatedAtMs,
  };
}

function viewOne(conference: Conference, participant: Participant): NetworkParticipant {
  const { leg, label, isMuted, isOnHold, startsConference, endsConference, joinedAtMs, updatedAtMs } = participant;
  return {
    callSid: leg.sid,
    conferenceSid: conference.sid,
    accountSid: conference.accountSid,
    label: label === '' ? null : label,
    isMuted,
    isOnHold,
    startsConference,
    endsConference,
    status: 'connected',
    createdAtMs: joinedAtMs,
    updatedAtMs,
  };
}
