/** Rows of the commands of the `atelier` program. None of them is the service's: all are promises of our own. */
import { existsSync } from 'node:fs';
import { type Area, by, notYet, own, row } from '../row.ts';

const commands: { readonly [name: string]: string } = {
  serve: 'Starts the server',
  chat: 'Talks to a flow in the terminal, without a server',
  call: 'Calls a flow in the terminal',
  validate: 'Checks flow definitions',
  lint: 'Finds what is allowed and most likely wrong',
  test: 'Runs flow tests in virtual time',
  diff: 'Compares two definitions by what they do',
  merge: 'Merges two changes of a definition',
  fmt: 'Writes a definition in one form',
  diagram: 'Draws a flow',
  report: 'Tells what of a flow will run differently, or not yet',
  numbers: 'Lists, connects and disconnects the numbers of the carriers',
  pull: 'Fetches definitions from a server',
  push: 'Saves definitions on a server',
  promote: 'Publishes on one server what runs on another',
};

export const cliArea: Area = {
  title: 'Commands',
  about: 'The `atelier` program.',
  rows: Object.entries(commands).map(([name, what]) => {
    const tests = by(`src/cli/${name}.test.ts`);
    // A command is there once its file is; then it needs a test.
    const isBuilt = existsSync(new URL(`../../src/cli/${name}.ts`, import.meta.url));
    const claim = isBuilt ? own(tests) : { ...notYet('Not built yet.', tests), basis: 'own' as const };
    return row(`command/${name}`, what, 'docs/cli.md', claim);
  }),
};
