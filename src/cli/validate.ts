import { isJsonObject, type Json, studioDefaults } from '../engine/index.ts';
import { own } from '../engine/json.ts';
import { type ValidationProblem, validateDefinition } from '../engine/validation/index.ts';
import { widgetsByType } from '../widgets/index.ts';
import type { Args, CommandOption } from './command.ts';
import { readText } from './files.ts';
import type { Io } from './io.ts';

export const name = 'validate';
export const operands = '<files...>';
export const summary = 'Check flow definitions; every problem with its file, widget and path';
export const options: readonly CommandOption[] = [{ flags: '--json', description: 'print the problems as JSON' }];
export const examples = [
  'atelier validate flow.json',
  'atelier validate --json flows/*.json',
  'curl -s https://example.com/flow.json | atelier validate -',
];

interface FoundProblem extends Omit<ValidationProblem, 'code'> {
  readonly code: ValidationProblem['code'] | 'not-json';
  /** Name of the widget it is in, where it is in one. */
  readonly state: string | null;
}

interface Checked {
  readonly file: string;
  readonly valid: boolean;
  readonly errors: readonly FoundProblem[];
  readonly warnings: readonly FoundProblem[];
}

/** 0: all are valid; 1: at least one is not. Warnings alone do no harm. */
export async function run({ operands: files, options: given }: Args, io: Io): Promise<number> {
  const checked: Checked[] = [];
  for (const file of files) checked.push(check(file, await readText(file, io)));
  if (given.json === true) io.stdout.write(`${JSON.stringify(checked, null, 2)}\n`);
  else for (const each of checked) io.stdout.write(report(each, io));
  return checked.every(({ valid }) => valid) ? 0 : 1;
}

function check(file: string, text: string): Checked {
  let definition: Json;
  try {
    definition = JSON.parse(text);
  } catch (error) {
    const message = `is not JSON: ${error instanceof Error ? error.message.replaceAll('\n', ' ') : String(error)}`;
    const problem: FoundProblem = { message, property_path: '#', code: 'not-json', state: null };
    return { file, valid: false, errors: [problem], warnings: [] };
  }
  const { errors, warnings } = validateDefinition(definition, {
    widgets: widgetsByType,
    level: 'strict',
    limits: studioDefaults,
  });
  const placed = (problem: ValidationProblem) => ({ ...problem, state: stateOf(definition, problem.property_path) });
  return {
    file,
    valid: errors.length === 0,
    errors: errors.map(placed),
    warnings: warnings.map(placed),
  };
}

/** The widget that `#/states/3/…` is about. */
function stateOf(definition: Json, path: string): string | null {
  const place = /^#\/states\/(\d+)(?:\/|$)/.exec(path)?.[1];
  const states = isJsonObject(definition) ? own(definition, 'states') : undefined;
  const state = place !== undefined && Array.isArray(states) ? states[Number(place)] : undefined;
  const found = isJsonObject(state) ? own(state, 'name') : undefined;
  return typeof found === 'string' ? found : null;
}

function report({ file, valid, errors, warnings }: Checked, { colours }: Io): string {
  const verdict = valid ? [`${file}: ${colours.green('valid')}`] : [];
  const line = (label: string) => (problem: FoundProblem) => {
    const where = problem.state === null ? '' : ` in "${problem.state}"`;
    return `${file}: ${label}${where} at ${problem.property_path}: ${problem.message} [${problem.code}]`;
  };
  const lines = [
    ...verdict,
    ...errors.map(line(colours.red('error'))),
    ...warnings.map(line(colours.yellow('warning'))),
  ];
  return lines.map((text) => `${text}\n`).join('');
}
