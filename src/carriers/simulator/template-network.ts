import type { NetworkTemplates } from '../network.ts';
import type { WorkParts } from './work.ts';

/** The content templates of the network. */
export function templateNetwork({ database, templates, options }: WorkParts): NetworkTemplates {
  const { clock, ids } = options;
  return {
    create: (accountSid, { sid, ...draft }) =>
      database.submit(() => templates.create(accountSid, { ...draft, sid: sid ?? ids.sid('HX') }, clock.now())),
    find: async (accountSid, sid) => templates.find(accountSid, sid),
    list: async (accountSid, page) => templates.list(accountSid, page),
    update: (accountSid, sid, changes) =>
      database.submit(() => templates.update(accountSid, sid, changes, clock.now())),
    remove: (accountSid, sid) => database.submit(() => templates.remove(accountSid, sid)),
  };
}
