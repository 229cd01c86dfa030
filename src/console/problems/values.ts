/** Values that no schema refuses and that will not do: too long, not JSON, secret, missing, or of a retired type. */
import { isJsonObject, type Json, own, parseJson } from '../../engine/json.ts';
import type { Limits } from '../../engine/limits.ts';
import type { Path } from '../../engine/validation/report.ts';
import { outletLabel } from '../texts/outlets.ts';
import { problemTexts as texts } from '../texts/problems.ts';
import { propertyTitle, typeTitle } from '../widget-words.ts';
import { type FlowModel, type PlacedWidget, textProperty } from './flow-model.ts';
import type { Fix, FlowProblem, ProblemId } from './problem.ts';

export interface Surroundings {
  /** SIDs of the account's flows; without them no subflow is looked for. */
  readonly flowSids?: ReadonlySet<string>;
  /** Widgets of all subflow instances together. */
  readonly subflowWidgets?: number;
}

export function valueProblems(model: FlowModel, limits: Limits, surroundings: Surroundings): FlowProblem[] {
  return [
    ...tooMany(model, limits, surroundings),
    ...model.widgets.flatMap((widget) => [
      ...withoutContent(widget),
      ...tooLong(widget, limits),
      ...notJson(widget),
      ...secrets(widget),
      ...missingSubflow(widget, surroundings),
      ...notRunnable(widget, model),
    ]),
  ];
}

function problemOf(
  { name, index, path }: PlacedWidget,
  id: ProblemId,
  message: string,
  keys: Path = [],
  fixes: readonly Fix[] = [],
): FlowProblem {
  const place = keys.length === 0 ? path : [...path, 'properties', ...keys];
  return { id, severity: 'warning', widget: name, state: index, path: place, message, fixes };
}

/** With its subflows a flow may be too large although it can be published. */
function tooMany({ widgets }: FlowModel, limits: Limits, { subflowWidgets = 0 }: Surroundings): FlowProblem[] {
  const total = widgets.length + subflowWidgets;
  if (subflowWidgets === 0 || total <= limits.widgetsPerFlow || widgets.length > limits.widgetsPerFlow) return [];
  const message = texts.tooManyWidgetsWithSubflows(total, limits.widgetsPerFlow);
  return [
    {
      id: 'too-many-items',
      severity: 'warning',
      widget: undefined,
      state: undefined,
      path: ['states'],
      message,
      fixes: [],
    },
  ];
}

const messageTypes: readonly string[] = ['send-message', 'send-and-wait-for-reply'];

/** The schema lets a message be empty; no carrier does. */
function withoutContent(widget: PlacedWidget): FlowProblem[] {
  if (!messageTypes.includes(widget.type)) return [];
  const isTemplate = textProperty(widget, 'message_type') === 'content_template';
  const keys = isTemplate ? ['content_sid'] : ['body', 'media_url'];
  const [key = ''] = keys;
  if (keys.some((each) => textProperty(widget, each).trim() !== '')) return [];
  // A value of a wrong type is told as that.
  if (keys.some((each) => !['string', 'undefined'].includes(typeof (own(widget.properties, each) ?? undefined))))
    return [];
  return [problemOf(widget, 'missing', texts.missing(widget.name, propertyTitle(widget.type, key)), [key])];
}

/** Texts with a limit that is known (limits-and-errors §1). */
function lengthLimits(limits: Limits): { readonly [type: string]: readonly (readonly [key: string, most: number])[] } {
  const body = ['body', limits.messageBodyCharacters] as const;
  return {
    'send-message': [body],
    'send-and-wait-for-reply': [body],
    'send-to-flex': [['attributes', limits.taskAttributesCharacters]],
    'enqueue-call': [['task_attributes', limits.taskAttributesCharacters]],
  };
}

/** What is certain to be there: templates count with what stands around their outputs, not at all with branches. */
function tooLong(widget: PlacedWidget, limits: Limits): FlowProblem[] {
  return (lengthLimits(limits)[widget.type] ?? []).flatMap(([key, most]) => {
    const text = textProperty(widget, key);
    if (text.length <= most || text.includes('{%')) return [];
    const { length } = [...text.replace(/\{\{[^{}]*\}\}/g, '')];
    if (length <= most) return [];
    const title = propertyTitle(widget.type, key);
    return [problemOf(widget, 'limit-length', texts.limitLength(title, widget.name, length, most), [key])];
  });
}

/** Texts that must be JSON when they are rendered. */
const jsonKeys: { readonly [type: string]: readonly string[] } = {
  'send-message': ['attributes'],
  'send-and-wait-for-reply': ['attributes'],
  'send-to-flex': ['attributes'],
  'start-conversation': ['attributes'],
  'enqueue-call': ['task_attributes'],
};

