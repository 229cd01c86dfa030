/** What the validator finds, in plain language and with fixes. Its severity counts: what Studio accepts is no error. */
import { isJsonObject, type Json, type JsonObject, own } from '../../engine/json.ts';
import type { Limits } from '../../engine/limits.ts';
import { predicates } from '../../engine/predicates/index.ts';
import { type ValidationCode, type ValidationProblem, validateDefinition } from '../../engine/validation/index.ts';
import type { Path } from '../../engine/validation/report.ts';
import { typeWord } from '../../engine/validation/schema.ts';
import { widgetsByType } from '../../widgets/index.ts';
import { problemTexts as texts } from '../texts/problems.ts';
import { typeTitle } from '../widget-words.ts';
import { type FlowModel, freeName } from './flow-model.ts';
import { liquidFault } from './liquid-fault.ts';
import { nearestName } from './nearest.ts';
import { ownerOf, pathOfPointer, schemaAt, titleAt, typeAt, valueAt } from './places.ts';
import type { Edit, Fix, FlowProblem, ProblemId, Severity } from './problem.ts';
import { retyped } from './retyped.ts';

/** Kept and odd, not wrong: the table of console.md §6 calls these notices. */
const notices: readonly ValidationCode[] = ['unknown-property', 'unusual-name'];

interface Found {
  readonly code: ValidationCode;
  readonly path: Path;
  readonly message: string;
  readonly owner: string;
  readonly model: FlowModel;
  readonly limits: Limits;
}

type Told = { readonly message: string; readonly fixes?: readonly Fix[]; readonly id?: ProblemId };

export function refusals(model: FlowModel, limits: Limits): FlowProblem[] {
  const { errors, warnings } = validateDefinition(model.definition, {
    widgets: widgetsByType,
    level: 'strict',
    limits,
  });
  const told = new Set<string>();
  const tell = (severity: Severity) => (problem: ValidationProblem) => {
    const { code, property_path: pointer } = problem;
    // The validator names every event that would be right; one sentence does.
    const key = `${code} ${pointer}`;
    if (code === 'unknown-event' && told.has(key)) return [];
    told.add(key);
    const path = pathOfPointer(model.definition, pointer);
    const { state, widget, owner } = ownerOf(model.definition, path);
    const {
      message,
      fixes = [],
      id = code,
    } = tellers[code]({ code, path, message: problem.message, owner, model, limits });
    const found: FlowProblem = {
      id,
      severity: notices.includes(code) && severity === 'warning' ? 'notice' : severity,
      widget,
      state,
      path,
      message,
      fixes,
    };
    return [found];
  };
  return [...errors.flatMap(tell('error')), ...warnings.flatMap(tell('warning'))];
}

const tellers: { readonly [code in ValidationCode]: (found: Found) => Told } = {
  missing: tellMissing,
  'null-value': tellMissing,
  'wrong-type': tellWrongType,
  'not-in-enumeration': tellNotInList,
  'wrong-constant': tellGeneral,
  'wrong-pattern': tellGeneral,
  'out-of-range': tellOutOfRange,
  'wrong-length': (found) => (isNameOrKey(found) ? tellMissing(found) : tellGeneral(found)),
  'too-few-items': tellMissing,
  'too-many-items': tellTooMany,
  'repeated-items': tellGeneral,
  'unknown-property': ({ path, model: { definition } }) => ({
    message: texts.unknownProperty(
      String(path.at(-1)),
      path[2] === 'properties' ? typeTitle(typeAt(definition, path)) : path.length === 1 ? 'a flow' : titleOfKind(path),
    ),
    fixes: [{ label: texts.fix.remove, edits: [{ do: 'remove', path }] }],
  }),
  'invalid-property': tellInvalid,
  'unknown-widget-type': tellUnknownType,
  'unknown-event': ({ path, model: { definition } }) => ({
    message: texts.unknownEvent(String(valueAt(definition, path)), typeTitle(typeAt(definition, path))),
    fixes: [{ label: texts.fix.remove, edits: [{ do: 'remove', path: path.slice(0, -1) }] }],
  }),
  'unknown-target': tellUnknownTarget,
  'unknown-initial-state': (found) => ({
    message: texts.unknownInitialState(String(valueAt(found.model.definition, found.path))),
    fixes: startAtTrigger(found),
  }),
  'initial-state-not-trigger': (found) => ({
    message: texts.initialStateNotTrigger(String(valueAt(found.model.definition, found.path))),
    fixes: startAtTrigger(found),
  }),
  'duplicate-name': ({ path, model }) => {
    const name = String(valueAt(model.definition, path));
    const free = freeName(name.replace(/_\d+$/, ''), model);
    return {
      message: texts.duplicateName(name),
      // What refers to the name goes on meaning the first of the two.
      fixes: [{ label: texts.fix.rename(free), edits: [{ do: 'set', path, value: free }] }],
    };
  },
  'unusual-name': tellUnusualName,
  'missing-trigger': () => ({ message: texts.missingTrigger }),
  'several-triggers': ({ owner, path }) => ({
    message: texts.severalTriggers(owner),
    fixes: [{ label: texts.fix.deleteWidget, edits: [{ do: 'delete', state: Number(path[1]) }] }],
  }),
  'unwired-trigger': ({ model }) => ({ message: texts.unwiredTrigger, fixes: connectTrigger(model) }),
  'rest-only': ({ owner }) => ({ message: texts.restOnly(owner) }),
  'subflow-revisions-differ': ({ owner }) => ({ message: texts.subflowRevisionsDiffer(owner) }),
  'too-many-subflow-widgets': tellGeneral,
  'too-many-subflows': tellGeneral,
  'liquid-error': tellLiquid,
  'too-many-problems': tellGeneral,
};

