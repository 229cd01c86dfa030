import { compileFlow, type State } from '../../engine/definition.ts';
import { own } from '../../engine/json.ts';
import { studioDefaults } from '../../engine/limits.ts';
import { validateDefinition } from '../../engine/validation/index.ts';
import { widgetsByType } from '../../widgets/index.ts';
import { carrierGaps, carriersOf } from './carrier-gaps.ts';
import { type Finding, levels, type ReportedFlow, textsOf, type World } from './finding.ts';
import { referenceFindings } from './references.ts';

/** Everything in a flow that will not be as it was, the gravest first; each once. */
export function differencesOf(flow: ReportedFlow, world: World): Finding[] {
  const compiled = compileFlow(flow.definition, widgetsByType, { dialect: 'studio', limits: studioDefaults.liquid });
  const carriers = carriersOf(flow, world);
  const states = [...compiled.states.values()];
  const texts = states.flatMap(({ properties, transitions }) => [
    ...textsOf(properties).map(({ text }) => text),
    ...transitions.flatMap(({ conditions }) => conditions.map(({ argument }) => String(argument))),
  ]);
  const all = [
    ...validationFindings(flow),
    ...states.flatMap((state) => [
      ...widgetFindings(state),
      ...carrierGaps(state, carriers),
      ...referenceFindings(state, world),
      ...ledgerFindings(state, texts, world),
    ]),
  ];
  const seen = new Set<string>();
  return all
    .filter((finding) => {
      const key = JSON.stringify(finding);
      const isNew = !seen.has(key);
      seen.add(key);
      return isNew;
    })
    .toSorted((a, b) => levels.indexOf(a.level) - levels.indexOf(b.level));
}

/** What the API refuses, and what it only warns of. */
function validationFindings({ definition }: ReportedFlow): Finding[] {
  const { errors, warnings } = validateDefinition(definition, {
    widgets: widgetsByType,
    level: 'strict',
    limits: studioDefaults,
  });
  const states = own(definition, 'states');
  const stateOf = (path: string) => {
    const index = /^#\/states\/(\d+)(?:\/|$)/.exec(path)?.[1];
    const state = index !== undefined && Array.isArray(states) ? states[Number(index)] : undefined;
    const name = typeof state === 'object' && state !== null ? (state as { name?: unknown }).name : undefined;
    return typeof name === 'string' ? name : null;
  };
  return [
    ...errors.map(
      ({ code, message, property_path: path }): Finding => ({
        level: 'refused',
        code,
        state: stateOf(path),
        message: `${path} ${message}`,
      }),
    ),
    ...warnings.map(
      ({ code, message, property_path: path }): Finding => ({
        level: 'differs',
        code,
        state: stateOf(path),
        message: code === 'liquid-error' ? `${path}: its template fails here: ${message}` : `${path} ${message}`,
      }),
    ),
  ];
}

/** What the widget says of itself. */
function widgetFindings({ name, widget, transitions }: State): Finding[] {
  if (widget === undefined) return [];
  const findings: Finding[] = [];
  if (widget.retired === true) {
    const message = `${widget.title} stands for a retired product: its failure branch is taken`;
    findings.push({ level: 'differs', code: 'widget-retired', state: name, message });
  }
  for (const { event, next } of transitions) {
    if (next === undefined || !widget.silentEvents?.includes(event)) continue;
    findings.push({ level: 'differs', code: 'silent-event', state: name, message: `the event ${event} never fires` });
  }
  return findings;
}

/** What the ledger says of the parts that the state uses. */
function ledgerFindings(state: State, texts: readonly string[], { ledger }: World): Finding[] {
  const { name, type, widget, properties, transitions } = state;
  // A retired widget has said all there is to say.
  if (widget === undefined || widget.retired === true) return [];
  const parts = [
    '',
    ...Object.entries(properties).flatMap(([key, value]) => (isBlank(value) ? [] : [`/property/${key}`])),
    ...transitions.flatMap(({ event, next }) => (next === undefined ? [] : [`/event/${event}`])),
    ...Object.keys(widget.outputs).flatMap((key) =>
      texts.some((text) => reads(text, name, key)) ? [`/output/${key}`] : [],
    ),
  ];
  return parts.flatMap((part): Finding[] => {
    const id = `widget/${type}${part}`;
    const row = Object.hasOwn(ledger, id) ? ledger[id] : undefined;
    if (row === undefined) return [];
    const [, kind, key] = part.split('/');
    const what = kind === undefined ? `${type}: ${row.what}` : `${kind} ${key}: ${row.what}`;
    return row.notYet === undefined
      ? [{ level: 'reading', code: 'inferred', state: name, message: what }]
      : [{ level: 'differs', code: 'ledger-not-yet', state: name, message: `${what}: ${row.notYet}` }];
  });
}

/** True where a template reads `widgets.<state>.<key>`. */
function reads(text: string, state: string, key: string): boolean {
  const at = text.indexOf(`widgets.${state}.${key}`);
  const quoted = text.includes(`widgets["${state}"].${key}`) || text.includes(`widgets['${state}'].${key}`);
  return quoted || (at >= 0 && !/\w/.test(text[at + `widgets.${state}.${key}`.length] ?? ''));
}

function isBlank(value: unknown): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0);
}
