import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isJsonObject, parseJson } from '../../engine/json.ts';
import { UsageError } from '../command.ts';
import { fingerprintOf, renameSubflows, subflowSids, subflowsFirst } from '../flow-folder/definition-text.ts';
import {
  type Manifest,
  type ManifestFlow,
  manifestName,
  readManifest,
  sidsOf,
  textOf,
  writeManifest,
} from '../flow-folder/manifest.ts';
import { remoteOf } from '../pull/fetch-flows.ts';
import { RemoteError } from '../remote/rest.ts';
import { type ListedFlow, problemsOf, type Studio } from '../remote/studio.ts';
import { draftOf, type LocalFlow, type Plan, type PushChoice, planFor, sidsAt } from './plan.ts';

export interface PushOptions extends PushChoice {
  readonly folder: string;
  /** Names of files in the folder; all of them when empty. */
  readonly files: readonly string[];
  readonly isApplied: boolean;
  tell(line: string): void;
}

/** Plans and checks all before the first is saved. Gives the exit code. */
export async function pushFlows(target: Studio, options: PushOptions): Promise<number> {
  const { folder, tell } = options;
  const manifest = await readManifest(folder);
  const flows = await localFlows(folder, manifest, options.files);
  const present = await target.listFlows();
  const remote = remoteOf(target, present);
  const sids = sidsAt(manifest, remote);
  const plans: Plan[] = [];
  for (const flow of subflowsFirst(flows, places)) {
    const plan = await planFor(flow, target, { remote, sids, present, choice: options });
    // Those that run it change with it.
    if (plan.do === 'create') for (const sid of sidsOf(flow.entry)) sids.set(sid, unsavedSid);
    plans.push(plan);
  }
  const refusals = await refusalsOf(plans, target, sids, options);
  if (refusals.length > 0) {
    for (const line of refusals) tell(line);
    tell('Nothing was saved.');
    return 1;
  }
  if (!options.isApplied) {
    for (const plan of plans)
      tell(`${nameOf(plan.flow)}: ${plan.do === 'nothing' ? 'the same' : `would ${plan.do}: ${what(plan)}`}`);
    const count = plans.filter((plan) => plan.do !== 'nothing').length;
    tell(count === 0 ? 'Nothing to do.' : `${count} to save on ${remote}; --apply does it.`);
    return 0;
  }
  return new Push(target, manifest, remote, sids, options).run(plans);
}

const places = {
  definitionOf: ({ text }: LocalFlow) => text,
  sidsOf: ({ entry }: LocalFlow) => sidsOf(entry),
};

/** Stands for a flow until it is saved. */
const unsavedSid = `FW${'0'.repeat(32)}`;

/** Saves one plan after the other, and keeps the manifest in step. */
class Push {
  readonly #target: Studio;
  #remote: string;
  readonly #sids: Map<string, string>;
  readonly #options: PushOptions;
  #manifest: Manifest;

  constructor(target: Studio, manifest: Manifest, remote: string, sids: Map<string, string>, options: PushOptions) {
    this.#target = target;
    this.#remote = remote;
    this.#sids = sids;
    this.#options = options;
    this.#manifest = manifest;
  }

