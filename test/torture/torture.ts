/**
 * Contacts talk to a flow while its server is killed with -9 at random instants; afterwards the carrier's own record says
 * what was lost and what was sent twice.
 */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { seeded } from './chance.ts';
import { echo, textsPerRun } from './echo-flow.ts';
import { talk as talkFlow } from './talk-flow.ts';
import { number, openWorld, talkNumber, type World, type WorldName } from './worlds.ts';

export interface TortureOptions {
  readonly world: WorldName;
  readonly kills: number;
  readonly contacts: number;
  readonly seed: number;
  readonly onKill?: (kills: number) => void;
}

export interface Verdict {
  readonly kills: number;
  /** Acknowledged by somebody. */
  readonly texts: number;
  /** Those of them that were written in conversations. */
  readonly inConversations: number;
  readonly replies: number;
  /** Texts without a reply. */
  readonly lost: number;
  /** Replies beyond the first to a text. */
  readonly duplicates: number;
  /** Replies that were to no text, or came in another order than the texts. */
  readonly strange: number;
  /** Runs beyond those that the texts make, or fewer. */
  readonly wrongRuns: number;
  /** Messages, and texts of conversations, whose last report is not the one that the carrier gave last. */
  readonly wrongStatuses: number;
  /** Sends with unknown outcome: the carrier was asked, and had the message or not. */
  readonly found: number;
  readonly sentAgain: number;
  readonly faults: { readonly [fault: string]: number };
}

/** Every so many-th contact writes in a conversation. */
const conversationEvery = 3;
/** So that the thread of a contact is read in one piece. */
const textsPerContact = 200;
/** How long a reply may take before it counts as lost. */
const patienceMs = 60_000;

export async function torture(options: TortureOptions): Promise<Verdict> {
  const random = seeded(options.seed);
  const world = await openWorld(options.world, random);
  try {
    await world.server.start();
    const flow = await world.server.publish(number, echo);
    const conversationFlow = await world.server.publish(talkNumber, talkFlow);
    world.attach(number, flow);
    world.attach(talkNumber, conversationFlow);
    const state = { kills: 0 };
    const isEnough = () => state.kills >= options.kills;
    const talking = Promise.all(
      Array.from({ length: options.contacts }, (_, place) =>
        place % conversationEvery === 1
          ? talkOn(place, isEnough, (contact) => talkInConversation(world, conversationFlow, contact, isEnough))
          : talkOn(place, isEnough, (contact) => talk(world, flow, contact, isEnough)),
      ),
    );
    const killing = killAgainAndAgain(world, options, random, state);
    const [texts] = await Promise.all([talking, killing]);
    await world.settled();
    return await judge(world, state.kills, texts.flat());
  } finally {
    await world.close();
  }
}

async function killAgainAndAgain(
  { server }: World,
  { kills, onKill }: TortureOptions,
  random: () => number,
  state: { kills: number },
): Promise<void> {
  while (state.kills < kills) {
    await sleep(random() * 800);
    await server.kill();
    state.kills++;
    onKill?.(state.kills);
    // Some die before they are ready, in the middle of taking up what the one before left.
    while (state.kills < kills && random() < 0.15) {
      const starting = server.start().catch(() => undefined);
      await sleep(random() * 900);
      await server.kill();
      await starting;
      state.kills++;
      onKill?.(state.kills);
    }
    await server.start();
  }
}

interface Said {
  readonly contact: string;
  readonly texts: number;
  /** Answers that are expected, oldest first. */
  readonly answers: readonly string[];
  readonly runs: number;
  readonly isConversation: boolean;
}

/** One contact after another, each with so much to say. */
async function talkOn(
  place: number,
  isEnough: () => boolean,
  say: (contact: string) => Promise<Omit<Said, 'contact'>>,
): Promise<Said[]> {
  const said: Said[] = [];
  do {
    const contact = `+1556${String(place).padStart(3, '0')}${String(said.length).padStart(4, '0')}`;
    said.push({ contact, ...(await say(contact)) });
  } while (!isEnough());
  return said;
}

/** Writes 1, 2, 3 …, each when the one before has been answered, until it is enough. */
async function talk(world: World, flow: string, contact: string, isEnough: () => boolean) {
  for (let n = 1; ; n++) {
    const isAnswered = await ask(world, contact, number, n);
    if (!isAnswered || n === textsPerContact || isEnough()) {
      return { texts: n, answers: answersTo(1, n), runs: Math.ceil(n / textsPerRun), isConversation: false };
    }
    // The contact has the last message before the server knows that it left: until then the run is still in that widget.
    if (n % textsPerRun === 0) await untilDone(async () => !(await isRunning(world, flow, contact)));
  }
}

