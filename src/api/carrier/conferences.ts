import type { FastifyInstance, FastifyRequest } from 'fastify';
import { rfc2822Date } from '../../carriers/message-resource.ts';
import type { Network } from '../../carriers/network.ts';
import type { NetworkConference, NetworkParticipant } from '../../carriers/network-calls.ts';
import type { ApiDeps, ApiModule } from '../app.ts';
import { notFound } from '../errors.ts';
import { first, formOf, queryOf } from '../forms.ts';
import { sidParam } from '../owned.ts';
import { carrierPage, givenFilters, pageOf, readPaging } from '../paging.ts';
import { boolean, oneOf, optional } from '../parameters.ts';
import { accountInPath, accountPath } from './owner.ts';

const path = `${accountPath}/Conferences`;

/** Conferences of the simulated carrier, and who is in them. Source: Twilio, Conference and Participant resources. */
export function conferences(network: Network): ApiModule {
  return {
    access: 'account',
    register(app, deps) {
      registerConferences(app, deps, network);
      registerParticipants(app, deps, network);
    },
  };
}

function registerConferences(app: FastifyInstance, { storage }: ApiDeps, { calls }: Network): void {
  app.get(path, async (request) => {
    const { sid } = await accountInPath(request, storage);
    const query = queryOf(request);
    const [name, status] = [first(query, 'FriendlyName'), first(query, 'Status')];
    const found = (await calls.listConferences(sid)).filter(
      (conference) => (!name || conference.friendlyName === name) && (!status || conference.status === status),
    );
    const paging = readPaging(request, query);
    const cursorOf = ({ createdAtMs, sid: own }: NetworkConference) => ({ createdAtMs, sid: own });
    return carrierPage(paging, pageOf(found, paging.request, cursorOf), {
      key: 'conferences',
      filters: givenFilters(query, ['FriendlyName', 'Status']),
      cursorOf,
      present,
    });
  });

  app.get(`${path}/:conferenceSid`, async (request) => {
    const { sid } = await accountInPath(request, storage);
    const conference = await calls.findConference(sid, conferenceSid(request));
    if (conference === undefined) throw notFound(request);
    return present(conference);
  });

  app.post(`${path}/:conferenceSid`, async (request) => {
    const { sid } = await accountInPath(request, storage);
    const isEnd = optional(formOf(request), 'Status', oneOf('completed')) !== undefined;
    const read = isEnd ? calls.endConference : calls.findConference;
    const conference = await read(sid, conferenceSid(request));
    if (conference === undefined) throw notFound(request);
    return present(conference);
  });
}

function registerParticipants(app: FastifyInstance, { storage }: ApiDeps, { calls }: Network): void {
  const participants = `${path}/:conferenceSid/Participants`;
  const find = async (request: FastifyRequest, accountSid: string) => {
    const all = await calls.listParticipants(accountSid, conferenceSid(request));
    const wanted = callSid(request);
    return all?.find((one) => one.callSid === wanted || one.label === wanted);
  };

  app.get(participants, async (request) => {
    const { sid } = await accountInPath(request, storage);
    const found = await calls.listParticipants(sid, conferenceSid(request));
    if (found === undefined) throw notFound(request);
    const paging = readPaging(request);
    const cursorOf = ({ createdAtMs, callSid: own }: NetworkParticipant) => ({ createdAtMs, sid: own });
    return carrierPage(paging, pageOf(found, paging.request, cursorOf), {
      key: 'participants',
      cursorOf,
      present: presentParticipant,
    });
  });

  app.get(`${participants}/:callSid`, async (request) => {
    const { sid } = await accountInPath(request, storage);
    const participant = await find(request, sid);
    if (participant === undefined) throw notFound(request);
    return presentParticipant(participant);
  });

  app.post(`${participants}/:callSid`, async (request) => {
    const { sid } = await accountInPath(request, storage);
    const form = formOf(request);
    const changed = await calls.updateParticipant(sid, conferenceSid(request), callSid(request), {
      isMuted: optional(form, 'Muted', boolean),
      isOnHold: optional(form, 'Hold', boolean),
      endsConference: optional(form, 'EndConferenceOnExit', boolean),
    });
    if (changed === undefined) throw notFound(request);
    return presentParticipant(changed);
  });

  app.delete(`${participants}/:callSid`, async (request, reply) => {
    const { sid } = await accountInPath(request, storage);
    if (!(await calls.removeParticipant(sid, conferenceSid(request), callSid(request)))) throw notFound(request);
    return reply.code(204).send();
  });
}

function present(conference: NetworkConference): object {
  const uri = `/2010-04-01/Accounts/${conference.accountSid}/Conferences/${conference.sid}`;
  return {
    sid: conference.sid,
    account_sid: conference.accountSid,
    api_version: '2010-04-01',
    friendly_name: conference.friendlyName,
    status: conference.status,
    region: 'us1',
    reason_conference_ended: conference.reasonEnded,
    call_sid_ending_conference: conference.endedBy,
    date_created: rfc2822Date(conference.createdAtMs),
    date_updated: rfc2822Date(conference.updatedAtMs),
    subresource_uris: { participants: `${uri}/Participants.json`, recordings: `${uri}/Recordings.json` },
    uri: `${uri}.json`,
  };
}

function presentParticipant(participant: NetworkParticipant): object {
  const account = `/2010-04-01/Accounts/${participant.accountSid}`;
  return {
    call_sid: participant.callSid,
    conference_sid: participant.conferenceSid,
    account_sid: participant.accountSid,
    label: participant.label,
    muted: participant.isMuted,
    hold: participant.isOnHold,
    coaching: false,
    call_sid_to_coach: null,
    start_conference_on_enter: participant.startsConference,
    end_conference_on_exit: participant.endsConference,
    status: participant.status,
    queue_time: '0',
    date_created: rfc2822Date(participant.createdAtMs),
    date_updated: rfc2822Date(participant.updatedAtMs),
    uri: `${account}/Conferences/${participant.conferenceSid}/Participants/${participant.callSid}.json`,
  };
}

function conferenceSid(request: FastifyRequest): string {
  return sidParam(request, 'conferenceSid', 'CF');
}

/** A call's SID, or the label of a participant. */
function callSid(request: FastifyRequest): string {
  return (request.params as { readonly callSid: string }).callSid;
}
