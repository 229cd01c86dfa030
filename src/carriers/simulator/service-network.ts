import type { NetworkServices } from '../messaging-service.ts';
import { normalizeAddress } from './addresses.ts';
import { refused } from './refusals.ts';
import type { WorkParts } from './work.ts';

/** A name as a sender. Source: Twilio, AlphaSender resource. */
const namePattern = /^(?=.*[A-Za-z])[A-Za-z0-9 +&_-]{1,11}$/;

/** The messaging services of the network. */
export function serviceNetwork({ database, services, numbers, options }: WorkParts): NetworkServices {
  const { clock, ids } = options;
  const senderBySid = (accountSid: string, sid: string, senderSid: string) =>
    services.find(accountSid, sid) && services.senders(sid).find((sender) => sender.sid === senderSid);
  return {
    create: (accountSid, settings) =>
      database.submit(() => services.create({ sid: ids.sid('MG'), accountSid, nowMs: clock.now() }, settings)),
    find: async (accountSid, sid) => services.find(accountSid, sid),
    list: async (accountSid, page) => services.list(accountSid, page),
    update: (accountSid, sid, changes) => database.submit(() => services.update(accountSid, sid, changes, clock.now())),
    remove: (accountSid, sid) => database.submit(() => services.remove(accountSid, sid)),

    addSender: (accountSid, sid, sender) =>
      database.submit(() => {
        if (!services.find(accountSid, sid)) return undefined;
        if ('name' in sender) {
          if (!namePattern.test(sender.name))
            return refused(20001, 'AlphaSender is invalid: up to 11 letters and digits');
          const entry = { sid: ids.sid('AI'), accountSid, serviceSid: sid, address: sender.name };
          return services.addSender(entry, clock.now());
        }
        const number = numbers.find(accountSid, sender.numberSid);
        if (!number) return refused(20404, `The account has no number ${sender.numberSid}`);
        const entry = { sid: number.sid, accountSid, serviceSid: sid, address: normalizeAddress(number.phoneNumber) };
        return services.addSender(entry, clock.now());
      }),
    findSender: async (accountSid, sid, senderSid) => senderBySid(accountSid, sid, senderSid),
    listSenders: async (accountSid, sid, kind, page) =>
      services.find(accountSid, sid) && services.listSenders(sid, kind, page),
    removeSender: (accountSid, sid, senderSid) =>
      database.submit(() => {
        const sender = senderBySid(accountSid, sid, senderSid);
        if (sender) services.dropSender(sender);
        return sender !== undefined;
      }),
  };
}