/** `ask_day needs a Message body.` */
function tellMissing({ owner, path, model: { definition } }: Found): Told {
  return { message: texts.missing(owner, titleAt(definition, path)) };
}

function isNameOrKey({ path, model: { definition } }: Found): boolean {
  return valueAt(definition, path) === '';
}

/** The validator's words, with a subject before them. */
function tellGeneral({ owner, path, message, model: { definition } }: Found): Told {
  const title = titleAt(definition, path);
  const subject = path.length < 2 || title === '""' ? owner : texts.valueOf(title, owner);
  return { message: texts.general(subject, message) };
}

function titleOfKind(path: Path): string {
  return path.includes('conditions') ? 'a condition' : path.includes('transitions') ? 'a transition' : 'a widget';
}

function tellWrongType({ owner, path, message, model: { definition } }: Found): Told {
  const value = valueAt(definition, path) ?? null;
  const expected = wantedType(definition, path) ?? /, (\w+) expected$/.exec(message)?.[1] ?? '';
  const title = titleAt(definition, path);
  const found = typeWord(value);
  const converted = convert(value, expected);
  const shown = JSON.stringify(value);
  if (converted === undefined) return { message: texts.wrongType(title, owner, found, shown, expected) };
  return {
    message: texts.wrongTypeConverted(title, owner, found, shown, expected, JSON.stringify(converted)),
    fixes: [{ label: texts.fix.convert, edits: [{ do: 'set', path, value: converted }] }],
  };
}

function wantedType(definition: JsonObject, path: Path): string | undefined {
  const type = schemaAt(definition, path)?.type;
  return typeof type === 'string' ? type : undefined;
}

/** The same value in another JSON type; undefined where nothing of that type says the same. */
function convert(value: Json, type: string): Json | undefined {
  if (type === 'string' && (typeof value === 'number' || typeof value === 'boolean')) return String(value);
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  if (type === 'integer' && /^-?\d{1,15}$/.test(text)) return Number(text);
  if (type === 'number' && /^-?\d{1,15}(\.\d+)?$/.test(text)) return Number(text);
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return undefined;
}

function tellNotInList({ owner, path, model: { definition } }: Found): Told {
  const value = String(valueAt(definition, path));
  const isComparison = path[4] === 'conditions';
  const allowed = (isComparison ? predicates.map(({ type }) => type) : (schemaAt(definition, path)?.enum ?? [])).map(
    String,
  );
  // A short list is known by heart: what is meant may be written quite differently.
  const nearest = nearestName(value, allowed, value.length - 1);
  return {
    message: texts.notInList(titleAt(definition, path), owner, value, allowed),
    fixes:
      nearest === undefined ? [] : [{ label: texts.fix.set(nearest), edits: [{ do: 'set', path, value: nearest }] }],
  };
}

function tellOutOfRange({ owner, path, model: { definition } }: Found): Told {
  const value = Number(valueAt(definition, path));
  const { minimum, maximum } = schemaAt(definition, path) ?? {};
  const title = titleAt(definition, path);
  const isTooLarge = maximum !== undefined && value > maximum;
  const bound = (isTooLarge ? maximum : minimum) ?? value;
  return {
    message: isTooLarge ? texts.tooLarge(title, owner, value, bound) : texts.tooSmall(title, owner, value, bound),
    fixes: [{ label: texts.fix.set(String(bound)), edits: [{ do: 'set', path, value: bound }] }],
  };
}

function tellTooMany(found: Found): Told {
  const { path, limits, model } = found;
  if (path.length > 1) return tellGeneral(found);
  return { message: texts.tooManyWidgets(model.widgets.length, limits.widgetsPerFlow) };
}

function tellInvalid(found: Found): Told {
  const { path, owner } = found;
  if (path[3] === 'flow_sid') {
    return { message: texts.badSubflow(owner), fixes: [{ label: texts.fix.chooseFlow, asks: 'flow', path }] };
  }
  if (path[3] !== 'flow_revision') return tellGeneral(found);
  const value = 'LatestPublished';
  return {
    message: texts.badRevision(owner),
    fixes: [{ label: texts.fix.set(value), edits: [{ do: 'set', path, value }] }],
  };
}

