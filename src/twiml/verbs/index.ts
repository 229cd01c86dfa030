import type { Channel, VerbDefinition } from '../verb.ts';
import { connect } from './connect.ts';
import { dial } from './dial.ts';
import { enqueue } from './enqueue.ts';
import { gather } from './gather.ts';
import { hangup } from './hangup.ts';
import { leave } from './leave.ts';
import { message } from './message.ts';
import { pause } from './pause.ts';
import { pay } from './pay.ts';
import { play } from './play.ts';
import { record } from './record.ts';
import { redirect } from './redirect.ts';
import { refer } from './refer.ts';
import { reject } from './reject.ts';
import { say } from './say.ts';
import { sms } from './sms.ts';
import { start, stop } from './start.ts';

/** Every verb there is. Nouns are the children of theirs. */
export const verbs: readonly VerbDefinition[] = [
  message,
  redirect,
  say,
  play,
  pause,
  gather,
  dial,
  record,
  enqueue,
  leave,
  reject,
  hangup,
  pay,
  connect,
  start,
  stop,
  refer,
  sms,
];

/** Verbs by their name, and after them nouns, each by that of the first element it stands in: `Dial/Sip`, `Refer/Sip`. */
export const definitions: ReadonlyMap<string, VerbDefinition> = new Map([
  ...verbs.map((verb) => [verb.name, verb] as const),
  ...nounsOf(verbs, new Set(verbs)),
]);

/** The verb of a name, or another name of it, in documents of a kind. */
export function findVerb(channel: Channel, name: string): VerbDefinition | undefined {
  return verbs.find((verb) => verb.in.includes(channel) && (verb.name === name || verb.aliases.includes(name)));
}

function nounsOf(parents: readonly VerbDefinition[], seen: Set<VerbDefinition>): [string, VerbDefinition][] {
  return parents.flatMap((parent) => {
    const nouns = parent.children.filter((child) => !seen.has(child));
    for (const noun of nouns) seen.add(noun);
    const named = nouns.map((noun): [string, VerbDefinition] => [`${parent.name}/${noun.name}`, noun]);
    return [...named, ...nounsOf(nouns, seen)];
  });
}
