import { UsageError } from '../command.ts';
import { RemoteError } from '../remote/rest.ts';
import type { FlowText, ListedFlow, Studio } from '../remote/studio.ts';

export type RevisionChoice = 'latest' | 'published' | 'all';

/** A flow with all that was asked for. */
export interface FetchedFlow {
  readonly flow: ListedFlow;
  /** The latest revision, or with `published` that one; undefined: the API gives no definition. */
  readonly latest: FlowText | undefined;
  /** What runs, where the latest is a draft that is newer. */
  readonly published: FlowText | undefined;
  /** With `all`: every revision, the oldest first. */
  readonly history: readonly FlowText[];
  readonly testUsers: readonly string[];
  /** Why it could not be fetched; the rest is empty then. */
  readonly fault?: string;
}

export interface Fetched {
  /** Address and account, as the manifest writes it. */
  readonly remote: string;
  readonly flows: readonly ListedFlow[];
  /** Flows that were not asked for are left out. */
  readonly isWhole: boolean;
  /** One after the other, so that what is fetched can be kept at once. */
  one(flow: ListedFlow): Promise<FetchedFlow>;
}

/** Lists the flows, and fetches each when it is asked for. */
export async function fetchFlows(
  studio: Studio,
  { only, revisions }: { readonly only: readonly string[]; readonly revisions: RevisionChoice },
): Promise<Fetched> {
  const listed = await studio.listFlows();
  const legacy = await legacyFlows(studio, listed);
  const all = [...listed, ...legacy];
  if (!all.every(({ sid }) => /^FW[0-9a-fA-F]{32}$/.test(sid))) {
    throw new RemoteError(`${studio.rest.access.baseUrl} lists flows without a flow SID: is the URL right?`);
  }
  return {
    remote: remoteOf(studio, all),
    flows: only.length === 0 ? all : chosen(all, only),
    isWhole: only.length === 0,
    async one(flow) {
      try {
        return await fetchOne(studio, flow, revisions);
      } catch (error) {
        if (!(error instanceof RemoteError) || isForAll(error)) throw error;
        return { flow, latest: undefined, published: undefined, history: [], testUsers: [], fault: error.message };
      }
    },
  };
}

/** The same for the same account at the same address. */
export function remoteOf({ rest }: Studio, flows: readonly ListedFlow[]): string {
  const { baseUrl, user } = rest.access;
  return `${baseUrl} ${flows[0]?.accountSid ?? user}`;
}

async function fetchOne(studio: Studio, flow: ListedFlow, revisions: RevisionChoice): Promise<FetchedFlow> {
  const { sid } = flow;
  const newest = await studio.findFlow(sid);
  const isBehind = newest !== undefined && newest.status !== 'published' && newest.revision > 1;
  const published =
    isBehind || revisions === 'published' ? await studio.findRevision(sid, 'LatestPublished') : undefined;
  const latest = revisions === 'published' ? published : newest;
  const history: FlowText[] = [];
  if (revisions === 'all' && newest !== undefined) {
    for (const { revision } of (await studio.listRevisions(sid)).toSorted((a, b) => a.revision - b.revision)) {
      const found = revision === newest.revision ? newest : await studio.findRevision(sid, revision);
      if (found !== undefined) history.push(found);
    }
  }
  const testUsers = newest === undefined ? [] : await studio.testUsers(sid);
  return { flow: newest ?? flow, latest, published: isBehind ? published : undefined, history, testUsers };
}

/** What only v1 lists; an API without v1 has none. */
async function legacyFlows(studio: Studio, listed: readonly ListedFlow[]): Promise<readonly ListedFlow[]> {
  const known = new Set(listed.map(({ sid }) => sid));
  try {
    return (await studio.listLegacyFlows()).filter(({ sid }) => !known.has(sid));
  } catch (error) {
    if (error instanceof RemoteError && error.status === 404) return [];
    throw error;
  }
}

function chosen(all: readonly ListedFlow[], only: readonly string[]): readonly ListedFlow[] {
  return only.flatMap((wanted) => {
    const found = all.filter(({ sid, friendlyName }) => sid === wanted || friendlyName === wanted);
    if (found.length > 0) return found;
    throw new UsageError(`--flow ${wanted}: there is no such flow; it takes a flow SID or the whole friendly name`);
  });
}

/** Wrong credentials, or no API at all: the next flow would fare no better. */
function isForAll({ status }: RemoteError): boolean {
  return status === undefined || status === 401 || status === 403 || status === 429;
}
