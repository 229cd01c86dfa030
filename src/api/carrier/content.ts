import type { FastifyRequest } from 'fastify';
import { contentFault, contentTypes } from '../../carriers/content.ts';
import type { Network, NetworkTemplate } from '../../carriers/network.ts';
import { isJsonObject, type JsonObject } from '../../engine/json.ts';
import type { ApiContext, ApiModule } from '../app.ts';
import { accountOf } from '../auth.ts';
import { isoDate } from '../dates.ts';
import { notFound } from '../errors.ts';
import { type Form, formOf } from '../forms.ts';
import { sidParam } from '../owned.ts';
import { readPaging, studioPage } from '../paging.ts';
import { invalid, jsonObject, missing, optional, sidOf, text } from '../parameters.ts';
import { baseUrl } from '../urls.ts';
import { granted } from './owner.ts';

const path = '/v1/Content';
const maxBytes = 256 * 1024;
/** Source: Twilio, ContentVariables take up to 100 pairs. */
const maxVariables = 100;

/** Content templates (`content.twilio.com`). Source: Twilio, Content API resources. */
export function content({ templates }: Network): ApiModule {
  return {
    access: 'account',
    register(app, context) {
      const shown = (request: FastifyRequest) => (template: NetworkTemplate) => present(request, context, template);

      app.post(path, async (request, reply) => {
        const form = formOf(request);
        const draft = {
          friendlyName: readName(form) ?? '',
          language: optional(form, 'language', text(16)) ?? 'en',
          variables: readVariables(form) ?? {},
          types: readTypes(form),
        };
        if (draft.types === undefined) throw missing('types');
        // The name that the template has at Twilio, so that flows need no change (ext).
        const sid = optional(form, 'sid', sidOf('HX'));
        const created = await templates.create(accountOf(request).sid, {
          ...draft,
          types: draft.types,
          ...(sid === undefined ? {} : { sid }),
        });
        return reply.code(201).send(shown(request)(granted(created)));
      });

      app.get(path, async (request) => {
        const paging = readPaging(request);
        return studioPage(paging, await templates.list(accountOf(request).sid, paging.request), {
          key: 'contents',
          baseUrl: baseUrl(request, context),
          cursorOf: ({ createdAtMs, sid }) => ({ createdAtMs, sid }),
          present: shown(request),
        });
      });

      app.get(`${path}/:contentSid`, async (request) => {
        const template = await templates.find(accountOf(request).sid, sidParam(request, 'contentSid', 'HX'));
        if (template === undefined) throw notFound(request);
        return shown(request)(template);
      });

      app.put(`${path}/:contentSid`, async (request) => {
        const form = formOf(request);
        const [friendlyName, language] = [readName(form), optional(form, 'language', text(16))];
        const [variables, types] = [readVariables(form), readTypes(form)];
        const changes = {
          ...(friendlyName === undefined ? {} : { friendlyName }),
          ...(language === undefined ? {} : { language }),
          ...(variables === undefined ? {} : { variables }),
          ...(types === undefined ? {} : { types }),
        };
        const sid = sidParam(request, 'contentSid', 'HX');
        const template = await templates.update(accountOf(request).sid, sid, changes);
        if (template === undefined) throw notFound(request);
        return shown(request)(template);
      });

      app.delete(`${path}/:contentSid`, async (request, reply) => {
        const sid = sidParam(request, 'contentSid', 'HX');
        if (!(await templates.remove(accountOf(request).sid, sid))) throw notFound(request);
        return reply.code(204).send();
      });
    },
  };
}

/** The official SDK for TypeScript spells the names of its classes in camel case. */
function readName(form: Form): string | undefined {
  return optional(form, 'friendly_name', text(450)) ?? optional(form, 'friendlyName', text(450));
}

function readVariables(form: Form): { readonly [name: string]: string } | undefined {
  const given = optional(form, 'variables', jsonObject(maxBytes));
  if (given === undefined) return undefined;
  const entries = Object.entries(given);
  if (entries.length > maxVariables) throw invalid('variables', `there are more than ${maxVariables}`);
  return Object.fromEntries(
    entries.map(([name, value]): [string, string] => {
      if (!/^\w+$/.test(name)) throw invalid('variables', 'their names are of letters, digits and underscores');
      if (value === null || typeof value === 'object') throw invalid('variables', 'each has a text as its default');
      return [name, String(value)];
    }),
  );
}

function readTypes(form: Form): { readonly [type: string]: JsonObject } | undefined {
  const given = optional(form, 'types', jsonObject(maxBytes));
  if (given === undefined) return undefined;
  const named = Object.entries(given).flatMap(([name, value]) =>
    value === null ? [] : [[wireNames.get(name) ?? name, value] as const],
  );
  const types = Object.fromEntries(named);
  const fault = contentFault(types);
  if (fault !== undefined) throw invalid('types', fault);
  return Object.fromEntries(named.filter((entry): entry is [string, JsonObject] => isJsonObject(entry[1])));
}

/** `twilioQuickReply` is `twilio/quick-reply`. */
const wireNames: ReadonlyMap<string, string> = new Map(
  contentTypes.map((type) => [type.replace(/[/-](\w)/g, (_, letter: string) => letter.toUpperCase()), type]),
);

function present(request: FastifyRequest, context: ApiContext, template: NetworkTemplate): object {
  const url = `${baseUrl(request, context)}${path}/${template.sid}`;
  return {
    sid: template.sid,
    account_sid: template.accountSid,
    friendly_name: template.friendlyName,
    language: template.language,
    variables: template.variables,
    types: template.types,
    date_created: isoDate(template.createdAtMs),
    date_updated: isoDate(template.updatedAtMs),
    url,
    // Approvals are not kept here: every template may be sent.
    links: { approval_create: `${url}/ApprovalRequests/whatsapp`, approval_fetch: `${url}/ApprovalRequests` },
  };
}
