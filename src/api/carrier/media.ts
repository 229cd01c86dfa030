import type { FastifyInstance, FastifyRequest } from 'fastify';
import { rfc2822Date } from '../../carriers/message-resource.ts';
import type { Network, NetworkMessage } from '../../carriers/network.ts';
import type { ApiDeps, ApiModule } from '../app.ts';
import { authenticate } from '../auth.ts';
import { notFound } from '../errors.ts';
import { sidParam } from '../owned.ts';
import { carrierPage, pageOf, readPaging } from '../paging.ts';
import { accountInPath, accountPath } from './owner.ts';

const path = `${accountPath}/Messages/:messageSid/Media`;

type Media = NetworkMessage['media'][number];

/** What a message carries: `…/Media.json`. Source: carrier page §C2. */
export function registerMediaList(app: FastifyInstance, { storage }: ApiDeps, network: Network): void {
  app.get(path, async (request) => {
    const { sid } = await accountInPath(request, storage);
    const message = await network.findMessage(sid, messageSid(request));
    if (message === undefined) throw notFound(request);
    const paging = readPaging(request);
    // Media of one message share their time: their order in the message is the order of the list.
    const cursorOf = (media: Media) => ({ createdAtMs: message.createdAtMs, sid: media.sid });
    return carrierPage(paging, pageOf(message.media, paging.request, cursorOf), {
      key: 'media_list',
      cursorOf,
      present: (media) => present(message, media),
    });
  });
}

/**
 * One medium: with `.json` its resource, for the account; without, the file itself, for everybody who knows the address,
 * as at Twilio where nothing else is set.
 */
export function mediaFiles(network: Network): ApiModule {
  return {
    access: 'public',
    register(app, { storage, clock }) {
      const checked = authenticate(storage, clock);
      app.get(`${path}/:mediaSid`, async (request, reply) => {
        const mediaSid = sidParam(request, 'mediaSid', 'ME');
        const isResource = /\.json(?:$|\?)/.test(request.originalUrl);
        if (isResource) {
          await checked(request, reply);
          const { sid } = await accountInPath(request, storage);
          const found = await findMedia(network, sid, messageSid(request), mediaSid);
          if (!found) throw notFound(request);
          return present(found.message, found.media);
        }
        const accountSid = sidParam(request, 'accountSid', 'AC');
        const found = await findMedia(network, accountSid, messageSid(request), mediaSid);
        if (!found) throw notFound(request);
        const file = await network.findMediaFile(accountSid, found.message.sid, mediaSid);
        if (!file) return reply.redirect(found.media.url, 307);
        return reply
          .headers({
            'content-type': file.contentType,
            // A page that somebody sent must not run as one of ours.
            'content-security-policy': "default-src 'none'; sandbox",
            'x-content-type-options': 'nosniff',
          })
          .send(Buffer.from(file.bytes));
      });
    },
  };
}

async function findMedia(network: Network, accountSid: string, sid: string, mediaSid: string) {
  const message = await network.findMessage(accountSid, sid);
  const media = message?.media.find((candidate) => candidate.sid === mediaSid);
  return message && media && { message, media };
}

function present(message: NetworkMessage, media: Media): object {
  return {
    sid: media.sid,
    account_sid: message.accountSid,
    parent_sid: message.sid,
    content_type: media.contentType,
    date_created: rfc2822Date(message.createdAtMs),
    date_updated: rfc2822Date(message.createdAtMs),
    uri: `/2010-04-01/Accounts/${message.accountSid}/Messages/${message.sid}/Media/${media.sid}.json`,
  };
}

function messageSid(request: FastifyRequest): string {
  return (request.params as { readonly messageSid: string }).messageSid;
}
