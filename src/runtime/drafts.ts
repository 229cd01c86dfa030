/** How the console saves: on a revision that it names, drafts with errors too. Source: console page §7. */
import { isJsonObject, parseJson } from '../engine/json.ts';
import type { RevisionRecord } from '../storage/storage.ts';
import { type CheckResult, checkDefinition, type FlowsDeps, type FlowUpdate } from './flows.ts';

export interface ConsoleSave extends FlowUpdate {
  /** Comes back to the byte. */
  readonly definition: string;
  /** The revision that it builds on; another one since, and nothing is saved. */
  readonly baseRevision: number;
}

export type ConsoleSaveResult =
  | { readonly outcome: 'saved'; readonly revision: RevisionRecord }
  /** To be published with errors, or no JSON object at all, or too large. */
  | Extract<CheckResult, { outcome: 'invalid' }>
  /** Somebody saved meanwhile. */
  | { readonly outcome: 'stale'; readonly latest: RevisionRecord }
  | { readonly outcome: 'not-found' };

/** Saves the next revision and ends the flow's working copy. */
export async function saveFromConsole(
  deps: FlowsDeps,
  { sid, accountSid }: { readonly sid: string; readonly accountSid: string },
  save: ConsoleSave,
): Promise<ConsoleSaveResult> {
  const checked = await checkDefinition(deps, accountSid, save);
  if (checked.outcome === 'invalid' && !isKeptAsDraft(deps, save)) return checked;
  const definition = checked.outcome === 'valid' ? checked.definition : save.definition.trim();
  try {
    const revision = await deps.storage.addRevision(
      sid,
      (latest) => {
        if (latest.revision !== save.baseRevision) throw new Stale(latest);
        return {
          flowSid: sid,
          revision: latest.revision + 1,
          friendlyName: save.friendlyName ?? latest.friendlyName,
          status: save.status,
          definition,
          ...(save.definition === definition ? {} : { sentText: save.definition }),
          commitMessage: save.commitMessage,
          authorSid: save.authorSid,
          isValid: checked.outcome === 'valid',
          errors: checked.outcome === 'valid' ? [] : checked.errors,
          warnings: checked.warnings,
          createdAtMs: deps.clock.now(),
        };
      },
      { endsWorkingCopy: true },
    );
    return revision === undefined ? { outcome: 'not-found' } : { outcome: 'saved', revision };
  } catch (error) {
    if (error instanceof Stale) return { outcome: 'stale', latest: error.latest };
    throw error;
  }
}

/** A draft may have any errors, as long as it is a JSON object that fits. */
function isKeptAsDraft({ limits }: FlowsDeps, { status, definition }: ConsoleSave): boolean {
  const fits = Buffer.byteLength(definition) <= limits.definitionBytes;
  return status === 'draft' && fits && isJsonObject(parseJson(definition.trim()));
}

class Stale extends Error {
  readonly latest: RevisionRecord;

  constructor(latest: RevisionRecord) {
    super('somebody saved meanwhile');
    this.latest = latest;
  }
}
