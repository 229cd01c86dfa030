/** Changes in plain words: for the list, for the publish dialog, for the message of a revision, as Markdown. */
import { isJsonObject, type Json, type JsonObject } from '../../engine/json.ts';
import { compareTexts as texts } from '../texts/compare.ts';
import { conditionLabel, outletLabel } from '../texts/outlets.ts';
import { propertyTitle, typeTitle } from '../widget-words.ts';
import { type Change, type Comparison, type Condition, type ConditionRow, targetOf } from './compare.ts';
import type { TextPart } from './word-diff.ts';

/** Properties that are what a widget says: people call them its text. */
const spokenProperties: readonly string[] = ['body', 'say'];

/** The sign of a change, as compare draws it (console.md §2 and §3.5). */
export const changeSigns = {
  added: '+',
  removed: '−',
  renamed: '✎',
  changed: '✎',
  conditions: '✎',
  rewired: '⇢',
  moved: '↔',
  flow: '✎',
  form: '✎',
} as const satisfies { readonly [kind in Change['kind']]: string };

/** One sentence without its period, e.g. `Changed the text of ask_day`. */
export function changeSentence(change: Change): string {
  switch (change.kind) {
    case 'added':
      return texts.added(change.widget);
    case 'removed':
      return texts.removed(change.widget);
    case 'renamed':
      return texts.renamed(change.before, change.widget);
    case 'changed':
      if (change.property === 'type') return texts.changedType(change.widget, typeTitle(change.type));
      return spokenProperties.includes(change.property)
        ? texts.changedText(change.widget)
        : texts.changedProperty(change.widget, propertyTitle(change.type, change.property));
    case 'conditions':
      return change.rows.length === 0
        ? texts.reorderedConditions(change.widget)
        : texts.changedConditions(change.widget);
    case 'rewired': {
      const outlet = outletOf(change.type, change.event, change.conditions);
      return change.after === undefined
        ? texts.unwired(change.widget, outlet)
        : texts.rewired(change.widget, outlet, change.after);
    }
    case 'moved':
      return texts.movedWidget(change.widget);
    case 'flow':
      return texts.changedFlow(change.key);
    case 'form':
      return texts.form(change.widget);
  }
}

/** The message of a revision that somebody saves without writing one. */
export function revisionMessage({ changes, moves }: Comparison): string {
  const told = changes.filter(({ kind }) => kind !== 'form');
  const [first = changes[0]] = told;
  if (first === undefined) {
    const [move] = moves;
    if (move === undefined) return texts.nothingChanged;
    return moves.length === 1 ? changeSentence(move) : texts.movedWidgets(moves.length);
  }
  return told.length > 1 ? texts.andMore(changeSentence(first), told.length - 1) : changeSentence(first);
}

/** What goes live: `First publication: 6 widgets, 5 transitions`, or the numbers of each kind of change. */
export function publicationSummary(comparison: Comparison): string {
  const numberOf = (...kinds: Change['kind'][]) => {
    const widgets = comparison.changes.filter(({ kind }) => kinds.includes(kind));
    return new Set(widgets.map((change) => ('widget' in change ? change.widget : ''))).size;
  };
  const numbers = {
    added: numberOf('added'),
    removed: numberOf('removed'),
    renamed: numberOf('renamed'),
    changed: numberOf('changed', 'conditions'),
    rewired: numberOf('rewired'),
    moved: comparison.moves.length,
  };
  const kinds = ['added', 'removed', 'renamed', 'changed', 'rewired', 'moved'] as const;
  const parts = kinds.flatMap((kind) => (numbers[kind] > 0 ? [texts.summaryParts[kind](numbers[kind])] : []));
  if (numberOf('flow') > 0) parts.push(texts.summaryParts.flow);
  return parts.length === 0 ? texts.nothingChanged : parts.join(', ');
}

/** Counts widgets, the trigger among them, and the transitions that lead somewhere. */
export function firstPublicationSummary(definition: JsonObject): string {
  const states = Array.isArray(definition.states) ? definition.states.filter(isJsonObject) : [];
  const transitions = states.flatMap((state) => (Array.isArray(state.transitions) ? state.transitions : []));
  const wired = transitions.filter((each) => isJsonObject(each) && targetOf(each) !== undefined);
  return texts.firstPublication(states.length, wired.length);
}

