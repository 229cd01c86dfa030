import { Line } from '../testing/index.ts';
import { CallSession } from './call/session.ts';
import { type Args, type CommandOption, textOption } from './command.ts';
import type { Io } from './io.ts';
import { flowOptions, loadFlow, networkOptions, openOutside } from './talk/flow-options.ts';
import { talk } from './talk/talk.ts';

export const name = 'call';
export const operands = '<flow>';
export const summary = 'Call a flow in the terminal, without a server: press keys, speak, hang up';
export const options: readonly CommandOption[] = [
  ...flowOptions,
  { flags: '--no-call', description: 'do not call the flow at once' },
  ...networkOptions,
];
export const examples = [
  'atelier call ivr.json',
  "printf '1\\n:wait 5s\\nyes please\\n:hangup\\n' | atelier call ivr.json",
  'atelier call --network ivr.json',
];

/** 0, or 1 when a line of a script could not be carried out. */
export async function run(args: Args, io: Io): Promise<number> {
  const { options: given } = args;
  const flow = await loadFlow(args, io);
  const { client, openSocket, exchange, runFunction, close } = await openOutside(given, undefined, io);
  const contact = textOption(given, 'from') ?? '';
  const number = textOption(given, 'to') ?? '';
  const session = new CallSession({
    ...flow,
    colours: io.colours,
    echoes: !io.isTerminal,
    calls: given.call !== false,
    real: {
      ...(exchange ? { exchange } : {}),
      ...(runFunction ? { runFunction } : {}),
    },
    open: (exchange) =>
      Line.open({
        ...flow,
        exchange,
        ...(given.network === true ? { fetch: (request) => client.request(request), openSocket } : {}),
        isLenient: true,
        contact,
        number,
        nowMs: io.now(),
        log: (message) => io.stderr.write(`${message}\n`),
      }),
    print: (line) => io.stdout.write(`${line}\n`),
  });
  try {
    return await talk(session, io);
  } finally {
    await close();
  }
}
