import { join } from 'node:path';
import { fingerprintOf, renameSubflows } from '../flow-folder/definition-text.ts';
import {
  type Manifest,
  type ManifestFlow,
  readManifest,
  textOf,
  writeManifest,
  writeWhole,
} from '../flow-folder/manifest.ts';
import { fileNameFor } from '../flow-folder/names.ts';
import { prettyJson } from '../remote/json-tokens.ts';
import type { Fetched, FetchedFlow, RevisionChoice } from './fetch-flows.ts';
import { type Outcome, outcome } from './outcome.ts';

/** Writes each flow to its file, and what is known of it to the manifest; only what changed is written. */
export async function* saveFlows(
  fetching: () => Promise<Fetched>,
  options: { readonly folder: string; readonly isForced: boolean; readonly revisions: RevisionChoice },
): AsyncGenerator<Outcome> {
  const { folder } = options;
  let manifest = await readManifest(folder);
  const fetched = await fetching();
  const { remote } = fetched;
  if (manifest.home === null && fetched.flows.length > 0) manifest = { ...manifest, home: remote };
  for (const listed of fetched.flows) {
    const flow = await fetched.one(listed);
    const saved = await saveFlow(flow, remote, manifest, options);
    if (saved.entry !== undefined) {
      const next = withEntry(manifest, saved.entry, remote, listed.sid);
      // At once: what comes next may fail.
      if (JSON.stringify(next) !== JSON.stringify(manifest)) await writeManifest(folder, next);
      manifest = next;
    }
    yield saved.outcome;
  }
  if (!fetched.isWhole) return;
  const there = new Set(fetched.flows.map(({ sid }) => sid));
  for (const { friendly_name: name, file, remotes } of manifest.flows) {
    const known = remotes[remote];
    if (known !== undefined && !there.has(known.sid)) {
      yield outcome('skipped', `${name}: ${known.sid} is gone there; ${file ?? 'its entry'} stays here`);
    }
  }
}

interface Saved {
  readonly outcome: Outcome;
  /** Undefined: the manifest keeps what it says. */
  readonly entry?: ManifestFlow;
}

async function saveFlow(
  fetched: FetchedFlow,
  remote: string,
  manifest: Manifest,
  options: { readonly folder: string; readonly isForced: boolean; readonly revisions: RevisionChoice },
): Promise<Saved> {
  const { flow, latest, fault } = fetched;
  const name = flow.friendlyName;
  if (fault !== undefined) return { outcome: outcome('failed', `${name}: ${fault}`) };
  const known = manifest.flows.find(({ remotes }) => remotes[remote]?.sid === flow.sid);
  if (latest?.definition === undefined) return withoutDefinition(fetched, remote, known, options.revisions);
  const there = fingerprintOf(latest.definition);
  if (there === undefined) return { outcome: outcome('failed', `${name}: its definition is no JSON`) };

  const text = prettyJson(renameSubflows(latest.definition, toHome(manifest, remote)));
  const fingerprint = fingerprintOf(text) ?? there;
  // A flow of that name that is the same elsewhere is this one.
  const before = known ?? manifest.flows.find((each) => isTwin(each, name, fingerprint, remote));
  const taken = new Set(manifest.flows.flatMap(({ file }) => (file === null ? [] : [file])));
  const file = before?.file ?? fileNameFor(name, flow.sid, taken);
  const path = join(options.folder, file);
  const present = await textOf(path);
  const here = present === undefined ? undefined : (fingerprintOf(present) ?? 'no JSON');
  const isEdited = here !== undefined && here !== before?.fingerprint && here !== fingerprint;
  if (isEdited && !options.isForced) {
    const what = before === undefined ? 'is there already, and is another flow' : 'was changed here';
    return { outcome: outcome('kept', `${name}: ${path} ${what}; --force overwrites it`) };
  }

  if (here !== fingerprint) await writeWhole(path, text);
  const newRevisions = await saveHistory(fetched, file, options.folder);
  const entry: ManifestFlow = {
    ...(before?.former_sids === undefined ? {} : { former_sids: before.former_sids }),
    friendly_name: name,
    file,
    fingerprint,
    test_users: [...fetched.testUsers],
    revisions:
      fetched.history.length === 0
        ? (before?.revisions ?? [])
        : fetched.history.map((each) => ({
            revision: each.revision,
            status: each.status,
            commit_message: each.commitMessage,
          })),
    remotes: {
      ...before?.remotes,
      [remote]: { sid: flow.sid, status: latest.status, revision: latest.revision, fingerprint: there },
    },
  };
  const about = `${name}: ${path}, revision ${latest.revision}, ${latest.status}`;
  const added = newRevisions === 0 ? '' : `, ${newRevisions} revisions beside it`;
  const isSame = here === fingerprint && newRevisions === 0;
  const kind = before === undefined && here === undefined ? 'new' : isSame ? 'same' : 'changed';
  return { outcome: outcome(kind, `${about}${added}${kind === 'same' ? ' (the same)' : ''}`), entry };
}

function isTwin(entry: ManifestFlow, name: string, fingerprint: string, remote: string): boolean {
  return entry.friendly_name === name && entry.fingerprint === fingerprint && entry.remotes[remote] === undefined;
}

/** What only the oldest flows lack, and flows that were never published where only that is asked for. */
function withoutDefinition(
  { flow, testUsers }: FetchedFlow,
  remote: string,
  before: ManifestFlow | undefined,
  revisions: RevisionChoice,
): Saved {
  const name = flow.friendlyName;
  if (revisions === 'published') return { outcome: outcome('skipped', `${name}: was never published`) };
  const entry: ManifestFlow = {
    friendly_name: name,
    file: before?.file ?? null,
    fingerprint: before?.fingerprint ?? '',
    test_users: [...testUsers],
    revisions: before?.revisions ?? [],
    remotes: {
      ...before?.remotes,
      [remote]: { sid: flow.sid, status: flow.status, revision: flow.revision, fingerprint: '' },
    },
  };
  const why = `the API gives no definition of ${flow.sid}: open it in the console and save it, then pull again`;
  return { outcome: outcome('skipped', `${name}: ${why}`), entry };
}

/** Writes the revisions that are not there yet: they never change. */
async function saveHistory({ history }: FetchedFlow, file: string, folder: string): Promise<number> {
  let count = 0;
  for (const { revision, definition } of history) {
    if (definition === undefined || fingerprintOf(definition) === undefined) continue;
    const path = join(folder, 'revisions', file.replace(/\.json$/, ''), `${revision}.json`);
    if ((await textOf(path)) !== undefined) continue;
    await writeWhole(path, prettyJson(definition));
    count++;
  }
  return count;
}

/** From the SIDs at `remote` to those that the files name. */
function toHome({ home, flows }: Manifest, remote: string): ReadonlyMap<string, string> {
  if (home === null || home === remote) return new Map();
  return new Map(
    flows.flatMap(({ remotes }) => {
      const there = remotes[remote];
      const here = remotes[home];
      return there === undefined || here === undefined ? [] : [[there.sid, here.sid] as const];
    }),
  );
}

function withEntry(manifest: Manifest, entry: ManifestFlow, remote: string, sid: string): Manifest {
  const index = manifest.flows.findIndex(
    (each) => each.remotes[remote]?.sid === sid || (entry.file !== null && each.file === entry.file),
  );
  return { ...manifest, flows: index < 0 ? [...manifest.flows, entry] : manifest.flows.with(index, entry) };
}
