/**
 * Who does not want messages from which number or service. Source: carrier page §B1, STOP-type words; Twilio, support for
 * opt-out keywords (words, answers, short codes), and Customize opt-in and opt-out with Advanced Opt-Out.
 */
import type { NetworkService, OptOutSettings } from '../messaging-service.ts';
import { bareAddress, channelOf } from './addresses.ts';
import type { Database } from './database.ts';

export type OptOutKind = 'STOP' | 'START' | 'HELP';

/** What a text made of the sender's wish to hear from the account. */
export interface Heeded {
  /** With advanced opt-out only: the webhook is told. */
  readonly optOutType: OptOutKind | undefined;
  /** What the network answers by itself; undefined: nothing. */
  readonly reply: string | undefined;
}

const usualRules: { readonly [Kind in OptOutKind]: { readonly words: readonly string[]; readonly reply: string } } = {
  STOP: {
    words: ['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT', 'OPTOUT', 'REVOKE'],
    reply:
      'You have successfully been unsubscribed. You will not receive any more messages from this number. Reply START to resubscribe.',
  },
  START: {
    words: ['START', 'YES', 'UNSTOP'],
    reply:
      'You have successfully been re-subscribed to messages from this number. Reply HELP for help. Reply STOP to unsubscribe. Msg&Data Rates May Apply.',
  },
  HELP: { words: ['HELP', 'INFO'], reply: 'Reply STOP to unsubscribe. Msg&Data Rates May Apply.' },
};

const kinds: readonly OptOutKind[] = ['STOP', 'START', 'HELP'];

export type OptOuts = ReturnType<typeof optOutStore>;

export function optOutStore(database: Database) {
  const add = database.prepare('INSERT INTO opt_outs VALUES (?, ?, ?) ON CONFLICT DO NOTHING');
  const remove = database.prepare('DELETE FROM opt_outs WHERE account_sid = ? AND number = ? AND contact = ?');
  const find = database.prepare<{ found: number }>(
    'SELECT 1 AS found FROM opt_outs WHERE account_sid = ? AND number = ? AND contact = ?',
  );
  return {
    /** `serviceSid`: the service that the number stands behind, whose opt-outs count for all its senders. */
    has: (accountSid: string, number: string, contact: string, serviceSid: string | undefined): boolean =>
      hasChannel(contact) &&
      [number, ...(serviceSid === undefined ? [] : [serviceSid])].some(
        (from) => find.get(accountSid, from, bareAddress(contact)) !== undefined,
      ),

    /** Heeds the words; they count as the whole message only. `number` is the own one that was written to. */
    heed(
      accountSid: string,
      number: string,
      contact: string,
      body: string,
      service: NetworkService | undefined,
    ): Heeded {
      const nothing: Heeded = { optOutType: undefined, reply: undefined };
      // A short code that stands for itself sees to its words by itself.
      const isHeeded = hasChannel(contact) && (service !== undefined || !/^\d{3,8}$/.test(number));
      const rules = rulesOf(service?.settings.optOut ?? null);
      const word = body.trim().toUpperCase();
      const kind = isHeeded ? kinds.find((each) => rules[each].words.includes(word)) : undefined;
      if (kind === undefined) return nothing;
      const keys = [accountSid, service?.sid ?? number, bareAddress(contact)] as const;
      const wasOut = find.get(...keys) !== undefined;
      if (kind === 'STOP') add.run(...keys);
      if (kind === 'START') remove.run(...keys);
      // Who is out is told nothing more; who was not out needs no welcome (inferred: YES answers many questions).
      const isAnswered = kind === 'START' ? wasOut : !wasOut;
      return {
        optOutType: service?.settings.optOut ? kind : undefined,
        reply: (isAnswered && rules[kind].reply) || undefined,
      };
    },
  };
}

/** Texts, and RCS, whose opt-outs are one with them (Twilio, unified cross channel opt-outs). */
function hasChannel(contact: string): boolean {
  return channelOf(contact) === '' || channelOf(contact) === 'rcs';
}

function rulesOf(settings: OptOutSettings | null): typeof usualRules {
  if (settings === null) return usualRules;
  const rule = (kind: OptOutKind, own: OptOutSettings['stop']) => ({
    words: own?.words?.map((word) => word.trim().toUpperCase()) ?? usualRules[kind].words,
    reply: own?.reply ?? usualRules[kind].reply,
  });
  return { STOP: rule('STOP', settings.stop), START: rule('START', settings.start), HELP: rule('HELP', settings.help) };
}
