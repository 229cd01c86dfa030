/** Flows, by the public REST API v2. */
import { ask, askAll, askJson, isRecord, Refused } from './client.ts';
import { scanJson } from './json-scan.ts';
import { type Resource, resource } from './record.ts';

export interface FlowRow {
  readonly sid: string;
  readonly name: string;
  readonly latest: 'draft' | 'published';
  /** Number of the latest revision: as many as there are. */
  readonly revision: number;
  readonly message: string | undefined;
  readonly changedAtMs: number;
  readonly webhookUrl: string;
}

export interface Flow extends FlowRow {
  /** As it is stored, byte for byte. */
  readonly definition: string;
  readonly isValid: boolean;
  readonly createdAtMs: number;
}

/** One thing that is wrong with a definition, as the validator of the server says it. */
export interface Finding {
  readonly message: string;
  /** E.g. `#/states/3/properties/timeout`. */
  readonly path: string;
}

export interface FlowDraft {
  readonly name: string;
  readonly definition: string;
}

const flowsPath = '/v2/Flows';
const pathOf = (sid: string) => `${flowsPath}/${encodeURIComponent(sid)}`;

export async function listFlows(signal?: AbortSignal): Promise<readonly FlowRow[]> {
  const rows = await askAll(`${flowsPath}?PageSize=500`, 'flows', signal);
  return rows.map((row) => presentRow(resource(row, 'flow')));
}

export async function getFlow(sid: string): Promise<Flow> {
  return presentFlow(await ask(pathOf(sid)));
}

/** Number of the revision that contacts get; null when none was published. */
export async function findPublished(sid: string): Promise<number | null> {
  // Of the list, where there being none is no error.
  const rows = await askAll(`${pathOf(sid)}/Revisions?PageSize=1000`, 'revisions');
  const published = rows.map((row) => resource(row, 'revision')).find((row) => row.text('status') === 'published');
  return published?.number('revision') ?? null;
}

/** A new draft. `Refused` with 81022 when the definition is not valid: see `findingsOf`. */
export async function createFlow({ name, definition }: FlowDraft): Promise<Flow> {
  return presentFlow(await ask(flowsPath, { form: { FriendlyName: name, Status: 'draft', Definition: definition } }));
}

/** The next revision, with the status that the latest one has. */
export async function renameFlow({ sid, latest }: Pick<FlowRow, 'sid' | 'latest'>, name: string): Promise<Flow> {
  return presentFlow(await ask(pathOf(sid), { form: { FriendlyName: name, Status: latest } }));
}

export async function deleteFlow(sid: string): Promise<void> {
  await ask(pathOf(sid), { method: 'DELETE' });
}

/** Executions that are under way. */
export async function countActive(sid: string): Promise<number> {
  const rows = await askAll(`${pathOf(sid)}/Executions?PageSize=1000`, 'executions');
  return rows.filter((row) => isRecord(row) && row.status === 'active').length;
}

/** Addresses that get the newest draft. */
export async function listTestUsers(sid: string): Promise<readonly string[]> {
  return presentTestUsers(await askJson(`${pathOf(sid)}/TestUsers`));
}

/** The whole new list. */
export async function setTestUsers(sid: string, users: readonly string[]): Promise<readonly string[]> {
  // An empty entry clears the list.
  const form = { TestUsers: users.length === 0 ? [''] : users };
  return presentTestUsers(await askJson(`${pathOf(sid)}/TestUsers`, { form }));
}

/** Errors and warnings that come with code 81022. */
export function findingsOf(error: unknown): readonly Finding[] {
  if (!(error instanceof Refused) || !isRecord(error.details)) return [];
  const details = resource(error.details, 'report');
  return [...details.list('errors', 'finding'), ...details.list('warnings', 'finding')].map((finding) => ({
    message: finding.maybe('message') ?? '',
    path: finding.maybe('property_path') ?? '#',
  }));
}

function presentTestUsers(answer: unknown): readonly string[] {
  const users = resource(answer, 'list of test users').value('test_users');
  return Array.isArray(users) ? users.filter((user) => typeof user === 'string') : [];
}

function presentRow(flow: Resource): FlowRow {
  return {
    sid: flow.text('sid'),
    name: flow.text('friendly_name'),
    latest: flow.text('status') === 'published' ? 'published' : 'draft',
    revision: flow.number('revision'),
    message: flow.maybe('commit_message'),
    changedAtMs: flow.time('date_updated') ?? flow.time('date_created') ?? 0,
    webhookUrl: flow.text('webhook_url'),
  };
}

function presentFlow(answer: string): Flow {
  const flow = resource(JSON.parse(answer), 'flow');
  const scan = scanJson(answer);
  return {
    ...presentRow(flow),
    // Out of the answer's text, not out of its value: that would be printed anew, with other forms of numbers.
    definition: (scan.fault ? undefined : scan.members.get('definition')) ?? '',
    isValid: flow.value('valid') !== false,
    createdAtMs: flow.time('date_created') ?? 0,
  };
}
