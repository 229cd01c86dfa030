import { isRecord } from '../overlay.ts';
import { type FileProblem, nearest, type Place, pathText, type Step } from './problem.ts';
import type { Tree } from './tree.ts';

/** What one section says of another: carriers that are named must be there, names and senders stand once. */
export function crossCheck(settings: unknown, tree: Tree): FileProblem[] {
  const problem = (path: readonly Step[], message: string): FileProblem => ({
    at: placeOf(tree, path),
    path: pathText(path),
    message,
  });
  return [
    ...carrierFaults(settings, problem),
    ...repeatedSenders(settings, problem),
    ...repeatedStreams(settings, problem),
    ...zoneFault(settings, problem),
  ];
}

type Problem = (path: readonly Step[], message: string) => FileProblem;

function carrierFaults(settings: unknown, problem: Problem): FileProblem[] {
  const carriers = record(settings, 'carriers');
  const names = [...Object.keys(carriers), 'simulator'];
  const places: Step[][] = [
    ['default_carrier'],
    ...['numbers', 'messaging_services', 'products'].flatMap((section) =>
      Object.keys(record(settings, section)).map((key) => [section, key, 'carrier']),
    ),
  ];
  const unknown = places.flatMap((path) => {
    const name = valueAt(settings, path);
    if (typeof name !== 'string' || names.includes(name)) return [];
    const near = nearest(name, names);
    const help = near === undefined ? `there are ${names.join(', ')}` : `did you mean ${near}?`;
    return [problem(path, `names a carrier that is not in carriers; ${help}`)];
  });
  const isTaken = Object.hasOwn(carriers, 'simulator');
  const taken = 'is the name of the built-in network: give the carrier another one';
  return isTaken ? [problem(['carriers', 'simulator'], taken), ...unknown] : unknown;
}

/** A sender has one service, as it has at the carrier. */
function repeatedSenders(settings: unknown, problem: Problem): FileProblem[] {
  const first = new Map<string, string>();
  return Object.entries(record(settings, 'messaging_services')).flatMap(([sid, service]) => {
    const numbers = isRecord(service) && Array.isArray(service.numbers) ? service.numbers : [];
    return numbers.flatMap((number: unknown, index) => {
      if (typeof number !== 'string') return [];
      const other = first.get(number);
      if (other === undefined) first.set(number, sid);
      const path = ['messaging_services', sid, 'numbers', index];
      return other === undefined ? [] : [problem(path, `stands in ${other} already: a number has one service`)];
    });
  });
}

function repeatedStreams(settings: unknown, problem: Problem): FileProblem[] {
  const streams = isRecord(settings) && Array.isArray(settings.streams) ? settings.streams : [];
  const names = streams.map((stream: unknown) => (isRecord(stream) ? stream.name : undefined));
  return names.flatMap((name, index) => {
    const isRepeated = typeof name === 'string' && names.indexOf(name) < index;
    return isRepeated
      ? [problem(['streams', index, 'name'], 'is the name of an earlier stream: give it another one')]
      : [];
  });
}

function zoneFault(settings: unknown, problem: Problem): FileProblem[] {
  const { timeZone } = record(settings, 'settings');
  if (typeof timeZone !== 'string') return [];
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return [];
  } catch {
    return [problem(['settings', 'timeZone'], 'is not a time zone, such as Europe/Berlin')];
  }
}

/** Where the value of a path stands, or the nearest that is around it. */
function placeOf(tree: Tree, path: readonly Step[]): Place {
  const [step, ...rest] = path;
  if (tree.kind === 'map') {
    const entry = tree.entries.find(({ key }) => key === step);
    if (entry) return placeOf(entry.value, rest);
  }
  const item = tree.kind === 'list' && typeof step === 'number' ? tree.items[step] : undefined;
  return item === undefined ? tree.at : placeOf(item, rest);
}

function record(settings: unknown, key: string): { readonly [key: string]: unknown } {
  const found = valueAt(settings, [key]);
  return isRecord(found) ? found : {};
}

function valueAt(value: unknown, path: readonly Step[]): unknown {
  return path.reduce<unknown>(
    (found, step) => (isRecord(found) && Object.hasOwn(found, step) ? found[step] : undefined),
    value,
  );
}
