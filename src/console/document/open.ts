/** Opens texts: a definition, or a Flow resource that holds one. */
import { documentTexts } from '../texts/document.ts';
import { emptyBeside } from './beside.ts';
import { parsedOr } from './edits/flow.ts';
import type { Refusal } from './scene.ts';
import { findMember, rootSpot } from './spot.ts';
import { isContainer, nodeText, sourceText } from './syntax.ts';
import { type FlowDocument, flowView, memberArray } from './view.ts';

/** `flow` is a definition, `beside` what was kept beside it. A refusal says at which line a text is no JSON. */
export function openDocument(flow: string, beside = emptyBeside): FlowDocument | Refusal {
  const opened = parsedOr(flow);
  if ('refused' in opened) return opened;
  if (memberArray(opened.root, 'states') === undefined) return { refused: documentTexts.refusals.notAFlow };
  const kept = parsedOr(beside);
  return 'refused' in kept ? kept : { flow: opened, beside: kept };
}

/** The same for a file that is imported: also a Flow resource with its definition as an object or as text. */
export function importDocument(text: string): FlowDocument | Refusal {
  const opened = parsedOr(text);
  if ('refused' in opened) return opened;
  const definition = findMember(rootSpot(opened), 'definition');
  if (definition === undefined || memberArray(opened.root, 'states')) return openDocument(text);
  if (definition.node.type === 'string') return openDocument(JSON.parse(definition.node.raw));
  if (!isContainer(definition.node)) return { refused: documentTexts.refusals.notAFlow };
  const lines = nodeText(definition.node).split('\n');
  const isIndented = lines.every((line, index) => index === 0 || line.startsWith(definition.indent));
  return openDocument(
    lines.map((line, index) => (isIndented && index > 0 ? line.slice(definition.indent.length) : line)).join('\n'),
  );
}

/** The definition as text: byte for byte what was opened, but for what was edited. */
export function exportFlow(document: FlowDocument): string {
  return sourceText(document.flow);
}

/** What is kept beside the flow, as text. */
export function exportBeside(document: FlowDocument): string {
  return sourceText(document.beside);
}

/** Ids of the widgets that are new or changed in `after`. */
export function changedWidgets(before: FlowDocument, after: FlowDocument): readonly string[] {
  const known = new Set(flowView(before).states);
  const { states, ids } = flowView(after);
  return ids.filter((_, index) => {
    const state = states[index];
    return state !== undefined && !known.has(state);
  });
}
