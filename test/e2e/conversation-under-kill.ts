/**
 * Contacts talk to a flow while its server is killed again and again; afterwards the carrier's own record says whether
 * a message was lost or sent twice.
 */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { ServerProcess } from './server-process.ts';

const number = '+15550009999';

/** Answers every text with `got <text>`, and keeps the run going. */
const echo = {
  description: 'Echo',
  initial_state: 'Trigger',
  states: [
    { name: 'Trigger', type: 'trigger', properties: {}, transitions: [{ event: 'incomingMessage', next: 'ask' }] },
    {
      name: 'ask',
      type: 'send-and-wait-for-reply',
      properties: {
        from: '{{flow.channel.address}}',
        body: 'got {% if widgets.ask.inbound %}{{widgets.ask.inbound.Body}}{% else %}{{trigger.message.Body}}{% endif %}',
        timeout: '86400',
      },
      transitions: [{ event: 'incomingMessage', next: 'count' }, { event: 'timeout' }, { event: 'deliveryFailure' }],
    },
    {
      name: 'count',
      type: 'set-variables',
      properties: { variables: [{ key: 'n', value: '{{flow.variables.n | plus: 1}}' }] },
      transitions: [{ event: 'next', next: 'ask' }],
    },
  ],
};

export interface Outcome {
  readonly kills: number;
  readonly messages: number;
}

/** Runs until every contact has had its say and `kills` servers have died; asserts that nothing is lost or doubled. */
export async function converseUnderKill(options: {
  readonly contacts: number;
  readonly texts: number;
  readonly kills: number;
  readonly seed: number;
}): Promise<Outcome> {
  const server = await ServerProcess.create();
  const random = seeded(options.seed);
  try {
    await server.start();
    const flow = await server.publish(number, echo);
    const state = { kills: 0, isTalking: true };
    const killing = killAgainAndAgain(server, options.kills, random, state);
    const names = Array.from({ length: options.contacts }, (_, index) => `+1556000${String(index).padStart(4, '0')}`);
    await Promise.all(names.map((contact) => talk(server, contact, options.texts)));
    state.isTalking = false;
    await killing;
    for (const contact of names) await inspect(server, flow, contact, options.texts);
    return { kills: state.kills, messages: options.contacts * options.texts };
  } finally {
    await server.close();
  }
}

async function killAgainAndAgain(
  server: ServerProcess,
  kills: number,
  random: () => number,
  state: { kills: number; isTalking: boolean },
): Promise<void> {
  while (state.isTalking && state.kills < kills) {
    await sleep(10 + random() * 250);
    await server.kill();
    state.kills++;
    await server.start();
  }
}

/** Writes 1, 2, 3 …, each when the one before has been answered. */
async function talk(server: ServerProcess, contact: string, texts: number): Promise<void> {
  for (let n = 1; n <= texts; n++) {
    const text = String(n);
    await untilDone(async () => {
      // A text whose acknowledgement was lost with the server may be there all the same.
      if ((await thread(server, contact)).some(({ direction, body }) => direction === 'inbound' && body === text))
        return true;
      return (await server.call('/simulator/messages', { From: contact, To: number, Body: text })).status === 201;
    });
    await untilDone(async () => (await thread(server, contact)).some(({ body }) => body === `got ${text}`));
  }
}

async function inspect(server: ServerProcess, flow: string, contact: string, texts: number): Promise<void> {
  const expected = Array.from({ length: texts }, (_, index) => `got ${index + 1}`);
  const messages = await thread(server, contact);
  assert.deepEqual(
    messages.filter(({ direction }) => direction !== 'inbound').map(({ body }) => body),
    expected,
    `what ${contact} was sent`,
  );
  const { body } = await server.call(`/v2/Flows/${flow}/Executions?PageSize=1000`);
  const executions = body.executions.filter(
    (execution: { contact_channel_address: string }) => execution.contact_channel_address === contact,
  );
  assert.equal(executions.length, 1, `executions of ${contact}`);
  const steps = await server.call(`/v2/Flows/${flow}/Executions/${executions[0].sid}/Steps?PageSize=1000`);
  // The trigger, then two steps for each text after the first.
  assert.equal(steps.body.steps.length, 1 + 2 * (texts - 1), `steps of ${contact}`);
}

async function thread(server: ServerProcess, contact: string): Promise<{ direction: string; body: string }[]> {
  const { body } = await server.call(`/simulator/contacts/${encodeURIComponent(contact)}/messages?limit=1000`);
  return body.messages;
}

/** Tries until `attempt` gives true; a server that is not there counts as not yet. */
async function untilDone(attempt: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 3_000; tries++) {
    const isDone = await attempt().catch(() => false);
    if (isDone) return;
    await sleep(20);
  }
  throw new Error('not done in a minute');
}

/** Numbers in [0, 1) that are the same for the same seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
