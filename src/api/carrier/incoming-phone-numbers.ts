import { rfc2822Date } from '../../carriers/message-resource.ts';
import { type Network, type NetworkNumber, type NumberChanges, numberSettings } from '../../carriers/network.ts';
import type { ApiModule } from '../app.ts';
import { notFound } from '../errors.ts';
import { type Form, first, formOf, queryOf } from '../forms.ts';
import { sidParam } from '../owned.ts';
import { carrierPage, givenFilters, readPaging } from '../paging.ts';
import { accountInPath, accountPath, granted } from './owner.ts';

const path = `${accountPath}/IncomingPhoneNumbers`;

/** Own numbers of the simulated carrier; one is there as soon as it is created. Source: carrier page §C5. */
export function incomingPhoneNumbers(network: Network): ApiModule {
  return {
    access: 'account',
    register(app, { storage }) {
      for (const kind of ['', '/Local', '/Mobile', '/TollFree']) {
        app.post(`${path}${kind}`, async (request, reply) => {
          const { sid } = await accountInPath(request, storage);
          const form = formOf(request);
          const wish = { phoneNumber: first(form, 'PhoneNumber'), areaCode: first(form, 'AreaCode') };
          return reply.code(201).send(present(granted(await network.createNumber(sid, wish, readChanges(form)))));
        });
      }

      app.get(path, async (request) => {
        const { sid } = await accountInPath(request, storage);
        const query = queryOf(request);
        const paging = readPaging(request, query);
        const filter = {
          phoneNumber: first(query, 'PhoneNumber') || undefined,
          friendlyName: first(query, 'FriendlyName') || undefined,
        };
        return carrierPage(paging, await network.listNumbers(sid, filter, paging.request), {
          key: 'incoming_phone_numbers',
          filters: givenFilters(query, ['PhoneNumber', 'FriendlyName', 'Beta', 'Origin']),
          cursorOf: ({ createdAtMs, sid: numberSid }) => ({ createdAtMs, sid: numberSid }),
          present,
        });
      });

      app.get(`${path}/:numberSid`, async (request) => {
        const { sid } = await accountInPath(request, storage);
        const number = await network.findNumber(sid, sidParam(request, 'numberSid', 'PN'));
        if (number === undefined) throw notFound(request);
        return present(number);
      });

      app.post(`${path}/:numberSid`, async (request) => {
        const { sid } = await accountInPath(request, storage);
        const changes = readChanges(formOf(request));
        const number = await network.updateNumber(sid, sidParam(request, 'numberSid', 'PN'), changes);
        if (number === undefined) throw notFound(request);
        return present(number);
      });

      app.delete(`${path}/:numberSid`, async (request, reply) => {
        const { sid } = await accountInPath(request, storage);
        if (!(await network.deleteNumber(sid, sidParam(request, 'numberSid', 'PN')))) throw notFound(request);
        return reply.code(204).send();
      });
    },
  };
}

/** `SmsUrl` is the setting `smsUrl`; an empty value clears it. */
function readChanges(form: Form): NumberChanges {
  const given = numberSettings.flatMap((name) => {
    const value = first(form, name.charAt(0).toUpperCase() + name.slice(1));
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(given);
}

function present({ sid, accountSid, phoneNumber, settings, createdAtMs, updatedAtMs }: NetworkNumber): object {
  const orNull = (text: string) => (text === '' ? null : text);
  return {
    sid,
    account_sid: accountSid,
    phone_number: phoneNumber,
    friendly_name: settings.friendlyName || phoneNumber,
    api_version: '2010-04-01',
    capabilities: { voice: true, sms: true, mms: true, fax: false },
    sms_url: settings.smsUrl,
    sms_method: settings.smsMethod,
    sms_fallback_url: settings.smsFallbackUrl,
    sms_fallback_method: settings.smsFallbackMethod,
    sms_application_sid: settings.smsApplicationSid,
    voice_url: settings.voiceUrl,
    voice_method: settings.voiceMethod,
    voice_fallback_url: settings.voiceFallbackUrl,
    voice_fallback_method: settings.voiceFallbackMethod,
    voice_application_sid: settings.voiceApplicationSid,
    voice_caller_id_lookup: settings.voiceCallerIdLookup === 'true',
    voice_receive_mode: settings.voiceReceiveMode || 'voice',
    status_callback: settings.statusCallback,
    status_callback_method: settings.statusCallbackMethod,
    trunk_sid: orNull(settings.trunkSid),
    identity_sid: orNull(settings.identitySid),
    address_sid: orNull(settings.addressSid),
    bundle_sid: orNull(settings.bundleSid),
    address_requirements: 'none',
    emergency_status: settings.emergencyStatus || 'Inactive',
    emergency_address_sid: orNull(settings.emergencyAddressSid),
    emergency_address_status: 'unregistered',
    beta: false,
    origin: 'twilio',
    status: 'in-use',
    type: 'local',
    date_created: rfc2822Date(createdAtMs),
    date_updated: rfc2822Date(updatedAtMs),
    subresource_uris: {
      assigned_add_ons: `/2010-04-01/Accounts/${accountSid}/IncomingPhoneNumbers/${sid}/AssignedAddOns.json`,
    },
    uri: `/2010-04-01/Accounts/${accountSid}/IncomingPhoneNumbers/${sid}.json`,
  };
}
