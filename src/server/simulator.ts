/** What the settings file says of the built-in network, in the network's own terms. */
import { contentFault } from '../carriers/content.ts';
import type { OptOutSettings, ServiceSettings } from '../carriers/messaging-service.ts';
import type { NetworkProvision } from '../carriers/network.ts';
import type { HandsetHabit, SimulatorOptions } from '../carriers/simulator/index.ts';
import type { JsonObject } from '../engine/json.ts';
import { ConfigError } from './config-error.ts';
import type { SettingsFile } from './settings-file/index.ts';

/** How strict the network is. */
export function simulatorSettings({
  simulator = {},
}: SettingsFile): Pick<SimulatorOptions, 'isStrict' | 'hasWhatsAppWindow' | 'fetchesMedia' | 'handsets'> {
  return {
    handsets: Object.fromEntries(
      Object.entries(simulator.handsets ?? {}).map(([contact, habit]) => [contact, habitOf(habit)]),
    ),
    isStrict: simulator.own_senders_only ?? false,
    hasWhatsAppWindow: simulator.whatsapp_window ?? true,
    fetchesMedia: simulator.fetch_media ?? false,
  };
}

function habitOf({
  answer,
  after_seconds: afterSeconds,
  answered_by: answeredBy,
}: NonNullable<NonNullable<SettingsFile['simulator']>['handsets']>[string]): HandsetHabit {
  return {
    answer: answer === true ? 'true' : answer,
    ...(afterSeconds === undefined ? {} : { afterSeconds }),
    ...(answeredBy === undefined ? {} : { answeredBy }),
  };
}

/** Templates and services of the file. Services of other carriers are those carriers' own. Throws `ConfigError`. */
export function provisionOf(file: SettingsFile): NetworkProvision {
  const { content = {}, messaging_services: services = {}, default_carrier: usual = 'simulator' } = file;
  return {
    templates: Object.entries(content).map(([sid, template]) => {
      const types = {
        ...(template.body === undefined ? {} : { 'twilio/text': { body: template.body } }),
        ...(template.types as { readonly [type: string]: JsonObject } | undefined),
      };
      const fault = contentFault(types);
      if (fault !== undefined) throw new ConfigError(`atelier.yaml: content.${sid}: ${fault}`);
      return {
        sid,
        friendlyName: template.friendly_name ?? '',
        language: template.language ?? 'en',
        variables: template.variables ?? {},
        types,
      };
    }),
    services: Object.entries(services)
      .filter(([, { carrier = usual }]) => carrier === 'simulator')
      .map(([sid, service]) => ({ sid, settings: serviceSettings(sid, service), senders: service.numbers ?? [] })),
  };
}

type ServiceSection = NonNullable<SettingsFile['messaging_services']>[string];

function serviceSettings(sid: string, service: ServiceSection): Partial<ServiceSettings> {
  const {
    inbound_request_url: inboundRequestUrl,
    fallback_url: fallbackUrl,
    status_callback: statusCallback,
  } = service;
  const optOut = service.opt_out === undefined ? null : optOutOf(service.opt_out);
  const given = {
    inboundRequestUrl,
    fallbackUrl,
    statusCallback,
    stickySender: service.sticky_sender,
    areaCodeGeomatch: service.area_code_geomatch,
    smartEncoding: service.smart_encoding,
  };
  return {
    ...(Object.fromEntries(
      Object.entries(given).filter(([, value]) => value !== undefined),
    ) as Partial<ServiceSettings>),
    friendlyName: service.friendly_name ?? sid,
    // The numbers of the file have their flows: a service of the file leaves the answer to them unless it says where.
    useInboundWebhookOnNumber: inboundRequestUrl === undefined,
    optOut,
  };
}

function optOutOf({ stop, start, help }: NonNullable<ServiceSection['opt_out']>): OptOutSettings {
  return {
    ...(stop === undefined ? {} : { stop }),
    ...(start === undefined ? {} : { start }),
    ...(help === undefined ? {} : { help }),
  };
}
