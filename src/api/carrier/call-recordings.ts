import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { presentRecording } from '../../carriers/call-resource.ts';
import type { Network } from '../../carriers/network.ts';
import type { NetworkRecording, RecordingDraft } from '../../carriers/network-calls.ts';
import type { ApiDeps, ApiModule } from '../app.ts';
import { authenticate } from '../auth.ts';
import { notFound } from '../errors.ts';
import { all, type Form, first, formOf, queryOf } from '../forms.ts';
import { sidParam } from '../owned.ts';
import { carrierPage, givenFilters, readPaging } from '../paging.ts';
import { oneOf, optional, required } from '../parameters.ts';
import { baseUrl } from '../urls.ts';
import { accountInPath, accountPath, granted } from './owner.ts';

const ofCall = `${accountPath}/Calls/:callSid/Recordings`;
const ofAccount = `${accountPath}/Recordings`;

/** Recordings that the account begins, holds and ends itself. Source: carrier page §C4. */
export function registerCallRecordings(app: FastifyInstance, deps: ApiDeps, network: Network): void {
  const { storage } = deps;
  const present = (request: FastifyRequest) => (recording: NetworkRecording) =>
    presentRecording(recording, baseUrl(request, deps));

  app.post(ofCall, async (request, reply) => {
    const { sid } = await accountInPath(request, storage);
    const draft = readRecordingDraft(formOf(request));
    const started = await network.calls.startRecording(sid, sidParam(request, 'callSid', 'CA'), draft);
    if (started === undefined) throw notFound(request);
    return reply.code(201).send(present(request)(granted(started)));
  });

  app.post(`${ofCall}/:recordingSid`, async (request) => {
    const { sid } = await accountInPath(request, storage);
    const form = formOf(request);
    const change = {
      status: required(form, 'Status', oneOf('stopped', 'paused', 'in-progress')),
      skipsPause: optional(form, 'PauseBehavior', oneOf('silence', 'skip')) === 'skip',
    };
    const { recordingSid = '' } = request.params as { readonly recordingSid?: string };
    const callSid = sidParam(request, 'callSid', 'CA');
    const changed = await network.calls.updateRecording(sid, callSid, recordingSid, change);
    if (changed === undefined) throw notFound(request);
    return present(request)(granted(changed));
  });

  for (const path of [ofAccount, ofCall]) {
    app.get(path, async (request) => {
      const { sid } = await accountInPath(request, storage);
      const query = queryOf(request);
      const paging = readPaging(request, query);
      const { callSid = first(query, 'CallSid') || undefined } = request.params as { readonly callSid?: string };
      return carrierPage(paging, await network.calls.listRecordings(sid, { callSid }, paging.request), {
        key: 'recordings',
        filters: givenFilters(query, ['CallSid']),
        cursorOf: ({ createdAtMs, sid: recordingSid }) => ({ createdAtMs, sid: recordingSid }),
        present: present(request),
      });
    });

    app.delete(`${path}/:recordingSid`, async (request, reply) => {
      const { sid } = await accountInPath(request, storage);
      const recording = await network.calls.findRecording(sid, sidParam(request, 'recordingSid', 'RE'));
      if (!isAt(request, recording)) throw notFound(request);
      await network.calls.removeRecording(sid, recording.sid);
      return reply.code(204).send();
    });
  }
}

/**
 * One recording: with `.json` its resource, for the account; without, the sound, for everybody who knows the address. `.mp3`
 * gives the same file: nothing here makes MP3 (ext).
 */
export function recordings(network: Network): ApiModule {
  return {
    access: 'public',
    register(app, deps) {
      const checked = authenticate(deps.storage, deps.clock);
      for (const path of [ofAccount, ofCall]) {
        app.get(`${path}/:recordingSid`, async (request, reply) => {
          if (!/\.json(?:$|\?)/.test(request.originalUrl)) return sendSound(network, request, reply);
          await checked(request, reply);
          const { sid } = await accountInPath(request, deps.storage);
          const recording = await network.calls.findRecording(sid, sidParam(request, 'recordingSid', 'RE'));
          if (!isAt(request, recording)) throw notFound(request);
          return presentRecording(recording, baseUrl(request, deps));
        });
      }
    },
  };
}

async function sendSound(network: Network, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { recordingSid = '' } = request.params as { readonly recordingSid?: string };
  const sid = recordingSid.replace(/\.(?:wav|mp3)$/, '');
  const accountSid = sidParam(request, 'accountSid', 'AC');
  const isHere = isAt(request, await network.calls.findRecording(accountSid, sid));
  const sound = isHere ? await network.calls.readRecording(accountSid, sid) : undefined;
  if (sound === undefined) throw notFound(request);
  return reply
    .headers({
      'content-type': sound.contentType,
      'content-length': String(sound.byteLength),
      // A page that somebody supplied must not run as one of ours.
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
    })
    .send(Readable.from(sound.chunks, { objectMode: false }));
}

/** Whether the path leads to it: below a call only those of that call are found. */
function isAt(request: FastifyRequest, recording: NetworkRecording | undefined): recording is NetworkRecording {
  const { callSid } = request.params as { readonly callSid?: string };
  return recording !== undefined && (callSid === undefined || callSid === recording.callSid);
}

/** How a call is to be recorded. */
export function readRecordingDraft(form: Form): RecordingDraft {
  // Taken, and without effect: on a whole call nobody can tell where silence begins.
  optional(form, 'Trim', oneOf('trim-silence', 'do-not-trim'));
  return {
    channels: optional(form, 'RecordingChannels', oneOf('mono', 'dual')) === 'dual' ? 2 : 1,
    track: optional(form, 'RecordingTrack', oneOf('inbound', 'outbound', 'both')) ?? 'both',
    statusCallback: {
      url: first(form, 'RecordingStatusCallback'),
      method: first(form, 'RecordingStatusCallbackMethod'),
      events: all(form, 'RecordingStatusCallbackEvent').flatMap((event) =>
        event.split(/[\s,]+/).filter((one) => one !== ''),
      ),
    },
  };
}