function tellUnknownType({ path, model: { definition } }: Found): Told {
  const type = String(valueAt(definition, path));
  const nearest = nearestType(type);
  const state = valueAt(definition, path.slice(0, 2));
  const edits = nearest === undefined || !isJsonObject(state) ? undefined : retyped(state, path.slice(0, 2), nearest);
  const title = nearest === undefined ? undefined : typeTitle(nearest);
  return {
    message: texts.unknownType(type, title),
    fixes: edits === undefined || title === undefined ? [] : [{ label: texts.fix.changeType(title), edits }],
  };
}

/** By its letters, or by a part that is left out: `http-request` is `make-http-request`. */
function nearestType(type: string): string | undefined {
  const types = [...widgetsByType.keys()];
  const wanted = type.toLowerCase();
  const part = wanted.length < 4 ? undefined : types.find((each) => each.includes(wanted) || wanted.includes(each));
  return nearestName(type, types) ?? part;
}

function tellUnknownTarget({ owner, path, model }: Found): Told {
  const target = String(valueAt(model.definition, path));
  const nearest = model.nearestName(target);
  const place = { state: Number(path[1]), transition: Number(path[3]) };
  const event = valueAt(model.definition, [...path.slice(0, -1), 'event']);
  const connect: Edit[] =
    nearest === undefined || typeof event !== 'string' ? [] : [{ do: 'connect', ...place, event, to: nearest }];
  return {
    message: texts.unknownTarget(owner, target, nearest),
    fixes: [
      ...(nearest === undefined || connect.length === 0
        ? []
        : [{ label: texts.fix.connectTo(nearest), edits: connect }]),
      { label: texts.fix.disconnect, edits: [{ do: 'remove', path }] },
    ],
  };
}

function startAtTrigger({ model: { trigger } }: Found): Fix[] {
  if (trigger === undefined) return [];
  const edit: Edit = { do: 'set', path: ['initial_state'], value: trigger.name };
  return [{ label: texts.fix.startAtTrigger, edits: [edit] }];
}

function tellUnusualName({ path, model }: Found): Told {
  const name = String(valueAt(model.definition, path));
  const isPeriod = name.includes('.');
  const say = /\s/.test(name) ? texts.nameHasSpace : isPeriod ? texts.nameHasPeriod : texts.nameHasNoLetter;
  const plain = name
    .trim()
    .replace(/[\s.]+/g, '_')
    .replace(/^[^A-Za-z]+/, '');
  const free = plain !== '' && !model.byName.has(plain) ? plain : freeName(plain === '' ? 'widget' : plain, model);
  return {
    message: say(name),
    fixes: [{ label: texts.fix.rename(free), edits: [{ do: 'rename', state: Number(path[1]), to: free }] }],
  };
}

/** The topmost widget that it fits, by the event that it can do most with. */
function connectTrigger({ trigger, widgets }: FlowModel): Fix[] {
  if (trigger === undefined) return [];
  const others = widgets.filter(({ type }) => type !== 'trigger');
  const [first] = others.sort((left, right) => topOf(left.properties) - topOf(right.properties));
  if (first === undefined) return [];
  const byChannel = [
    ['message', 'incomingMessage', 'Message'],
    ['call', 'incomingCall', 'Call'],
    ['request', 'incomingRequest', 'REST API'],
  ] as const;
  const channels = first.widget?.channels ?? ['message'];
  const [, event, label] = byChannel.find(([channel]) => channels.includes(channel)) ?? byChannel[0];
  const transition = trigger.transitions.find((each) => each.event === event)?.index;
  return [
    {
      label: texts.fix.connectEvent(label, first.name),
      edits: [{ do: 'connect', state: trigger.index, transition, event, to: first.name }],
    },
  ];
}

function topOf(properties: JsonObject): number {
  const offset = own(properties, 'offset');
  return isJsonObject(offset) && typeof offset.y === 'number' ? offset.y : 0;
}

function tellLiquid({ owner, path, model: { definition } }: Found): Told {
  const source = String(valueAt(definition, path));
  const fault = liquidFault(source);
  const title = titleAt(definition, path);
  const replace = (text: string, label: string): Fix[] => [{ label, edits: [{ do: 'set', path, value: text }] }];
  switch (fault?.kind) {
    case 'unknown-filter':
    case 'unknown-tag': {
      const { name, nearest, kind, replaced } = fault;
      const say = kind === 'unknown-filter' ? texts.unknownFilter : texts.unknownTag;
      const fixes =
        nearest === undefined || replaced === undefined ? [] : replace(replaced, texts.fix.replace(nearest));
      return { id: kind, message: say(name, nearest), fixes };
    }
    case 'not-closed':
      return {
        message: texts.liquidSyntax(title, owner, texts.notClosed(fault.opening), fault.line),
        fixes: fault.closed === undefined ? [] : replace(fault.closed, texts.fix.close),
      };
    default:
      return { message: texts.liquidSyntax(title, owner, fault?.words ?? '', fault?.line ?? 1) };
  }
}