  async run(plans: readonly Plan[]): Promise<number> {
    const { tell } = this.#options;
    let isBad = false;
    const waiting: { readonly flow: LocalFlow; readonly sid: string }[] = [];
    for (const plan of plans) {
      try {
        const saved = await this.#save(plan);
        if (saved !== undefined && this.#isWaiting(plan.flow)) waiting.push({ flow: plan.flow, sid: saved.sid });
      } catch (error) {
        if (!(error instanceof RemoteError) || error.status === undefined) throw error;
        isBad = true;
        for (const line of failure(plan.flow, error)) tell(line);
      }
    }
    for (const { flow, sid } of waiting) {
      await this.#keep(flow, await this.#target.update(sid, draftOf(flow, this.#sids, this.#options)));
      tell(`${nameOf(flow)}: names the flows that it runs by their SIDs there`);
    }
    return isBad ? 1 : 0;
  }

  async #save(plan: Plan): Promise<ListedFlow | undefined> {
    const { tell } = this.#options;
    const { flow } = plan;
    if (plan.do === 'refuse') return undefined;
    if (plan.do === 'nothing') {
      await this.#keep(flow, plan.there);
      tell(`${nameOf(flow)}: the same`);
      return undefined;
    }
    const draft = draftOf(flow, this.#sids, this.#options);
    const saved =
      plan.do === 'create' ? await this.#target.create(draft) : await this.#target.update(plan.there.sid, draft);
    await this.#keep(flow, saved);
    tell(`${nameOf(flow)}: ${plan.note}; saved as ${saved.sid}, revision ${saved.revision}, ${saved.status}`);
    if (plan.do === 'update' && saved.revision > plan.there.revision + 1) {
      tell(`${nameOf(flow)}: somebody saved it in the same moment: look at revision ${saved.revision - 1}`);
    }
    const users = flow.entry?.test_users ?? [];
    if (plan.do === 'create' && users.length > 0) await this.#target.setTestUsers(saved.sid, users);
    return saved;
  }

  /** At once: what comes next may fail. */
  async #keep(flow: LocalFlow, there: ListedFlow): Promise<void> {
    // A key does not tell its account; what it saved does.
    this.#remote = remoteOf(this.#target, [there]);
    const home = this.#manifest.home ?? this.#remote;
    const entry = this.#manifest.flows.find(({ file }) => file === flow.file);
    for (const sid of sidsOf(entry)) if (sid !== there.sid) this.#sids.set(sid, there.sid);
    const before = entry?.remotes[this.#remote]?.sid;
    const isAnew = before !== undefined && before !== there.sid;
    const kept: ManifestFlow = {
      test_users: [],
      revisions: [],
      ...entry,
      friendly_name: flow.friendlyName,
      file: flow.file,
      fingerprint: fingerprintOf(flow.text) ?? '',
      ...(isAnew ? { former_sids: [...(entry?.former_sids ?? []), before] } : {}),
      remotes: {
        ...entry?.remotes,
        [this.#remote]: {
          sid: there.sid,
          status: there.status,
          revision: there.revision,
          fingerprint: fingerprintOf(renameSubflows(flow.text, this.#sids)) ?? '',
        },
      },
    };
    const { flows } = this.#manifest;
    const next = entry === undefined ? [...flows, kept] : flows.map((each) => (each === entry ? kept : each));
    if (JSON.stringify(next) === JSON.stringify(flows)) return;
    this.#manifest = { ...this.#manifest, home, flows: next };
    await writeManifest(this.#options.folder, this.#manifest);
  }

  /** It runs a flow that came later than itself, and had no SID there yet. */
  #isWaiting(flow: LocalFlow): boolean {
    return subflowSids(flow.text).some((sid) => this.#sids.get(sid) === unsavedSid);
  }
}

/** Conflicts, and definitions that would be refused. */
async function refusalsOf(
  plans: readonly Plan[],
  target: Studio,
  sids: ReadonlyMap<string, string>,
  choice: PushChoice,
): Promise<string[]> {
  const lines: string[] = [];
  for (const plan of plans) {
    if (plan.do === 'refuse') lines.push(`${nameOf(plan.flow)}: ${plan.why}`);
    if (plan.do !== 'create' && plan.do !== 'update') continue;
    try {
      await target.validate(draftOf(plan.flow, sids, choice));
    } catch (error) {
      if (!(error instanceof RemoteError) || error.status !== 400) throw error;
      lines.push(...failure(plan.flow, error));
    }
  }
  return lines;
}

async function localFlows(folder: string, manifest: Manifest, named: readonly string[]): Promise<readonly LocalFlow[]> {
  const names = named.length > 0 ? named.map((file) => fileIn(folder, file)) : await filesOf(folder);
  if (names.length === 0) throw new UsageError(`${folder} holds no flows: atelier pull fetches some`);
  return Promise.all(
    names.map(async (file): Promise<LocalFlow> => {
      const path = join(folder, file);
      const text = await textOf(path);
      if (text === undefined) throw new UsageError(`cannot read ${path}: there is no such file`);
      if (!isJsonObject(parseJson(text))) throw new UsageError(`${path} is no flow definition: it takes a JSON object`);
      const entry = manifest.flows.find((each) => each.file === file);
      return { file, text, friendlyName: entry?.friendly_name ?? basename(file, '.json'), entry };
    }),
  );
}

/** The name in the folder of what was typed: `flows/a.json` is `a.json`. */
function fileIn(folder: string, typed: string): string {
  const name = basename(typed);
  if (typed === name || join(typed) === join(folder, name)) return name;
  throw new UsageError(`${typed} is not in ${folder}: name its folder with --folder`);
}

async function filesOf(folder: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile() && entry.name.endsWith('.json') && entry.name !== manifestName)
      .map(({ name }) => name)
      .toSorted();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new UsageError(`there is no folder ${folder}`);
    throw new UsageError(`cannot read ${folder}: ${(error as Error).message}`);
  }
}

function failure(flow: LocalFlow, error: RemoteError): string[] {
  return [`${nameOf(flow)}: ${error.message}`, ...problemsOf(error).map((line) => `  ${line}`)];
}

function nameOf({ file }: LocalFlow): string {
  return file;
}

function what(plan: Plan): string {
  return plan.do === 'create' || plan.do === 'update' ? plan.note : '';
}
