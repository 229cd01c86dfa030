import { fingerprintOf, renameSubflows } from '../flow-folder/definition-text.ts';
import { type Manifest, type ManifestFlow, sidsOf } from '../flow-folder/manifest.ts';
import { compactJson } from '../remote/json-tokens.ts';
import type { FlowDraft, FlowText, ListedFlow, Studio } from '../remote/studio.ts';

/** A file of the folder, with what is known of it. */
export interface LocalFlow {
  readonly file: string;
  /** As it stands in the file. */
  readonly text: string;
  readonly friendlyName: string;
  /** Undefined for a file that was never pulled or pushed. */
  readonly entry: ManifestFlow | undefined;
}

export interface PushChoice {
  readonly publishes: boolean;
  readonly message?: string;
  readonly isForced: boolean;
}

/** What is to be done with a file. */
export type Plan =
  | { readonly do: 'create'; readonly flow: LocalFlow; readonly note: string }
  | { readonly do: 'update'; readonly flow: LocalFlow; readonly there: FlowText; readonly note: string }
  /** Nothing to save. `there` is what the manifest is to know. */
  | { readonly do: 'nothing'; readonly flow: LocalFlow; readonly there: FlowText }
  | { readonly do: 'refuse'; readonly flow: LocalFlow; readonly why: string };

/** Compares a file with the flow that it is there. */
export async function planFor(
  flow: LocalFlow,
  target: Studio,
  context: {
    readonly remote: string;
    readonly sids: ReadonlyMap<string, string>;
    readonly present: readonly ListedFlow[];
    readonly choice: PushChoice;
  },
): Promise<Plan> {
  const { remote, sids, present, choice } = context;
  const known = flow.entry?.remotes[remote];
  if (known === undefined) {
    const namesake = present.find(({ friendlyName }) => friendlyName === flow.friendlyName);
    if (namesake === undefined || choice.isForced) return { do: 'create', flow, note: 'new' };
    const why = `there is a flow of that name already (${namesake.sid}), which this folder does not know: pull it first, or create another with --force`;
    return { do: 'refuse', flow, why };
  }
  const there = await target.findFlow(known.sid);
  if (there === undefined) return { do: 'create', flow, note: `${known.sid} is gone there: created anew` };
  const isSame = fingerprintOf(there.definition ?? '') === fingerprintOf(renameSubflows(flow.text, sids));
  const isNamed = there.friendlyName === flow.friendlyName;
  const isDone = there.status === 'published' || !choice.publishes;
  if (isSame && isNamed && isDone) return { do: 'nothing', flow, there };
  if (there.revision > known.revision && !isSame && !choice.isForced) {
    const why = `has revision ${there.revision} there, and this folder knows ${known.revision}: pull first, or overwrite with --force`;
    return { do: 'refuse', flow, why };
  }
  const note = isSame ? (isNamed ? 'publish' : 'rename') : `revision ${there.revision} changes`;
  return { do: 'update', flow, there, note };
}

/** What is sent; subflows by the SIDs that they have there. */
export function draftOf(flow: LocalFlow, sids: ReadonlyMap<string, string>, choice: PushChoice): FlowDraft {
  return {
    friendlyName: flow.friendlyName,
    status: choice.publishes ? 'published' : 'draft',
    definition: compactJson(renameSubflows(flow.text, sids)),
    ...(choice.message === undefined ? {} : { commitMessage: choice.message }),
  };
}

/** From every SID that the files may name a flow by to the one at `remote`. */
export function sidsAt({ flows }: Manifest, remote: string): Map<string, string> {
  const sids = new Map<string, string>();
  for (const flow of flows) {
    const there = flow.remotes[remote]?.sid;
    for (const sid of sidsOf(flow)) if (there !== undefined && sid !== there) sids.set(sid, there);
  }
  return sids;
}
