/** How flows are saved: what is refused, how revisions are numbered. Source: rest-api §5. */
import { compileFlow, type SubflowReference, subflowKey } from '../engine/definition.ts';
import { isJsonObject, type Json, type JsonObject, parseJson } from '../engine/json.ts';
import type { Limits } from '../engine/limits.ts';
import { widgetSum } from '../engine/run.ts';
import { validateDefinition } from '../engine/validation/index.ts';
import type { Widget } from '../engine/widget.ts';
import type { RevisionRecord, Storage } from '../storage/storage.ts';
import type { Clock } from './clock.ts';

export interface FlowsDeps {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly ids: { sid(prefix: string): string };
  readonly limits: Limits;
  readonly widgets: ReadonlyMap<string, Widget>;
}

export interface NewFlow {
  readonly friendlyName: string;
  readonly status: 'draft' | 'published';
  /** JSON text. */
  readonly definition: string;
  readonly commitMessage: string | null;
  readonly authorSid: string | null;
}

/** What is absent stays as it is in the latest revision. */
export type FlowUpdate = Partial<Pick<NewFlow, 'friendlyName' | 'definition'>> &
  Omit<NewFlow, 'friendlyName' | 'definition'>;

/** One entry of a validation, as it goes out: `{ message, property_path }`. */
type Entries = readonly JsonObject[];

export type CheckResult =
  | { readonly outcome: 'valid'; readonly definition: string; readonly warnings: Entries }
  | { readonly outcome: 'invalid'; readonly errors: Entries; readonly warnings: Entries };

export type SaveResult =
  | { readonly outcome: 'saved'; readonly flowSid: string }
  | Extract<CheckResult, { outcome: 'invalid' }>
  | { readonly outcome: 'not-found' }
  /** Other updates came in between again and again. */
  | { readonly outcome: 'conflict' };

/**
 * Checks a definition as it would be saved. The text that comes back is the one to store: the author's own, out of the
 * string that held it if it was encoded twice (as by clients that encode what is JSON already).
 */
export async function checkDefinition(
  deps: FlowsDeps,
  accountSid: string,
  flow: { readonly definition: string; readonly status: 'draft' | 'published' },
): Promise<CheckResult> {
  const { limits, widgets } = deps;
  if (Buffer.byteLength(flow.definition) > limits.definitionBytes) {
    return atRoot(`may only be ${limits.definitionBytes} bytes long`);
  }
  const { text, value } = unwrap(flow.definition);
  if (value === undefined) return atRoot('is not valid JSON');
  const found = validateDefinition(value, { widgets, level: 'strict', limits });
  const errors = found.errors.map(entry);
  const warnings = found.warnings.map(entry);
  if (errors.length > 0 || !isJsonObject(value)) return { outcome: 'invalid', errors, warnings };
  const sum = await widgetsWithSubflows(deps, accountSid, value);
  if (sum > limits.widgetsPerFlow) {
    const message = `the widgets of the flow and its subflows are ${sum}, more than ${limits.widgetsPerFlow}`;
    const tooMany = { message, property_path: '#/states' };
    // Publishing is refused, a draft is warned (81025; limits-and-errors §4, inferred).
    if (flow.status === 'published') return { outcome: 'invalid', errors: [tooMany], warnings };
    warnings.push(tooMany);
  }
  return { outcome: 'valid', definition: text, warnings };
}

/** Saves a new flow as revision 1. */
export async function createFlow(deps: FlowsDeps, accountSid: string, flow: NewFlow): Promise<SaveResult> {
  const checked = await checkDefinition(deps, accountSid, flow);
  if (checked.outcome === 'invalid') return checked;
  const sid = deps.ids.sid('FW');
  await deps.storage.createFlow({ sid, accountSid }, revisionOf(deps, sid, 1, flow, checked));
  return { outcome: 'saved', flowSid: sid };
}

/** How often a save without a definition starts anew because the latest definition changed while it was checked. */
const maxAttempts = 5;

/** Saves the next revision. Without a definition the latest one is kept, and checked again: it may be a bad draft. */
export async function updateFlow(
  deps: FlowsDeps,
  flow: { readonly sid: string; readonly accountSid: string },
  update: FlowUpdate,
): Promise<SaveResult> {
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    const result = await tryUpdate(deps, flow, update);
    if (result !== 'stale') return result;
  }
  return { outcome: 'conflict' };
}