/** The same in a conversation that a run has started, which says the first word. */
async function talkInConversation({ server, ...world }: World, flow: string, contact: string, isEnough: () => boolean) {
  await untilDone(async () => {
    const { status } = await server.call(`/v2/Flows/${flow}/Executions`, { To: contact, From: talkNumber });
    // A start whose answer was lost with the server is a conflict.
    return status === 201 || status === 409;
  });
  const isBegun = await untilDone(async () => (await world.replies(contact)).includes('got 0'));
  for (let n = 1; ; n++) {
    const isAnswered = isBegun && (await ask(world, contact, talkNumber, n));
    if (!isAnswered || n === textsPerContact || isEnough()) {
      return { texts: n, answers: answersTo(0, n), runs: 1, isConversation: true };
    }
  }
}

/** Writes a number; false when patience was at its end before it was answered. */
async function ask(world: Pick<World, 'text' | 'replies'>, contact: string, to: string, n: number): Promise<boolean> {
  await untilDone(async () => {
    await world.text(contact, to, String(n));
    return true;
  });
  return untilDone(async () => (await world.replies(contact)).includes(`got ${n}`));
}

function answersTo(first: number, last: number): string[] {
  return Array.from({ length: last - first + 1 }, (_, index) => `got ${first + index}`);
}

async function isRunning({ server }: World, flow: string, contact: string): Promise<boolean> {
  const { body } = await server.call(`/v2/Flows/${flow}/Executions?Status=active&PageSize=100`);
  return body.executions.some((each: { contact_channel_address: string }) => each.contact_channel_address === contact);
}

/** Tries until `attempt` gives true; a server that is not there counts as not yet. False when patience is at its end. */
async function untilDone(attempt: () => Promise<boolean>): Promise<boolean> {
  const endMs = Date.now() + patienceMs;
  while (Date.now() < endMs) {
    if (await attempt().catch(() => false)) return true;
    await sleep(20);
  }
  return false;
}

async function judge(world: World, kills: number, said: readonly Said[]): Promise<Verdict> {
  const path = join(world.server.folder, 'atelier.sqlite');
  // A message that is sent twice may come late: what is in the store leaves, and is settled, first.
  await untilDone(async () => countIn(path, 'SELECT count(*) FROM effects') === 0);
  await world.settled();
  let [replies, lost, duplicates, strange] = [0, 0, 0, 0];
  for (const { contact, answers: expected } of said) {
    const got = await world.replies(contact);
    const distinct = [...new Set(got)];
    replies += got.length;
    lost += expected.filter((body) => !got.includes(body)).length;
    duplicates += got.length - distinct.length;
    strange += distinct.filter((body, index) => body !== expected[index]).length;
  }
  const sum = (count: (each: Said) => number) => said.reduce((total, each) => total + count(each), 0);
  await world.server.kill();
  const count = (sql: string) => countIn(path, sql);
  // No carrier reports on what only goes into a conversation.
  const wrongMessages = `SELECT count(*) FROM outbound_messages WHERE status <> 'delivered'
    AND json_extract(message, '$.conversation') IS NULL`;
  const wrongTexts = `SELECT count(*) FROM conversation_deliveries WHERE status <> 'delivered'`;
  return {
    kills,
    texts: sum(({ texts }) => texts),
    inConversations: sum(({ texts, isConversation }) => (isConversation ? texts : 0)),
    replies,
    lost,
    duplicates,
    strange,
    wrongRuns: Math.abs(sum(({ runs }) => runs) - count('SELECT count(*) FROM executions')),
    wrongStatuses:
      world.faults === undefined
        ? 0
        : count(wrongMessages) + countIn(join(world.server.folder, 'products.sqlite'), wrongTexts),
    found: count("SELECT count(*) FROM outbound_messages WHERE recovery = 'found'"),
    sentAgain: count("SELECT count(*) FROM outbound_messages WHERE recovery = 'sent-again'"),
    faults: { ...world.faults },
  };
}

function countIn(path: string, sql: string): number {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    return Number(Object.values(database.prepare(sql).get() ?? {})[0]);
  } finally {
    database.close();
  }
}

/** Why the verdict is bad; empty when nothing was lost, doubled or muddled. */
export function complaints({ lost, duplicates, strange, wrongRuns, wrongStatuses }: Verdict): string[] {
  return Object.entries({ lost, duplicates, strange, wrongRuns, wrongStatuses })
    .filter(([, count]) => count > 0)
    .map(([what, count]) => `${what}: ${count}`);
}
