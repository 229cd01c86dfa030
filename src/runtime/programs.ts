import { compileFlow, type Flow, type Program, type SubflowReference, subflowKey } from '../engine/definition.ts';
import { isJsonObject } from '../engine/json.ts';
import type { Limits } from '../engine/limits.ts';
import type { Settings } from '../engine/settings.ts';
import type { Widget } from '../engine/widget.ts';
import type { FlowRecord, Storage } from '../storage/storage.ts';

/** Resolved subflow references of a run: `subflowKey` → revision. Absent where there is nothing to run. */
export type Pins = { readonly [subflowKey: string]: number };

/** Keeps the resolved pins of a run that begins, from one attempt of its transaction to the next. */
export class PinsCell {
  value: Pins | undefined;
}

/** Thrown inside a transaction that needs something not in memory: load it, then run the transaction again. */
export class NotLoaded extends Error {
  readonly load: () => Promise<void>;

  constructor(load: () => Promise<void>) {
    super('not in memory yet');
    this.load = load;
  }
}

/** Compiled flows by revision. A revision never changes, so the cache never grows stale; the oldest go first. */
export class Programs {
  readonly #storage: Storage;
  readonly #compile: (definition: string) => Flow;
  readonly #flows = new Map<string, Flow>();
  readonly #capacity: number;

  constructor(
    storage: Storage,
    widgets: ReadonlyMap<string, Widget>,
    options: { readonly limits: Limits; readonly settings: Settings; readonly capacity?: number },
  ) {
    this.#storage = storage;
    this.#capacity = options.capacity ?? 500;
    const liquid = { dialect: options.settings.liquidDialect, limits: options.limits.liquid };
    this.#compile = (text) => {
      const definition: unknown = JSON.parse(text);
      return compileFlow(isJsonObject(definition) ? definition : {}, widgets, liquid);
    };
  }

  /** The compiled revision; throws `NotLoaded` when it is not in memory. */
  flow(flowSid: string, revision: number): Flow {
    const key = `${flowSid}@${revision}`;
    const flow = this.#flows.get(key);
    if (flow === undefined) throw new NotLoaded(() => this.#load(flowSid, revision));
    // Moved to the young end, so that flows in use stay.
    this.#flows.delete(key);
    this.#flows.set(key, flow);
    return flow;
  }

  /** The flow with its pinned subflows; throws `NotLoaded`. */
  program(flowSid: string, revision: number, pins: Pins): Program {
    const flow = this.flow(flowSid, revision);
    const subflows = new Map<string, Flow>();
    for (const reference of flow.subflows) {
      const pinned = pins[subflowKey(reference)];
      if (pinned !== undefined) subflows.set(subflowKey(reference), this.flow(reference.flowSid, pinned));
    }
    return { flow, subflows };
  }

  /** Resolves the references of a flow, as a run that starts now must (messaging page §9, behaviour 1). */
  async pins(flow: Flow, accountSid: string, isTestUser: boolean): Promise<Pins> {
    const entries = await Promise.all(
      flow.subflows.map(async (reference) => {
        const record = await this.#storage.findFlow(reference.flowSid);
        const revision = record?.accountSid === accountSid ? resolveRevision(reference, record, isTestUser) : undefined;
        const isThere = revision !== undefined && (await this.#storage.findRevision(reference.flowSid, revision));
        return isThere ? [[subflowKey(reference), revision] as const] : [];
      }),
    );
    return Object.fromEntries(entries.flat());
  }

  async #load(flowSid: string, revision: number): Promise<void> {
    const record = await this.#storage.findRevision(flowSid, revision);
    if (record === undefined) throw new Error(`revision ${revision} of ${flowSid} is gone`);
    this.#flows.set(`${flowSid}@${revision}`, this.#compile(record.definition));
    for (const oldest of this.#flows.keys()) {
      if (this.#flows.size <= this.#capacity) break;
      this.#flows.delete(oldest);
    }
  }
}

function resolveRevision({ revision }: SubflowReference, flow: FlowRecord, isTestUser: boolean): number | undefined {
  if (/^\d+$/.test(revision)) return Number(revision);
  const published = flow.publishedRevision ?? undefined;
  if (revision === 'LatestPublished') return published;
  // Only a test user of the parent gets drafts; the subflow's own test users do not count.
  if (revision === 'LatestDraft' || revision === 'LatestRevision') return isTestUser ? flow.latestRevision : published;
  return undefined;
}
