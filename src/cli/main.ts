/** The `atelier` command. */
import { Command as Commander, CommanderError, Option } from 'commander';
import manifest from '../../package.json' with { type: 'json' };
import * as call from './call.ts';
import * as chat from './chat.ts';
import { type Command, UsageError } from './command.ts';
import type { Io } from './io.ts';
import * as numbers from './numbers.ts';
import * as pull from './pull.ts';
import * as push from './push.ts';
import * as report from './report.ts';
import * as serve from './serve.ts';
import * as validate from './validate.ts';

const commands: readonly Command[] = [serve, chat, call, validate, pull, push, report, numbers];

/** Runs a command line (without `node` and the script) and gives the exit code. */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  let code = 0;
  const program = createProgram(io, (result) => {
    code = result;
  });
  try {
    if (argv.length === 0) program.outputHelp();
    else await program.parseAsync(argv, { from: 'user' });
    return code;
  } catch (error) {
    // Commander has said what was wrong, or shown the help that was asked for.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof UsageError)) throw error;
    io.stderr.write(`atelier: ${error.message}\n`);
    return 2;
  }
}

function createProgram(io: Io, done: (code: number) => void): Commander {
  const program = new Commander('atelier')
    .description('Runs, tests and checks flows of Twilio Studio on your own machine. Not affiliated with Twilio.')
    .version(manifest.version)
    .helpCommand('help [command]', 'Show the help of a command')
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      // One line, whatever commander adds.
      outputError: (text, write) =>
        write(
          `atelier: ${text
            .trim()
            .replace(/^error: /, '')
            .replaceAll('\n', ' ')}\n`,
        ),
    })
    .exitOverride();
  for (const command of commands) addCommand(program, command, io, done);
  return program;
}

function addCommand(program: Commander, command: Command, io: Io, done: (code: number) => void): void {
  const added = program
    .command(command.operands === undefined ? command.name : `${command.name} ${command.operands}`)
    .description(command.summary)
    .allowExcessArguments(false)
    .addHelpText('after', `\nExamples:\n${command.examples.map((line) => `  ${line}\n`).join('')}`);
  for (const { flags, description, default: value, isRepeatable } of command.options) {
    const option = new Option(flags, description);
    if (isRepeatable) option.argParser((text: string, before: string[] = []) => [...before, text]);
    added.addOption(value === undefined ? option : option.default(value));
  }
  added.action(async () => {
    done(await command.run({ operands: added.args, options: added.opts() }, io));
  });
}
