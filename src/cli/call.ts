import { Line } from '../testing/line/line.ts';
import { CallSession } from './call/session.ts';
import { type Args, type CommandOption, textOption } from './command.ts';
import type { Io } from './io.ts';
import { flowOptions, loadFlow, networkOptions, openOutside } from './talk/flow-options.ts';
import { talk } from './talk/talk.ts';

export const name = 'call';
export const operands = '<flow>';
export const summary = 'Call a flow in the terminal, without a server: press keys, speak, hang up';
export const options: readonly CommandOption[] = [...flowOptions, ...networkOptions];
export const examples = [
  'atelier call ivr.json',
  "printf '1\\n:wait 5s\\nyes please\\n:hangup\\n' | atelier call ivr.json",
  'atelier call --network ivr.json',
];

/** 0, or 1 when a line of a script could not be carried out. */
export async function run(args: Args, io: Io): Promise<number> {
  const { options: given } = args;
  const flow = await loadFlow(args, io);
  const { client, exchange, runFunction, close } = await openOutside(given, undefined, io);
  const contact = textOption(given, 'from') ?? '';
  const number = textOption(given, 'to') ?? '';
  const session = new CallSession({
    ...flow,
    colours: io.colours,
    echoes: !io.isTerminal,
    real: {
      ...(exchange ? { exchange, fetch: (request) => client.request(request) } : {}),
      ...(runFunction ? { runFunction } : {}),
    },
    open: (outside) =>
      Line.open({
        ...flow,
        contact,
        number,
        nowMs: io.now(),
        exchange: (request, kind) => outside.exchange(request, kind),
        fetch: (request) => outside.fetch(request),
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
