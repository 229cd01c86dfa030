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

/** Thrown inside a transaction that needs something done first: do it, then run the transaction again. */
export class NotReady extends Error {
  readonly prepare: () => Promise<void>;

  constructor(prepare: () => Promise<void>) {
    super('something must be done first');
    this.prepare = prepare;
  }
}

/** Compiled flows by revision. A revision never changes, so the cache never grows stale; the oldest go first. */
export class Programs {
  readonly #storage: Storage;
  readonly #compile: (definition: string) => Flow;
  /** Undefined: the revision is gone with its flow. */
  readonly #flows = new Map<string, Flow | undefined>();
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

  /** The compiled revision, undefined when its flow was deleted; throws `NotReady` when it is not in memory. */
  flow(flowSid: string, revision: number): Flow | undefined {
    const key = `${flowSid}@${revision}`;
    if (!this.#flows.has(key)) throw new NotReady(() => this.#load(flowSid, revision));
    const flow = this.#flows.get(key);
    // Moved to the young end, so that flows in use stay.
    this.#flows.delete(key);
    this.#flows.set(key, flow);
    return flow;
  }

  /** The flow with its pinned subflows, those that still exist; undefined when the flow does not; throws `NotReady`. */
  program(flowSid: string, revision: number, pins: Pins): Program | undefined {
    const flow = this.flow(flowSid, revision);
    if (flow === undefined) return undefined;
    const subflows = new Map<string, Flow>();
    for (const reference of flow.subflows) {
      const pinned = pins[subflowKey(reference)];
      const subflow = pinned === undefined ? undefined : this.flow(reference.flowSid, pinned);
      if (subflow !== undefined) subflows.set(subflowKey(reference), subflow);
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
    this.#flows.set(`${flowSid}@${revision}`, record && this.#compile(record.definition));
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
