import type { ContentTemplate } from '../carriers/content.ts';
import { ChatSession } from './chat/session.ts';
import { type Args, type CommandOption, textOption, UsageError } from './command.ts';
import { readText } from './files.ts';
import type { Io } from './io.ts';
import { flowOptions, loadFlow, networkOptions, openOutside } from './talk/flow-options.ts';
import { talk } from './talk/talk.ts';

export const name = 'chat';
export const operands = '<flow>';
export const summary = 'Talk to a flow in the terminal, without a server';
export const options: readonly CommandOption[] = [
  ...flowOptions,
  {
    flags: '--config <file>',
    description: 'settings file whose content has the templates that the flow sends, e.g. atelier.yaml',
  },
  ...networkOptions,
];
export const examples = [
  'atelier chat flow.json',
  'atelier chat --network --allow-host localhost:3000 flow.json',
  "printf 'Hi\\nAnn\\n:wait 1h\\n' | atelier chat flow.json",
];

/** 0, or 1 when a line of a script could not be carried out. */
export async function run(args: Args, io: Io): Promise<number> {
  const { options: given } = args;
  const flow = await loadFlow(args, io);
  const config = textOption(given, 'config');
  const templates = config === undefined ? new Map() : await templatesOf(config, io);
  const { exchange, runFunction, close } = await openOutside(given, config, io);
  const session = new ChatSession({
    ...flow,
    templates,
    contact: textOption(given, 'from') ?? '',
    address: textOption(given, 'to') ?? '',
    nowMs: io.now(),
    colours: io.colours,
    echoes: !io.isTerminal,
    print: (line) => io.stdout.write(`${line}\n`),
    ...(exchange ? { exchange } : {}),
    ...(runFunction ? { runFunction } : {}),
  });
  try {
    return await talk(session, io);
  } finally {
    await close();
  }
}

/** The templates of a settings file; what else is wrong with it does not matter to a chat. */
async function templatesOf(file: string, io: Io): Promise<ReadonlyMap<string, ContentTemplate>> {
  const text = await readText(file, io);
  // Loaded here, so that a chat without templates starts faster.
  const [{ ConfigError }, { parseSettings }, { provisionOf }] = await Promise.all([
    import('../server/config-error.ts'),
    import('../server/settings-file/index.ts'),
    import('../server/simulator.ts'),
  ]);
  const { settings, problems } = parseSettings(text, io.env);
  const [problem] = problems.filter(({ path }) => path === '' || path.startsWith('content'));
  if (problem) throw new UsageError(`${file}:${problem.at.line}: ${problem.path} ${problem.message}`);
  try {
    return new Map(provisionOf(settings).templates.map((template) => [template.sid, template]));
  } catch (error) {
    if (error instanceof ConfigError) throw new UsageError(error.message);
    throw error;
  }
}
