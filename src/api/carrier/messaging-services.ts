import type { FastifyInstance, FastifyRequest } from 'fastify';
import { countryOf } from '../../carriers/countries.ts';
import type { NetworkService, ServiceSender, ServiceSettings } from '../../carriers/messaging-service.ts';
import type { Network } from '../../carriers/network.ts';
import type { ApiContext, ApiModule } from '../app.ts';
import { accountOf } from '../auth.ts';
import { isoDate } from '../dates.ts';
import { notFound } from '../errors.ts';
import { type Form, first, formOf } from '../forms.ts';
import { sidParam } from '../owned.ts';
import { readPaging, studioPage } from '../paging.ts';
import { boolean, integer, oneOf, optional, type Reader, required, sidOf, text, webUrl } from '../parameters.ts';
import { baseUrl } from '../urls.ts';
import { granted } from './owner.ts';

const path = '/v1/Services';

/** Messaging services (`messaging.twilio.com`). Source: Twilio, Services resource and its PhoneNumbers and AlphaSenders. */
export function messagingServices({ services }: Network): ApiModule {
  return {
    access: 'account',
    register(app, context) {
      const shown = (request: FastifyRequest) => (service: NetworkService) => present(request, context, service);

      app.post(path, async (request, reply) => {
        const form = formOf(request);
        const friendlyName = required(form, 'FriendlyName', text(64));
        const service = await services.create(accountOf(request).sid, { ...readSettings(form), friendlyName });
        return reply.code(201).send(shown(request)(service));
      });

      app.get(path, async (request) => {
        const paging = readPaging(request);
        return studioPage(paging, await services.list(accountOf(request).sid, paging.request), {
          key: 'services',
          baseUrl: baseUrl(request, context),
          cursorOf: ({ createdAtMs, sid }) => ({ createdAtMs, sid }),
          present: shown(request),
        });
      });

      app.get(`${path}/:serviceSid`, async (request) => {
        const service = await services.find(accountOf(request).sid, sidParam(request, 'serviceSid', 'MG'));
        if (service === undefined) throw notFound(request);
        return shown(request)(service);
      });

      app.post(`${path}/:serviceSid`, async (request) => {
        const sid = sidParam(request, 'serviceSid', 'MG');
        const service = await services.update(accountOf(request).sid, sid, readSettings(formOf(request)));
        if (service === undefined) throw notFound(request);
        return shown(request)(service);
      });

      app.delete(`${path}/:serviceSid`, async (request, reply) => {
        const sid = sidParam(request, 'serviceSid', 'MG');
        if (!(await services.remove(accountOf(request).sid, sid))) throw notFound(request);
        return reply.code(204).send();
      });

      for (const kind of senderKinds) registerSenders(app, context, services, kind);
    },
  };
}

interface SenderKind {
  readonly kind: 'numbers' | 'names';
  readonly path: string;
  readonly prefix: string;
  readonly key: string;
  readonly read: (form: Form) => { readonly numberSid: string } | { readonly name: string };
  readonly own: (address: string) => object;
}

const senderKinds: readonly SenderKind[] = [
  {
    kind: 'numbers',
    path: 'PhoneNumbers',
    prefix: 'PN',
    key: 'phone_numbers',
    read: (form) => ({ numberSid: required(form, 'PhoneNumberSid', sidOf('PN')) }),
    own: (address) => ({
      phone_number: address,
      country_code: countryOf(address),
      capabilities: ['SMS', 'MMS', 'Voice'],
    }),
  },
  {
    kind: 'names',
    path: 'AlphaSenders',
    prefix: 'AI',
    key: 'alpha_senders',
    read: (form) => ({ name: required(form, 'AlphaSender', text()) }),
    own: (address) => ({ alpha_sender: address, capabilities: ['SMS'] }),
  },
];

