/** Calls on the simulated network, with a server of the account that answers with documents, for the tests. */
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import type { NumberChanges } from '../../network.ts';
import type { CallDraft, CallEntry, HandsetAct, HandsetLeg } from '../../network-calls.ts';
import type { SimulatorOptions } from '../index.ts';
import {
  accountSid,
  contact,
  granted,
  type Hook,
  number,
  openHooks,
  openNetwork,
  type Reply,
} from '../simulator-fixture.ts';

/** What a path answers: verbs, which are put into a `Response`, or a whole answer. */
export type Pages = {
  readonly [path: string]: string | Reply | ((hook: Hook) => string | Reply);
};

/** `paths`: settings of the number that are addresses, as paths of the server. */
export async function openCallTest(
  t: TestContext,
  pages: Pages,
  { paths = {}, ...more }: Partial<SimulatorOptions> & { readonly paths?: NumberChanges } = {},
) {
  const server = await openHooks(t, (hook) => {
    const page = pages[hook.path.split('?', 1)[0] ?? ''] ?? { status: 404 };
    const answer = typeof page === 'function' ? page(hook) : page;
    return typeof answer === 'string' && answer.startsWith('<')
      ? { body: `<Response>${answer}</Response>` }
      : reply(answer);
  });
  const { base, hooks } = server;
  const mediaBase = () => base;
  const urls = Object.entries({ voiceUrl: '/voice', ...paths }).map(([name, path]) => [name, `${base}${path}`]);
  const simulated = await openNetwork(t, { mediaBase, ...more }, Object.fromEntries(urls));
  const { calls } = simulated.network;
  const { clock, settled } = simulated;

  const leg = async (sid: string): Promise<HandsetLeg> => {
    const found = await calls.readLeg(accountSid, sid);
    assert.ok(found);
    return found;
  };
  /** Lets time pass step by step, with all that happens in it. */
  const pass = async (seconds: number) => {
    const untilMs = clock.now() + seconds * 1_000;
    await settled();
    for (;;) {
      const nextMs = clock.nextTimerMs();
      if (nextMs === null || nextMs > untilMs) break;
      clock.advance(Math.max(0, nextMs - clock.now()));
      await settled();
    }
    clock.advance(untilMs - clock.now());
    await settled();
  };
  return {
    ...simulated,
    base,
    hooks,
    server,
    calls,
    leg,
    pass,
    /** Calls the account's number. */
    async call(params: { readonly [name: string]: string } = {}): Promise<string> {
      const placed = granted(await calls.place(accountSid, { from: contact, to: number, params }));
      await settled();
      return placed.call.sid;
    },
    /** Calls the contact for the account. */
    async dial(draft: CallDraft = {}): Promise<string> {
      const url = draft.twiml === undefined ? { url: `${base}/voice` } : {};
      const made = granted(await calls.create(accountSid, { from: number, to: contact, ...url, ...draft }));
      await pass(0.1);
      return made.sid;
    },
    async act(sid: string, act: HandsetAct): Promise<HandsetLeg> {
      granted(await calls.act(accountSid, sid, act));
      await settled();
      return leg(sid);
    },
    /** The other leg, which the document of a leg dialled. */
    async dialled(to: string): Promise<string> {
      const legs = await calls.listLegs(accountSid, 100);
      const found = legs.find(({ call }) => call.direction === 'outbound-dial' && call.to === to);
      assert.ok(found, `nobody dialled ${to}`);
      return found.call.sid;
    },
    status: async (sid: string) => (await leg(sid)).call.status,
    /** Paths that were asked, in order. */
    asked: () => hooks.map(({ path }) => path),
    /** Parameters of the requests to a path. */
    sent: (path: string) => hooks.filter((hook) => hook.path.split('?', 1)[0] === path).map(({ params }) => params),
  };
}

function reply(answer: string | Reply): Reply {
  return typeof answer === 'string' && answer !== 'hang up' && answer !== 'hang' ? { body: answer } : (answer as Reply);
}

/** The transcript in words: who said, played or pressed what. */
export function told({ transcript }: HandsetLeg): string[] {
  return transcript.flatMap((entry) => {
    const text = inWords(entry);
    return text === undefined ? [] : [text];
  });
}

function inWords(entry: CallEntry): string | undefined {
  switch (entry.kind) {
    case 'said':
      return `< ${String(entry.text)}`;
    case 'played':
      return `< ♪ ${new URL(String(entry.url)).pathname}`;
    case 'keys':
      return `${entry.by === 'handset' ? '>' : '<'} ${String(entry.digits)}`;
    case 'speech':
      return `> ${String(entry.text)}`;
    case 'heard':
      return `< ${String(entry.text ?? entry.digits)}`;
    case 'beep':
      return '< beep';
    default:
      return undefined;
  }
}

/** Codes of warnings and errors on the leg, documents included. */
export function codes({ transcript }: HandsetLeg): number[] {
  return transcript.flatMap((entry) => {
    const { error, warnings, code } = entry as {
      readonly error?: { readonly code: number };
      readonly warnings?: readonly { readonly code: number }[];
      readonly code?: number;
    };
    return [
      ...(code === undefined ? [] : [code]),
      ...(error ? [error.code] : []),
      ...(warnings ?? []).map((one) => one.code),
    ];
  });
}
