import { compileFlow, type Flow, type Program, subflowKey } from '../engine/definition.ts';
import type { JsonObject } from '../engine/json.ts';
import type { Limits } from '../engine/limits.ts';
import type { Settings } from '../engine/settings.ts';
import type { Widget } from '../engine/widget.ts';
import { widgetsByType } from '../widgets/index.ts';

/** Flow definitions by `FW…@revision`, or by `FW…` alone for any revision. */
export type Subflows = { readonly [flow: string]: JsonObject };

/** Compiles a definition with the subflows that it refers to; one that is not given cannot be run. */
export function compileProgram(
  definition: JsonObject,
  subflows: Subflows,
  environment: { readonly settings: Settings; readonly limits: Limits; readonly widgets?: readonly Widget[] },
): Program {
  const { settings, limits } = environment;
  const widgets = new Map([...widgetsByType, ...(environment.widgets ?? []).map((w) => [w.type, w] as const)]);
  const compile = (source: JsonObject) =>
    compileFlow(source, widgets, { dialect: settings.liquidDialect, limits: limits.liquid });
  const flow = compile(definition);
  const compiled = new Map<string, Flow>();
  for (const reference of flow.subflows) {
    const key = subflowKey(reference);
    const source = subflows[key] ?? subflows[reference.flowSid];
    if (source !== undefined && !compiled.has(key)) compiled.set(key, compile(source));
  }
  return { flow, subflows: compiled };
}
