import type { NumberTargets } from '../../carriers/carrier.ts';
import { UsageError } from '../command.ts';
import { absence, faultText, type Place, type RentedNumber } from './place.ts';
import { basesOf, carrierTargets, destinationOf, targetNames, targetsFor } from './targets.ts';

export interface ChangeOptions {
  /** Those that are named; all of atelier.yaml when empty. */
  readonly numbers: readonly string[];
  readonly isApplied: boolean;
  tell(line: string): void;
}

interface Change {
  readonly number: RentedNumber;
  readonly targets: NumberTargets;
  /** What is done to it, e.g. `connected to Orders`. */
  readonly done: string;
}

/** Points the numbers of atelier.yaml at their flows. False: something is not as it should be. */
export async function connectNumbers(place: Place, options: ChangeOptions): Promise<boolean> {
  const { numbers: configured = {} } = place.settings;
  const wanted = options.numbers.length > 0 ? options.numbers : numbersWithFlow(place);
  let isGood = true;
  const changes: Change[] = [];
  for (const name of wanted) {
    if (!Object.hasOwn(configured, name)) {
      throw new UsageError(`${name} is not in numbers of atelier.yaml: say there which flow it is for`);
    }
    const found = numberAt(place, name);
    if (found === undefined) {
      isGood = false;
      options.tell(`${name}: ${absence(name, place)}`);
    } else {
      changes.push(connection(place, found, configured[name] ?? {}));
    }
  }
  return (await carryOut(place, changes, options)) && isGood;
}

/** Takes away what leads to this server, and nothing else. */
export async function disconnectNumbers(place: Place, options: ChangeOptions): Promise<boolean> {
  const wanted = options.numbers.length > 0 ? options.numbers : Object.keys(place.settings.numbers ?? {});
  let isGood = true;
  const changes: Change[] = [];
  for (const name of wanted) {
    const number = place.numbers.find(({ phoneNumber }) => phoneNumber === name);
    if (number === undefined) {
      isGood = false;
      options.tell(`${name}: ${absence(name, place)}`);
      continue;
    }
    const kept = (url: string) => (basesOf(place).some((base) => url.startsWith(`${base}/`)) ? '' : url);
    const targets = {
      messageUrl: kept(number.messageUrl),
      voiceUrl: kept(number.voiceUrl),
      statusCallback: kept(number.statusCallback),
    };
    changes.push({ number, targets, done: 'disconnected' });
  }
  return (await carryOut(place, changes, options)) && isGood;
}

function numbersWithFlow({ settings: { numbers = {} }, carriers }: Place): readonly string[] {
  const named = Object.entries(numbers).filter(([, { flow }]) => flow !== undefined);
  if (named.length === 0) throw new UsageError('atelier.yaml has no numbers with a flow: add them under numbers');
  // With --carrier only those that are its own.
  return named.flatMap(([name, { carrier }]) => (carrier === undefined || carriers.has(carrier) ? [name] : []));
}

/** The number at the carrier that atelier.yaml names for it. */
function numberAt({ numbers, settings }: Place, name: string): RentedNumber | undefined {
  const wanted = settings.numbers?.[name]?.carrier ?? settings.default_carrier ?? 'simulator';
  return numbers.find(({ phoneNumber, carrier }) => phoneNumber === name && carrier === wanted);
}

function connection(
  place: Place,
  number: RentedNumber,
  wanted: { readonly flow?: string | undefined; readonly account?: string | undefined },
): Change {
  const base = number.carrier === 'simulator' ? (place.publicUrl ?? place.serverUrl) : publicBase(place);
  const { flow } = wanted;
  if (flow === undefined) throw new UsageError(`${number.phoneNumber} has no flow in atelier.yaml`);
  const { sid, name } = flowFor(place, flow, number.phoneNumber);
  const account = wanted.account ?? place.accountSid ?? '';
  const targets = place.carriers.get(number.carrier)?.hasOwnRoute
    ? carrierTargets(base, number.carrier)
    : targetsFor(base, account, sid);
  return { number, targets, done: `connected to ${name}` };
}

function flowFor({ flows }: Place, named: string, number: string): { readonly sid: string; readonly name: string } {
  const found = flows.filter(({ sid, friendlyName }) => sid === named || friendlyName === named);
  const [flow] = found;
  if (found.length > 1) {
    throw new UsageError(`${number}: there are ${found.length} flows named ${named}: name one by its SID`);
  }
  if (flow !== undefined) return { sid: flow.sid, name: flow.friendlyName };
  throw new UsageError(`${number}: the server has no flow ${named}: push it first, or correct it in atelier.yaml`);
}

/** Carriers need an address that they can reach, and will speak TLS to. */
function publicBase({ publicUrl }: Place): string {
  if (publicUrl?.startsWith('https://')) return publicUrl;
  const what = publicUrl === undefined ? 'no public URL is set' : `the public URL ${publicUrl} is not https`;
  throw new UsageError(`${what}: set public_url in atelier.yaml to the address at which carriers reach this server`);
}

/** Shows each change, and makes it with `isApplied`. */
async function carryOut(place: Place, changes: readonly Change[], options: ChangeOptions): Promise<boolean> {
  const { isApplied, tell } = options;
  let isGood = true;
  let count = 0;
  for (const change of changes) {
    const { number, targets, done } = change;
    const title = `${number.phoneNumber} (${number.carrier})`;
    const differing = differences(change, place);
    if (differing.length === 0) {
      tell(`${title}: ${done} already`);
      continue;
    }
    count++;
    if (!isApplied) {
      for (const line of [title, ...differing]) tell(line);
      continue;
    }
    try {
      await place.carriers.get(number.carrier)?.numbers.point(number, targets);
      for (const line of [`${title}: ${done}`, ...differing]) tell(line);
    } catch (error) {
      isGood = false;
      tell(`${title}: failed: ${faultText(error, number.carrier)}`);
    }
  }
  if (!isApplied) tell(count === 0 ? 'Nothing to do.' : `${count} to change; --apply does it.`);
  return isGood;
}

function differences({ number, targets }: Change, place: Place): string[] {
  return (['messageUrl', 'voiceUrl', 'statusCallback'] as const).flatMap((key) => {
    if (number[key] === targets[key]) return [];
    const before = number[key] === '' ? 'nowhere' : number[key];
    const after = targets[key] === '' ? destinationOf('', number, place).text : targets[key];
    return [`  ${targetNames[key].padEnd(8)}  ${before} → ${after}`];
  });
}
