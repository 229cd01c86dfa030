/** Who does not want messages from which number. Source: carrier page §B1, STOP-type words. */
import { channelOf } from './addresses.ts';
import type { Database } from './database.ts';

const stopWords = ['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT', 'OPTOUT', 'REVOKE'];
const startWords = ['START', 'YES', 'UNSTOP'];

export type OptOuts = ReturnType<typeof optOutStore>;

export function optOutStore(database: Database) {
  const add = database.prepare('INSERT INTO opt_outs VALUES (?, ?, ?) ON CONFLICT DO NOTHING');
  const remove = database.prepare('DELETE FROM opt_outs WHERE account_sid = ? AND number = ? AND contact = ?');
  const find = database.prepare<{ found: number }>(
    'SELECT 1 AS found FROM opt_outs WHERE account_sid = ? AND number = ? AND contact = ?',
  );
  return {
    has: (accountSid: string, number: string, contact: string) => find.get(accountSid, number, contact) !== undefined,

    /** Heeds the words; they count for text messages and as the whole message only. */
    heed(accountSid: string, number: string, contact: string, body: string): void {
      if (channelOf(contact) !== '') return;
      const word = body.trim().toUpperCase();
      if (stopWords.includes(word)) add.run(accountSid, number, contact);
      else if (startWords.includes(word)) remove.run(accountSid, number, contact);
    },
  };
}