/** *Copy as Markdown*: a heading, then a line for each change; `withMoves` lists moved widgets too. */
export function comparisonMarkdown(
  comparison: Comparison,
  names: { readonly first: string; readonly second: string },
  withMoves = false,
): string {
  const { changes, moves } = comparison;
  const listed = [...changes.filter(({ kind }) => kind !== 'form'), ...(withMoves ? moves : [])];
  const lines = listed.flatMap((change) => {
    const name = 'widget' in change && change.widget !== undefined ? `**${escaped(change.widget)}** ` : '';
    const [first = '', ...rest] = detailLines(change);
    return [`- ${changeSigns[change.kind]} ${name}${first}`, ...rest.map((line) => `  - ${line}`)];
  });
  if (lines.length === 0) lines.push(escaped(texts.same(names.first, names.second, moves.length)));
  return `## ${escaped(texts.title(names.first, names.second))}\n\n${lines.join('\n')}\n`;
}

function detailLines(change: Change): string[] {
  switch (change.kind) {
    case 'added':
      return [`${texts.wasAdded} (${escaped(typeTitle(change.type))})`];
    case 'removed':
      return [`${texts.wasRemoved} (${escaped(typeTitle(change.type))})`];
    case 'renamed':
      return [escaped(texts.wasRenamed(change.before))];
    case 'changed': {
      const title = escaped(propertyTitle(change.type, change.property));
      if (change.words) return [`${title}: "${change.words.map(markdownPart).join('')}"`];
      if (change.entries === undefined) return [`${title}: ${fromTo(change.before, change.after)}`];
      return [
        `${title}:`,
        ...change.entries.map(({ key, before, after }) => `${escaped(key)}: ${fromTo(before, after)}`),
      ];
    }
    case 'conditions':
      return [
        `${texts.conditionsTitle}:`,
        ...change.rows.map(conditionLine),
        ...(change.isReordered ? [texts.newOrder] : []),
      ];
    case 'rewired':
      return [
        escaped(texts.leads(outletOf(change.type, change.event, change.conditions), change.after, change.before)),
      ];
    case 'moved':
      return [`${texts.place}: ${fromTo(change.before, change.after)}`];
    case 'flow':
      return [`${escaped(changeSentence(change))}: ${fromTo(change.before, change.after)}`];
    case 'form':
      return [escaped(changeSentence(change))];
  }
}

/** What compare calls an outlet: one with conditions by its values in quotes, e.g. `"tuesday"`. */
export function outletOf(type: string, event: string, conditions: readonly Condition[]): string {
  if (conditions.length === 0) return outletLabel(type, event);
  const values = conditions.map(({ type: predicate, value }) =>
    predicate === 'equal_to' ? `"${value}"` : conditionLabel(predicate, value),
  );
  return texts.condition(values);
}

/** The conditions of one transition, as a row of the list shows them. */
export function conditionsText(conditions: readonly Condition[]): string {
  return texts.condition(conditions.map(({ type, value }) => conditionLabel(type, value)));
}

function conditionLine({ before, after, target }: ConditionRow): string {
  const old = before && `~~${escaped(conditionsText(before))}~~`;
  const now = after && `**${escaped(conditionsText(after))}**`;
  const label = [old, now].filter((part) => part !== undefined).join(' ');
  return after === undefined ? label : texts.conditionLeads(label, target === undefined ? undefined : escaped(target));
}

function fromTo(before: Json | undefined, after: Json | undefined): string {
  return `${valueText(before)} → ${valueText(after)}`;
}

function valueText(value: Json | undefined): string {
  if (value === undefined || value === null || value === '') return texts.empty;
  return escaped(typeof value === 'string' ? `"${value}"` : JSON.stringify(value));
}

/** Marks stand close to the words, or Markdown does not see them. */
function markdownPart({ kind, text }: TextPart): string {
  if (kind === 'same') return escaped(text);
  const mark = kind === 'removed' ? '~~' : '**';
  const [, start = '', words = '', end = ''] = /^(\s*)([\s\S]*?)(\s*)$/.exec(text) ?? [];
  return words === '' ? escaped(text) : `${oneLine(start)}${mark}${escaped(words)}${mark}${oneLine(end)}`;
}

/** What people wrote is text, on one line: nothing of it is Markdown. */
function escaped(text: string): string {
  return oneLine(text.replace(/[\\`*_~[\]<>#|!&]/g, '\\$&'));
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ↵ ');
}
