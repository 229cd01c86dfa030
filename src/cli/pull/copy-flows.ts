import {
  fingerprintOf,
  pinnedRevisions,
  renameSubflows,
  subflowSids,
  subflowsFirst,
} from '../flow-folder/definition-text.ts';
import { compactJson } from '../remote/json-tokens.ts';
import { RemoteError } from '../remote/rest.ts';
import { type FlowDraft, type FlowText, type ListedFlow, problemsOf, type Studio } from '../remote/studio.ts';
import type { Fetched, FetchedFlow } from './fetch-flows.ts';
import { type Outcome, outcome } from './outcome.ts';

interface CopyOptions {
  readonly isForced: boolean;
  readonly isApplied: boolean;
}

/**
 * Saves flows on another server. Which flow there is which is kept in the commit messages, so that a second time
 * changes what changed. Subflows go first: those that run them name them by their new SIDs.
 */
export async function* copyFlows(
  fetching: () => Promise<Fetched>,
  target: Studio,
  options: CopyOptions,
): AsyncGenerator<Outcome> {
  const fetched = await fetching();
  const present = await target.listFlows();
  const all: FetchedFlow[] = [];
  for (const flow of fetched.flows) all.push(await fetched.one(flow));
  const copy = new Copy(target, present, options);
  for (const { flow } of all) copy.know(flow);
  for (const flow of subflowsFirst(all, places)) yield await guarded(flow, () => copy.save(flow));
  for (const flow of copy.unfinished) yield await guarded(flow, () => copy.finish(flow));
}

const places = {
  definitionOf: ({ latest }: FetchedFlow) => latest?.definition ?? '',
  sidsOf: ({ flow }: FetchedFlow) => [flow.sid],
};

async function guarded({ flow }: FetchedFlow, work: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof RemoteError) || error.status === undefined || error.status === 401) throw error;
    const lines = [`${flow.friendlyName}: ${error.message}`, ...problemsOf(error).map((line) => `  ${line}`)];
    return outcome('failed', lines.join('\n'));
  }
}

/** The way of a set of flows to a server: what is there, and what became of which. */
class Copy {
  /** Flows that name one that came later than they. */
  readonly unfinished: FetchedFlow[] = [];
  readonly #target: Studio;
  readonly #present: readonly ListedFlow[];
  readonly #options: CopyOptions;
  /** SID there → SID here. */
  readonly #sids = new Map<string, string>();
  readonly #known = new Set<string>();

  constructor(target: Studio, present: readonly ListedFlow[], options: CopyOptions) {
    this.#target = target;
    this.#present = present;
    this.#options = options;
  }

  know(flow: ListedFlow): void {
    this.#known.add(flow.sid);
    const here = this.#counterpart(flow);
    if (here !== undefined) this.#sids.set(flow.sid, here.sid);
  }

