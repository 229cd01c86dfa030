/**
 * `npm run torture`: a conversation across `kill -9` at 1,000 random instants, half on the built-in network and half on a
 * carrier with Twilio's API in a process of its own.
 * `npm run torture -- --kills 100 --seed 7 --world twilio --contacts 8`
 */
import { parseArgs } from 'node:util';
import { complaints, torture, type Verdict } from './torture.ts';
import type { WorldName } from './worlds.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '1000' },
    contacts: { type: 'string', default: '6' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    world: { type: 'string', default: 'both' },
  },
});

const worlds = (['simulator', 'twilio'] as const).filter((name) => values.world === 'both' || values.world === name);
if (worlds.length === 0) throw new Error(`--world is ${values.world}: it takes simulator, twilio or both`);
const kills = Number(values.kills);
const seed = Number(values.seed);
console.log(`seed ${seed}, ${kills} kills: ${worlds.join(', then ')}`);

let isGood = true;
for (const [index, world] of worlds.entries()) {
  const share = Math.floor((kills * (index + 1)) / worlds.length) - Math.floor((kills * index) / worlds.length);
  const verdict = await torture({
    world,
    kills: share,
    contacts: Number(values.contacts),
    seed,
    onKill: progress(share),
  });
  print(world, verdict);
  isGood &&= complaints(verdict).length === 0;
}
process.exitCode = isGood ? 0 : 1;

function progress(all: number): (kills: number) => void {
  const step = Math.max(1, Math.floor(all / 10));
  return (count) => {
    if (count % step === 0 && count < all) console.log(`  ${count} kills`);
  };
}

function print(world: WorldName, verdict: Verdict): void {
  const faults = Object.entries(verdict.faults).map(([fault, count]) => `${fault} ${count}`);
  const lines = [
    ['kills', verdict.kills],
    ['texts sent by contacts', verdict.texts],
    ['  of them in conversations', verdict.inConversations],
    ['replies', verdict.replies],
    ['lost', verdict.lost],
    ['duplicates', verdict.duplicates],
    ['replies to no text or out of order', verdict.strange],
    ['runs too many or too few', verdict.wrongRuns],
    ['statuses that are not the last reported', verdict.wrongStatuses],
    ['unknown outcomes resolved', verdict.found + verdict.sentAgain],
    ['  the carrier had the message', verdict.found],
    ['  it had not: sent again', verdict.sentAgain],
    ...(faults.length > 0 ? [['faults of the carrier', faults.join(', ')] as const] : []),
    ['verdict', complaints(verdict).join(', ') || 'nothing lost, nothing sent twice'],
  ] as const;
  console.log(`${world}:`);
  for (const [what, value] of lines) console.log(`  ${what.padEnd(42)}${value}`);
}
