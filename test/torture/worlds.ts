/** The two networks that a conversation is tortured on. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { accountSid, authToken, ServerProcess } from '../e2e/server-process.ts';
import { type Faults, TortureCarrier } from './carrier.ts';

/** Of the flow that answers texts, and of the one that talks in conversations. */
export const number = '+15550009999';
export const talkNumber = '+15550009998';

export interface World {
  readonly server: ServerProcess;
  readonly faults: Faults | undefined;
  /** Gives a number to a flow, which has just been published. */
  attach(to: string, flowSid: string): void;
  /** A contact's text to a number; resolves when somebody has acknowledged it. */
  text(contact: string, to: string, body: string): Promise<void>;
  /** What the contact was sent so far, oldest first. */
  replies(contact: string): Promise<readonly string[]>;
  /** Resolves when the carrier has nothing more to say. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

export type WorldName = 'simulator' | 'twilio';

export function openWorld(name: WorldName, random: () => number): Promise<World> {
  return name === 'simulator' ? simulated() : twilioLike(random);
}

/** The built-in network: in the server's own process, it dies with it. */
async function simulated(): Promise<World> {
  const server = await ServerProcess.create({ ATELIER_LOG_LEVEL: 'error' });
  const thread = async (contact: string): Promise<{ direction: string; body: string }[]> => {
    const { body } = await server.call(`/simulator/contacts/${encodeURIComponent(contact)}/messages?limit=1000`);
    return body.messages;
  };
  return {
    server,
    faults: undefined,
    attach: () => undefined,
    async text(contact, to, body) {
      // A text whose acknowledgement was lost with the server may be there all the same.
      if ((await thread(contact)).some((each) => each.direction === 'inbound' && each.body === body)) return;
      const { status } = await server.call('/simulator/messages', { From: contact, To: to, Body: body });
      if (status !== 201) throw new Error(`the handset was answered ${status}`);
    },
    replies: async (contact) =>
      (await thread(contact)).filter(({ direction }) => direction !== 'inbound').map(({ body }) => body),
    settled: async () => undefined,
    close: () => server.close(),
  };
}

async function twilioLike(random: () => number): Promise<World> {
  const carrier = new TortureCarrier(accountSid, authToken, random);
  const baseUrl = await carrier.open();
  const server = await ServerProcess.create({
    ATELIER_LOG_LEVEL: 'error',
    // The carrier here is late by less than that.
    ATELIER_LIMITS: '{"sendSettleSeconds":1}',
  });
  const settings = join(server.folder, 'torture.yaml');
  const main = { type: 'twilio', base_url: baseUrl, account_sid: accountSid, auth_token: authToken };
  await writeFile(settings, JSON.stringify({ carriers: { main }, default_carrier: 'main' }));
  server.set('ATELIER_CONFIG', settings);
  const webhooks = new Map<string, string>();
  return {
    server,
    faults: carrier.faults,
    attach(to, flowSid) {
      webhooks.set(to, `${server.url}/v1/Accounts/${accountSid}/Flows/${flowSid}`);
    },
    text: (contact, to, body) => carrier.deliver(webhooks.get(to) ?? '', contact, to, body),
    replies: async (contact) => carrier.messages.filter(({ to }) => to === contact).map(({ body }) => body),
    settled: () => carrier.settled(),
    async close() {
      await server.close();
      await carrier.close();
    },
  };
}