  async save(fetched: FetchedFlow): Promise<Outcome> {
    const { flow, latest, fault } = fetched;
    const name = flow.friendlyName;
    if (fault !== undefined) return outcome('failed', `${name}: ${fault}`);
    if (latest?.definition === undefined) return outcome('skipped', `${name}: there is no definition to bring`);
    const here = this.#counterpart(flow);
    const now = here === undefined ? undefined : await this.#target.findFlow(here.sid);
    const wanted = renameSubflows(latest.definition, this.#sids);
    const isThere = now?.definition !== undefined && fingerprintOf(now.definition) === fingerprintOf(wanted);
    const about = `${name}: ${flow.sid}${now === undefined ? '' : ` as ${now.sid}`}`;
    if (isThere && now.status === latest.status) return outcome('same', `${about} (the same)`);
    if (now !== undefined && markOf(now) === undefined && !this.#options.isForced) {
      return outcome('kept', `${about}: was changed there, or is another flow of that name; --force overwrites it`);
    }
    return this.#bring(fetched, wanted, now);
  }

  async #bring(fetched: FetchedFlow, wanted: string, now: FlowText | undefined): Promise<Outcome> {
    const { flow, testUsers } = fetched;
    const steps = stepsOf(fetched, now === undefined ? undefined : markOf(now)?.revision);
    const kind = now === undefined ? 'new' : 'changed';
    const notes = this.#notes(fetched, wanted);
    if (!this.#options.isApplied) {
      const last = steps.at(-1);
      if (last !== undefined) await this.#target.validate(this.#draft(flow, last));
      return outcome(kind, [`${flow.friendlyName}: ${flow.sid}: would be ${kind}${told(steps)}`, ...notes].join('\n'));
    }
    let sid = now?.sid;
    for (const step of steps) {
      const draft = this.#draft(flow, step);
      const saved = sid === undefined ? await this.#target.create(draft) : await this.#target.update(sid, draft);
      sid = saved.sid;
      this.#sids.set(flow.sid, sid);
    }
    if (sid !== undefined && testUsers.length > 0) await this.#target.setTestUsers(sid, testUsers);
    if (this.#isWaiting(wanted)) this.unfinished.push(fetched);
    return outcome(kind, [`${flow.friendlyName}: ${flow.sid} is ${sid} there${told(steps)}`, ...notes].join('\n'));
  }

  /** Names the flows that came later. */
  async finish({ flow, latest }: FetchedFlow): Promise<Outcome> {
    const sid = this.#sids.get(flow.sid);
    if (sid === undefined || latest === undefined) return outcome('same', flow.friendlyName);
    await this.#target.update(sid, this.#draft(flow, latest));
    return outcome('changed', `${flow.friendlyName}: ${sid} names the new SIDs of the flows that it runs`);
  }

  #draft(flow: ListedFlow, { status, definition = '', revision, commitMessage }: FlowText): FlowDraft {
    return {
      friendlyName: flow.friendlyName,
      status,
      definition: compactJson(renameSubflows(definition, this.#sids)),
      commitMessage: `${commitMessage ?? ''} [pulled: ${flow.sid} revision ${revision}]`.trim(),
    };
  }

  #counterpart(flow: ListedFlow): ListedFlow | undefined {
    const marked = this.#present.find((each) => markOf(each)?.sid === flow.sid);
    if (marked !== undefined) return marked;
    const named = this.#present.filter(({ friendlyName }) => friendlyName === flow.friendlyName);
    return named.length === 1 && (markOf(named[0])?.sid ?? flow.sid) === flow.sid ? named[0] : undefined;
  }

  #isWaiting(definition: string): boolean {
    return subflowSids(definition).some((sid) => this.#known.has(sid) && this.#sids.get(sid) === undefined);
  }

  #notes({ latest, history }: FetchedFlow, wanted: string): string[] {
    // With the whole history the numbers are the same there.
    const pinned = history.length > 0 ? [] : pinnedRevisions(latest?.definition ?? '');
    const named = subflowSids(latest?.definition ?? '');
    const foreign = named.filter((sid) => !this.#known.has(sid));
    return [
      ...named.flatMap((sid) => {
        const new_ = this.#sids.get(sid);
        return new_ === undefined || !wanted.includes(new_) ? [] : [`  run-subflow: ${sid} becomes ${new_}`];
      }),
      ...foreign.map((sid) => `  run-subflow: ${sid} is not among the flows; the reference stays as it is`),
      ...pinned.map(
        (revision) => `  run-subflow: revision ${revision} has another number there: look at flow_revision`,
      ),
    ];
  }
}

/** What is to be saved, the oldest first: the history; else what runs, and the newer draft. */
function stepsOf({ history, published, latest }: FetchedFlow, since = 0): readonly FlowText[] {
  const all = history.length > 0 ? history : [published, latest].filter((each) => each !== undefined);
  const newer = all.filter(({ revision, definition }) => revision > since && definition !== undefined);
  // Changed there alone: the latest goes over it.
  return newer.length > 0 ? newer : all.slice(-1);
}

function told(steps: readonly FlowText[]): string {
  return `, ${steps.map(({ revision, status }) => `revision ${revision} (${status})`).join(', ')}`;
}

/** What a commit message of ours says. */
function markOf(flow: ListedFlow | undefined): { readonly sid: string; readonly revision: number } | undefined {
  const [, sid, revision] = /\[pulled: (FW[0-9a-fA-F]{32}) revision (\d+)\]$/.exec(flow?.commitMessage ?? '') ?? [];
  return sid === undefined ? undefined : { sid, revision: Number(revision) };
}