async function tryUpdate(
  deps: FlowsDeps,
  { sid, accountSid }: { readonly sid: string; readonly accountSid: string },
  update: FlowUpdate,
): Promise<SaveResult | 'stale'> {
  const { storage } = deps;
  let definition = update.definition;
  let checkedRevision: number | undefined;
  if (definition === undefined) {
    const latest = await findLatest(storage, sid);
    if (latest === undefined) return { outcome: 'not-found' };
    definition = latest.definition;
    checkedRevision = latest.revision;
  }
  const checked = await checkDefinition(deps, accountSid, { definition, status: update.status });
  if (checked.outcome === 'invalid') return checked;
  try {
    const saved = await storage.addRevision(sid, (latest) => {
      if (checkedRevision !== undefined && checkedRevision !== latest.revision) throw new StaleDefinition();
      const friendlyName = update.friendlyName ?? latest.friendlyName;
      return revisionOf(deps, sid, latest.revision + 1, { ...update, friendlyName }, checked);
    });
    return saved === undefined ? { outcome: 'not-found' } : { outcome: 'saved', flowSid: sid };
  } catch (error) {
    if (error instanceof StaleDefinition) return 'stale';
    throw error;
  }
}

class StaleDefinition extends Error {}

async function findLatest(storage: Storage, flowSid: string): Promise<RevisionRecord | undefined> {
  const flow = await storage.findFlow(flowSid);
  return flow && (await storage.findRevision(flowSid, flow.latestRevision));
}

function revisionOf(
  { clock }: FlowsDeps,
  flowSid: string,
  revision: number,
  flow: Omit<NewFlow, 'definition'>,
  checked: Extract<CheckResult, { outcome: 'valid' }>,
): RevisionRecord {
  return {
    flowSid,
    revision,
    friendlyName: flow.friendlyName,
    status: flow.status,
    definition: checked.definition,
    commitMessage: flow.commitMessage,
    authorSid: flow.authorSid,
    isValid: true,
    errors: [],
    warnings: checked.warnings,
    createdAtMs: clock.now(),
  };
}

function unwrap(definition: string): { readonly text: string; readonly value: Json | undefined } {
  const text = definition.trim();
  const value = parseJson(text);
  if (typeof value !== 'string') return { text, value };
  const inner = value.trim();
  const innerValue = parseJson(inner);
  return isJsonObject(innerValue) ? { text: inner, value: innerValue } : { text, value };
}

/** The sum that a run is held to (81026), with each subflow at the revision that it would get now. */
async function widgetsWithSubflows(deps: FlowsDeps, accountSid: string, definition: JsonObject): Promise<number> {
  const compile = (value: JsonObject) =>
    compileFlow(value, deps.widgets, { dialect: 'studio', limits: deps.limits.liquid });
  const flow = compile(definition);
  const references = new Map(flow.subflows.map((reference) => [subflowKey(reference), reference]));
  const subflows = new Map<string, ReturnType<typeof compile>>();
  for (const [key, reference] of references) {
    const text = await subflowDefinition(deps.storage, accountSid, reference);
    const value = text === undefined ? undefined : parseJson(text);
    if (isJsonObject(value)) subflows.set(key, compile(value));
  }
  return widgetSum({ flow, subflows });
}

async function subflowDefinition(
  storage: Storage,
  accountSid: string,
  { flowSid, revision }: SubflowReference,
): Promise<string | undefined> {
  const flow = await storage.findFlow(flowSid);
  if (flow?.accountSid !== accountSid) return undefined;
  const number = /^\d+$/.test(revision)
    ? Number(revision)
    : revision === 'LatestPublished'
      ? flow.publishedRevision
      : flow.latestRevision;
  return number === null ? undefined : (await storage.findRevision(flowSid, number))?.definition;
}

function atRoot(message: string): CheckResult {
  return { outcome: 'invalid', errors: [{ message, property_path: '#' }], warnings: [] };
}

function entry({ message, property_path }: { readonly message: string; readonly property_path: string }): JsonObject {
  return { message, property_path };
}
