/** A flow with executions that really ran, over the simulated network: what the pages of executions are tried on. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import type { Page } from 'playwright-core';
import type { OpenConsole } from './browser.ts';

export const number = '+15550009000';

export interface FlowParts {
  /** What the split takes for the way to `send_map`. */
  readonly condition?: string;
  readonly question?: string;
  readonly priceUrl?: string;
}

const at = (x: number, y: number) => ({ offset: { x, y } });
const message = (name: string, body: string, x: number, y: number, next?: string) => ({
  name,
  type: 'send-message',
  transitions: [{ event: 'sent', ...(next ? { next } : {}) }, { event: 'failed' }],
  properties: { ...at(x, y), from: '{{flow.channel.address}}', to: '{{contact.channel.address}}', body },
});
const condition = (value: string) => ({
  friendly_name: `If value equal_to ${value}`,
  arguments: ['{{widgets.ask.inbound.Body}}'],
  type: 'equal_to',
  value,
});

/** Asks; 2 gets a map, 3 a price over HTTP, all else is sorry and asked again no more. */
export function definition({ condition: two = '2', question = 'Which one?', priceUrl = '' }: FlowParts = {}): string {
  return JSON.stringify({
    description: 'Asks',
    initial_state: 'Trigger',
    flags: { allow_concurrent_calls: true },
    states: [
      {
        name: 'Trigger',
        type: 'trigger',
        transitions: [
          { event: 'incomingMessage', next: 'ask' },
          { event: 'incomingCall' },
          { event: 'incomingConversationMessage' },
          { event: 'incomingRequest', next: 'ask' },
          { event: 'incomingParent' },
        ],
        properties: at(320, 0),
      },
      {
        name: 'ask',
        type: 'send-and-wait-for-reply',
        transitions: [
          { event: 'incomingMessage', next: 'route' },
          { event: 'timeout', next: 'sorry' },
          { event: 'deliveryFailure' },
        ],
        properties: { ...at(320, 200), from: '{{flow.channel.address}}', body: question, timeout: '3600' },
      },
      {
        name: 'route',
        type: 'split-based-on',
        transitions: [
          { event: 'noMatch', next: 'sorry' },
          { event: 'match', next: 'send_map', conditions: [condition(two)] },
          { event: 'match', next: 'get_price', conditions: [condition('3')] },
        ],
        properties: { ...at(320, 400), input: '{{widgets.ask.inbound.Body}}' },
      },
      message('sorry', 'Sorry', 0, 600),
      message('send_map', 'Here is the way, {{contact.channel.address}}', 320, 600),
      {
        name: 'get_price',
        type: 'make-http-request',
        transitions: [{ event: 'success' }, { event: 'failed' }],
        properties: {
          ...at(640, 600),
          method: 'GET',
          url: `${priceUrl || 'https://prices.invalid/p'}?s={{widgets.ask.inbound.Body}}`,
          content_type: 'application/json',
        },
      },
    ],
  });
}

export interface Runs {
  readonly flowSid: string;
  readonly call: OpenConsole['call'];
  /** A contact texts the number of the flow. */
  readonly text: (from: string, body: string) => Promise<void>;
  /** Saves another revision. */
  readonly save: (parts: FlowParts, status: 'draft' | 'published') => Promise<void>;
  /** SIDs of the executions of a contact, newest first. */
  readonly sidsOf: (contact: string) => Promise<readonly string[]>;
  /** Resolves with the newest execution of the contact, as soon as there is one. */
  readonly begun: (contact: string) => Promise<string>;
  /** Resolves when the newest execution of the contact has ended. */
  readonly ended: (contact: string) => Promise<string>;
}

export async function makeRuns({ call, account }: OpenConsole, parts: FlowParts = {}): Promise<Runs> {
  const form = { FriendlyName: 'Which way', Status: 'published', Definition: definition(parts) };
  const { sid: flowSid, webhook_url: webhook } = await made(call('/v2/Flows', form));
  const numbers = `/2010-04-01/Accounts/${account.sid}/IncomingPhoneNumbers.json`;
  await made(call(numbers, { PhoneNumber: number, SmsUrl: webhook, VoiceUrl: webhook }));
  const list = async (contact: string) =>
    JSON.parse((await call(`/v2/Flows/${flowSid}/Executions`)).text).executions.filter(
      (each: { contact_channel_address: string }) => each.contact_channel_address === contact,
    );
  return {
    flowSid,
    call,
    text: async (From, Body) => void (await made(call('/simulator/messages', { From, To: number, Body }))),
    save: async (changed, Status) => {
      const saved = await call(`/v2/Flows/${flowSid}`, { Status, Definition: definition({ ...parts, ...changed }) });
      assert.equal(saved.status, 200, saved.text);
    },
    sidsOf: async (contact) => (await list(contact)).map(({ sid }: { sid: string }) => sid),
    begun: (contact) => until(async () => (await list(contact))[0]?.sid),
    ended: (contact) =>
      until(async () => {
        const [newest] = await list(contact);
        return newest?.status === 'ended' ? newest.sid : undefined;
      }),
  };
}

/** A whole conversation; gives the SID of its execution, which has ended. */
export async function converse(runs: Runs, contact: string, ...texts: readonly string[]): Promise<string> {
  const [first = '', ...rest] = texts;
  await runs.text(contact, first);
  for (const text of rest) {
    // The flow has asked: it waits for what comes next.
    await until(async () => {
      const [sid] = await runs.sidsOf(contact);
      const { steps } = JSON.parse((await runs.call(`/v2/Flows/${runs.flowSid}/Executions/${sid}/Steps`)).text);
      return steps?.length > 0 ? sid : undefined;
    });
    await runs.text(contact, text);
  }
  return runs.ended(contact);
}

/** A server that takes requests and does not answer them. */
export async function silentServer(t: TestContext): Promise<string> {
  const server = createServer(() => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/p`;
}

/** What `find` gives, as soon as it gives something. */
export async function until<T>(find: () => Promise<T | undefined>): Promise<T> {
  for (const started = Date.now(); Date.now() < started + 8_000; ) {
    const found = await find();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  throw new Error('it did not come');
}

async function made(answer: Promise<{ readonly status: number; readonly text: string }>) {
  const { status, text } = await answer;
  assert.equal(status, 201, text);
  return JSON.parse(text);
}

/** A row of a table by a part of what it says. */
export function row(page: Page, name: string) {
  return page.getByRole('row', { name });
}
