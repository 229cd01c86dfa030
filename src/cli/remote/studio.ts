import { memberText } from './json-tokens.ts';
import { type Form, objectIn, RemoteError, type Rest } from './rest.ts';

export type FlowStatus = 'draft' | 'published';

/** A flow as a list has it. */
export interface ListedFlow {
  readonly sid: string;
  readonly accountSid: string;
  readonly friendlyName: string;
  readonly status: FlowStatus;
  readonly revision: number;
  readonly commitMessage: string | null;
}

/** One revision with its definition. */
export interface FlowText extends ListedFlow {
  /** JSON as it came, key by key; undefined where there is none. */
  readonly definition: string | undefined;
}

export interface FlowDraft {
  readonly friendlyName: string;
  readonly status: FlowStatus;
  /** Absent at an update: the definition stays. */
  readonly definition?: string;
  readonly commitMessage?: string;
}

/** The Studio REST API v2. Source: rest-api §2, §5. Throws `RemoteError`. */
export interface Studio {
  readonly rest: Rest;
  listFlows(): Promise<readonly ListedFlow[]>;
  /** Flows that only the v1 API knows have no definition. */
  listLegacyFlows(): Promise<readonly ListedFlow[]>;
  /** The latest revision; undefined where there is no such flow. */
  findFlow(sid: string): Promise<FlowText | undefined>;
  listRevisions(sid: string): Promise<readonly ListedFlow[]>;
  findRevision(sid: string, revision: number | 'LatestPublished'): Promise<FlowText | undefined>;
  testUsers(sid: string): Promise<readonly string[]>;
  setTestUsers(sid: string, users: readonly string[]): Promise<void>;
  validate(draft: FlowDraft): Promise<void>;
  create(draft: FlowDraft): Promise<ListedFlow>;
  update(sid: string, draft: FlowDraft): Promise<ListedFlow>;
}

/** As many as a page may have: few requests. */
const pageSize = 1000;

export function studioOf(rest: Rest): Studio {
  const list = async (path: string) => (await rest.list(`${path}?PageSize=${pageSize}`)).map(listedFlow);
  const find = async (path: string): Promise<FlowText | undefined> => {
    try {
      return flowText(await rest.get(path), rest);
    } catch (error) {
      if (error instanceof RemoteError && error.status === 404) return undefined;
      throw error;
    }
  };
  return {
    rest,
    listFlows: () => list('/v2/Flows'),
    listLegacyFlows: () => list('/v1/Flows'),
    findFlow: (sid) => find(`/v2/Flows/${sid}`),
    listRevisions: (sid) => list(`/v2/Flows/${sid}/Revisions`),
    findRevision: (sid, revision) => find(`/v2/Flows/${sid}/Revisions/${revision}`),
    async testUsers(sid) {
      const { test_users: users } = objectIn(await rest.get(`/v2/Flows/${sid}/TestUsers`), rest.access);
      return Array.isArray(users) ? users.filter((user) => typeof user === 'string') : [];
    },
    async setTestUsers(sid, users) {
      const form: Form = users.length === 0 ? [['TestUsers', '']] : users.map((user) => ['TestUsers', user]);
      await rest.post(`/v2/Flows/${sid}/TestUsers`, form, { isSafeToRepeat: true });
    },
    async validate(draft) {
      await rest.post('/v2/Flows/Validate', formOf(draft), { isSafeToRepeat: true });
    },
    // Repeated blindly these would make another flow, or another revision.
    create: async (draft) => listedFlow(objectIn(await rest.post('/v2/Flows', formOf(draft)), rest.access)),
    update: async (sid, draft) => listedFlow(objectIn(await rest.post(`/v2/Flows/${sid}`, formOf(draft)), rest.access)),
  };
}

/** The problems of a refused definition, one line each. */
export function problemsOf(error: RemoteError): readonly string[] {
  const { details } = error;
  if (typeof details !== 'object' || details === null || !('errors' in details)) return [];
  const { errors } = details;
  if (!Array.isArray(errors)) return [];
  return errors.map((each: { message?: unknown; property_path?: unknown }) => `${each.property_path}: ${each.message}`);
}

function formOf({ friendlyName, status, definition, commitMessage }: FlowDraft): Form {
  return [
    ['FriendlyName', friendlyName],
    ['Status', status],
    ...(definition === undefined ? [] : [['Definition', definition] as const]),
    ...(commitMessage === undefined ? [] : [['CommitMessage', commitMessage] as const]),
  ];
}

function listedFlow(row: Record<string, unknown>): ListedFlow {
  const { sid, account_sid, friendly_name, status, revision, version, commit_message } = row;
  return {
    sid: String(sid),
    accountSid: String(account_sid),
    friendlyName: typeof friendly_name === 'string' ? friendly_name : String(sid),
    status: status === 'published' ? 'published' : 'draft',
    // v1 calls it version (rest-api §4).
    revision: Number(revision ?? version ?? 0),
    commitMessage: typeof commit_message === 'string' ? commit_message : null,
  };
}

function flowText(text: string, { access }: Rest): FlowText {
  const row = objectIn(text, access);
  const definition = memberText(text, 'definition');
  return {
    ...listedFlow(row),
    // Some clients of the service store the JSON within a JSON text (rest-api §5).
    definition: typeof row.definition === 'string' ? row.definition : definition === 'null' ? undefined : definition,
  };
}