function notJson(widget: PlacedWidget): FlowProblem[] {
  const isJsonRequest = widget.type === 'make-http-request' && /json/i.test(textProperty(widget, 'content_type'));
  const keys = isJsonRequest ? ['body'] : (jsonKeys[widget.type] ?? []);
  return keys.flatMap((key) => {
    const text = textProperty(widget, key);
    if (text.trim() === '' || text.includes('{%') || isJsonOnceFilled(text)) return [];
    return [problemOf(widget, 'bad-json', texts.badJson(propertyTitle(widget.type, key), widget.name), [key])];
  });
}

/** A digit can stand for an output within a text and outside of one. */
function isJsonOnceFilled(text: string): boolean {
  return parseJson(text.replace(/\{\{(?:"[^"]*"|'[^']*'|[^{}"'])*\}\}/g, '1')) !== undefined;
}

const secretKeys =
  /^(?:pass(?:word|wd|phrase)?|pwd|secret|client_?secret|api_?key|apikey|access_?token|auth_?token|token|authorization)$/i;

/** Fields that are there to be sent elsewhere. Fields made for a password (SIP) are not among them. */
const sentKeys: readonly string[] = [
  'url',
  'body',
  'parameters',
  'attributes',
  'task_attributes',
  'wait_url',
  'waitUrl',
  'stream_url',
];

function secrets(widget: PlacedWidget): FlowProblem[] {
  return sentKeys.flatMap((key) => {
    const value = own(widget.properties, key);
    if (value === undefined || !holdsSecret(value)) return [];
    return [
      problemOf(widget, 'secret-in-property', texts.secretInProperty(secretTitle(widget, key), widget.name), [key]),
    ];
  });
}

/** Each widget names its address another way; in this sentence it is the URL. */
function secretTitle(widget: PlacedWidget, key: string): string {
  return key === 'url' ? 'URL' : propertyTitle(widget.type, key);
}

function holdsSecret(value: Json): boolean {
  if (typeof value === 'string') return hasUserInfo(value) || hasSecretPair(value);
  if (!Array.isArray(value)) return false;
  return value.some(
    (entry) =>
      isJsonObject(entry) &&
      typeof entry.key === 'string' &&
      typeof entry.value === 'string' &&
      (holdsSecret(entry.value) || (secretKeys.test(entry.key) && isSecret(entry.value))),
  );
}

/** `https://user:password@host` */
function hasUserInfo(text: string): boolean {
  const password = /^\s*[a-z][a-z0-9+.-]*:\/\/[^/?#@\s:]*:([^/?#@\s]+)@/i.exec(text)?.[1];
  return password !== undefined && isSecret(password);
}

/** `?token=abc…`, `"password": "abc…"` */
function hasSecretPair(text: string): boolean {
  const pairs = text.matchAll(/(?:^|[?&\s"'{,])([A-Za-z_]+)["']?\s*[=:]\s*["']?([^&"'\s,}]+)/g);
  for (const [, key = '', value = ''] of pairs) if (secretKeys.test(key) && isSecret(value)) return true;
  return false;
}

/** Not a variable, and too long to be a word for yes. */
function isSecret(value: string): boolean {
  return value.length >= 6 && !/\{\{|\{%/.test(value);
}

function missingSubflow(widget: PlacedWidget, { flowSids }: Surroundings): FlowProblem[] {
  const references = widget.widget?.subflowReference?.(widget.properties) ?? [];
  return references.flatMap(({ flowSid }) => {
    if (flowSids === undefined || flowSids.has(flowSid)) return [];
    const fix: Fix = { label: texts.fix.chooseFlow, asks: 'flow', path: [...widget.path, 'properties', 'flow_sid'] };
    return [problemOf(widget, 'subflow-missing', texts.subflowMissing(widget.name, flowSid), ['flow_sid'], [fix])];
  });
}

/** As the engine names them (`failUnknown`). */
const failureEvents: readonly string[] = ['failed', 'fail', 'failure', 'error'];

function notRunnable(widget: PlacedWidget, { reached }: FlowModel): FlowProblem[] {
  if (widget.widget?.retired !== true || !reached.has(widget)) return [];
  const exit = widget.transitions.find(({ event }) => failureEvents.includes(event));
  const title = typeTitle(widget.type);
  const message =
    exit?.isWired === true
      ? texts.notRunnableGoesOn(title, outletLabel(widget.type, exit.event))
      : texts.notRunnable(title);
  return [problemOf(widget, 'not-runnable', message)];
}