function registerSenders(
  app: FastifyInstance,
  context: ApiContext,
  services: Network['services'],
  { kind, path: name, prefix, key, read, own }: SenderKind,
): void {
  const senders = `${path}/:serviceSid/${name}`;
  const service = (request: FastifyRequest) => sidParam(request, 'serviceSid', 'MG');
  const shown = (request: FastifyRequest) => (sender: ServiceSender) => ({
    sid: sender.sid,
    account_sid: sender.accountSid,
    service_sid: sender.serviceSid,
    ...own(sender.address),
    date_created: isoDate(sender.createdAtMs),
    date_updated: isoDate(sender.updatedAtMs),
    url: `${baseUrl(request, context)}${path}/${sender.serviceSid}/${name}/${sender.sid}`,
  });

  app.post(senders, async (request, reply) => {
    const added = await services.addSender(accountOf(request).sid, service(request), read(formOf(request)));
    if (added === undefined) throw notFound(request);
    return reply.code(201).send(shown(request)(granted(added)));
  });

  app.get(senders, async (request) => {
    const paging = readPaging(request);
    const found = await services.listSenders(accountOf(request).sid, service(request), kind, paging.request);
    if (found === undefined) throw notFound(request);
    return studioPage(paging, found, {
      key,
      baseUrl: baseUrl(request, context),
      cursorOf: ({ createdAtMs, sid }) => ({ createdAtMs, sid }),
      present: shown(request),
    });
  });

  app.get(`${senders}/:senderSid`, async (request) => {
    const senderSid = sidParam(request, 'senderSid', prefix);
    const sender = await services.findSender(accountOf(request).sid, service(request), senderSid);
    if (sender === undefined) throw notFound(request);
    return shown(request)(sender);
  });

  app.delete(`${senders}/:senderSid`, async (request, reply) => {
    const senderSid = sidParam(request, 'senderSid', prefix);
    if (!(await services.removeSender(accountOf(request).sid, service(request), senderSid))) throw notFound(request);
    return reply.code(204).send();
  });
}

const method: Reader<string> = (value, name) => oneOf('GET', 'POST')(value.toUpperCase(), name);

/** An empty URL takes the URL away. */
function readUrl(form: Form, name: string): string | undefined {
  return first(form, name) === '' ? '' : optional(form, name, webUrl);
}

/** Only what is given. */
function readSettings(form: Form): Partial<ServiceSettings> {
  const read: { readonly [Name in keyof ServiceSettings]?: unknown } = {
    friendlyName: optional(form, 'FriendlyName', text(64)),
    inboundRequestUrl: readUrl(form, 'InboundRequestUrl'),
    inboundMethod: optional(form, 'InboundMethod', method),
    fallbackUrl: readUrl(form, 'FallbackUrl'),
    fallbackMethod: optional(form, 'FallbackMethod', method),
    statusCallback: readUrl(form, 'StatusCallback'),
    useInboundWebhookOnNumber: optional(form, 'UseInboundWebhookOnNumber', boolean),
    stickySender: optional(form, 'StickySender', boolean),
    areaCodeGeomatch: optional(form, 'AreaCodeGeomatch', boolean),
    smartEncoding: optional(form, 'SmartEncoding', boolean),
    fallbackToLongCode: optional(form, 'FallbackToLongCode', boolean),
    mmsConverter: optional(form, 'MmsConverter', boolean),
    synchronousValidation: optional(form, 'SynchronousValidation', boolean),
    scanMessageContent: optional(form, 'ScanMessageContent', oneOf('inherit', 'enable', 'disable')),
    usecase: optional(form, 'Usecase', text(64)),
    validityPeriod: optional(form, 'ValidityPeriod', integer(1, 36_000)),
  };
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined));
}

function present(request: FastifyRequest, context: ApiContext, service: NetworkService): object {
  const { settings } = service;
  const url = `${baseUrl(request, context)}${path}/${service.sid}`;
  const orNull = (value: string) => (value === '' ? null : value);
  return {
    sid: service.sid,
    account_sid: service.accountSid,
    friendly_name: settings.friendlyName,
    inbound_request_url: orNull(settings.inboundRequestUrl),
    inbound_method: settings.inboundMethod,
    fallback_url: orNull(settings.fallbackUrl),
    fallback_method: settings.fallbackMethod,
    status_callback: orNull(settings.statusCallback),
    use_inbound_webhook_on_number: settings.useInboundWebhookOnNumber,
    sticky_sender: settings.stickySender,
    area_code_geomatch: settings.areaCodeGeomatch,
    smart_encoding: settings.smartEncoding,
    fallback_to_long_code: settings.fallbackToLongCode,
    mms_converter: settings.mmsConverter,
    synchronous_validation: settings.synchronousValidation,
    scan_message_content: settings.scanMessageContent,
    usecase: settings.usecase,
    us_app_to_person_registered: false,
    validity_period: settings.validityPeriod,
    date_created: isoDate(service.createdAtMs),
    date_updated: isoDate(service.updatedAtMs),
    url,
    links: { phone_numbers: `${url}/PhoneNumbers`, alpha_senders: `${url}/AlphaSenders` },
  };
}
