/** Edits as data, and what each makes of a document. */
import { documentTexts } from '../texts/document.ts';
import { applyChange } from './apply-change.ts';
import { type BesideEdit, planBeside } from './beside.ts';
import { type AddEdit, planAdd } from './edits/add.ts';
import { type ConditionEdit, planCondition } from './edits/conditions.ts';
import { type CopyEdit, planCopy } from './edits/copy.ts';
import { type FlowEdit, planFlow } from './edits/flow.ts';
import { type PlaceEdit, planPlaces } from './edits/places.ts';
import { type PropertyEdit, planProperty } from './edits/properties.ts';
import { planRemove, type RemoveEdit } from './edits/remove.ts';
import { planRename, type RenameEdit } from './edits/rename.ts';
import { planReplace, type ReplaceEdit } from './edits/replace.ts';
import { planWire, type WireEdit } from './edits/wires.ts';
import { type Plan, type Refusal, refuse, sceneOf } from './scene.ts';
import { type Change, changeOf } from './splice.ts';
import type { FlowDocument } from './view.ts';

export type SingleEdit =
  | AddEdit
  | WireEdit
  | PlaceEdit
  | RenameEdit
  | CopyEdit
  | RemoveEdit
  | PropertyEdit
  | ConditionEdit
  | ReplaceEdit
  | FlowEdit
  | BesideEdit;

export type Edit =
  | SingleEdit
  /** Several as one, in this order: each sees what those before it have made. All are made, or none. */
  | { readonly do: 'all'; readonly edits: readonly SingleEdit[]; readonly name: string };

/** What an edit does to the two texts at once. */
export interface Step {
  readonly flow: Change;
  readonly beside: Change;
}

export interface Applied {
  readonly document: FlowDocument;
  /** Name of the undo entry. */
  readonly name: string;
  /** None when all was so already. */
  readonly steps: readonly Step[];
  /** Ids of new widgets, in the order in which they were asked for. */
  readonly added: readonly string[];
  /** Of a renaming: references that follow, in so many widgets. Of a replacement: how many, in so many. */
  readonly counts: { readonly references: number; readonly widgets: number } | undefined;
}

export function applyEdit(document: FlowDocument, edit: Edit): Applied | Refusal {
  if (edit.do === 'all') return applyAll(document, edit.edits, edit.name);
  const plan = planEdit(document, edit);
  if ('refused' in plan) return plan;
  const step = { flow: changeOf(plan.flow ?? []), beside: changeOf(plan.beside ?? []) };
  return {
    document: applyStep(document, step),
    name: plan.name,
    steps: isEmpty(step) ? [] : [step],
    added: plan.added ?? [],
    counts: plan.counts,
  };
}

export function applyStep({ flow, beside }: FlowDocument, step: Step): FlowDocument {
  return { flow: applyChange(flow, step.flow), beside: applyChange(beside, step.beside) };
}

export function isEmpty({ flow, beside }: Step): boolean {
  return flow.length === 0 && beside.length === 0;
}

function applyAll(document: FlowDocument, edits: readonly SingleEdit[], name: string): Applied | Refusal {
  const all = { document, steps: [] as Step[], added: [] as string[] };
  for (const edit of edits) {
    const applied = applyEdit(all.document, edit);
    if ('refused' in applied) return applied;
    all.document = applied.document;
    all.steps.push(...applied.steps);
    all.added.push(...applied.added);
  }
  return { ...all, name, counts: undefined };
}

function planEdit(document: FlowDocument, edit: SingleEdit): Plan | Refusal {
  switch (edit.do) {
    case 'addNote':
    case 'changeNote':
    case 'removeNote':
    case 'mute':
    case 'unmute':
      return planBeside(document, edit);
  }
  const scene = sceneOf(document);
  if (scene === undefined) return refuse(documentTexts.refusals.noStates);
  switch (edit.do) {
    case 'add':
    case 'insert':
    case 'insertWidget':
      return planAdd(scene, edit);
    case 'connect':
    case 'reconnect':
    case 'disconnect':
      return planWire(scene, edit);
    case 'move':
    case 'align':
    case 'distribute':
    case 'tidyUp':
      return planPlaces(scene, edit);
    case 'rename':
      return planRename(scene, edit);
    case 'duplicate':
    case 'paste':
      return planCopy(scene, edit);
    case 'delete':
    case 'cut':
    case 'deleteAndReconnect':
      return planRemove(scene, edit);
    case 'setProperty':
    case 'clearProperty':
    case 'addRow':
    case 'removeRow':
    case 'moveRow':
      return planProperty(scene, edit);
    case 'addCondition':
    case 'addAndCondition':
    case 'changeCondition':
    case 'removeCondition':
    case 'moveTransition':
    case 'removeTransition':
    case 'setInput':
      return planCondition(scene, edit);
    case 'replace':
      return planReplace(scene, edit);
    case 'setDescription':
    case 'setFlag':
    case 'setInitialState':
    case 'setType':
    case 'setAt':
    case 'insertAt':
    case 'removeAt':
    case 'setWidgetText':
    case 'setFlowText':
      return planFlow(scene, edit);
  }
}
