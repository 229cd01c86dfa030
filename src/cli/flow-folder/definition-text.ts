import { createHash } from 'node:crypto';
import { replaceTexts } from '../remote/json-tokens.ts';

/** The same for definitions that say the same, in whatever order their keys stand; undefined for what is no JSON. */
export function fingerprintOf(definition: string): string | undefined {
  try {
    return createHash('sha256')
      .update(canonical(JSON.parse(definition)))
      .digest('hex')
      .slice(0, 32);
  } catch {
    return undefined;
  }
}

/** Puts other flows in place of those that `run-subflow` widgets name. */
export function renameSubflows(definition: string, sids: ReadonlyMap<string, string>): string {
  return sids.size === 0 ? definition : replaceTexts(definition, 'flow_sid', (sid) => sids.get(sid));
}

/** Flows that a definition refers to, each once. */
export function subflowSids(definition: string): readonly string[] {
  const sids = new Set<string>();
  replaceTexts(definition, 'flow_sid', (sid) => {
    if (/^FW[0-9a-fA-F]{32}$/.test(sid)) sids.add(sid);
    return undefined;
  });
  return [...sids];
}

/** Each flow behind those that it runs, where they do not run each other. */
export function subflowsFirst<F>(
  flows: readonly F[],
  { definitionOf, sidsOf }: { definitionOf(flow: F): string; sidsOf(flow: F): readonly string[] },
): readonly F[] {
  const bySid = new Map(flows.flatMap((flow) => sidsOf(flow).map((sid) => [sid, flow] as const)));
  const ordered = new Set<F>();
  const begun = new Set<F>();
  const visit = (flow: F) => {
    if (begun.has(flow)) return;
    begun.add(flow);
    for (const sid of subflowSids(definitionOf(flow))) {
      const subflow = bySid.get(sid);
      if (subflow !== undefined) visit(subflow);
    }
    ordered.add(flow);
  };
  for (const flow of flows) visit(flow);
  return [...ordered];
}

/** Revisions by number that a definition runs other flows at: numbers that are another server's. */
export function pinnedRevisions(definition: string): readonly string[] {
  const numbers = new Set<string>();
  replaceTexts(definition, 'flow_revision', (revision) => {
    if (/^\d+$/.test(revision)) numbers.add(revision);
    return undefined;
  });
  return [...numbers];
}

function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`).join()}}`;
}
