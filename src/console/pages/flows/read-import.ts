/** Reads what somebody drops or pastes: a definition, or a Flow resource that holds one as object or as text (console §7). */
import { scanJson } from '../../api/json-scan.ts';
import { t } from '../../app/texts.ts';

export interface ImportedFlow {
  readonly name: string;
  /** As it was written, byte for byte. */
  readonly definition: string;
  readonly widgets: number;
}

/** `source` names the text in what is said about it; `name` is used when the text has none. */
export function readImport(text: string, source: string, name: string): ImportedFlow | { readonly problem: string } {
  // A mark that some editors put before the text; it is no part of it.
  const written = text.replace(/^\uFEFF/, '');
  const scan = scanJson(written);
  if (scan.fault) {
    const { line, column, kind } = scan.fault;
    return { problem: t.flows.import.at(line, column, t.flows.import.faults[kind]) };
  }
  const value: unknown = JSON.parse(written);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { problem: t.flows.import.noObject(source) };
  }
  if ('states' in value) return { name, definition: written.trim(), widgets: count(value.states) };
  const held = 'definition' in value ? value.definition : undefined;
  const heldText = typeof held === 'string' ? held : scan.members.get('definition');
  const heldName = 'friendly_name' in value && typeof value.friendly_name === 'string' ? value.friendly_name : name;
  if (heldText === undefined) return { problem: t.flows.import.noStates(source) };
  return readImport(heldText, source, heldName);
}

/** The name that a file gives its flow: `pizza-order.json` is `pizza-order`. */
export function nameOfFile(file: string): string {
  return file.replace(/\.json$/i, '') || file;
}

function count(states: unknown): number {
  return Array.isArray(states) ? states.length : 0;
}
