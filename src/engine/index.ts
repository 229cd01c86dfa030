export { applyPatch, type ContextPatch, foldPatches, outputPatch, valueAt } from './context.ts';
export { compileFlow, type Flow, type Program, type SubflowReference, subflowKey } from './definition.ts';
export type {
  Effect,
  EffectRequest,
  EffectResult,
  HttpRequest,
  HttpResult,
  MessageResult,
  OutboundMessage,
} from './effects.ts';
export type { ExecutionEvent, TriggerEvent, WebhookParams } from './events.ts';
export {
  ENDED,
  type EndedReason,
  type ExecutionKind,
  type ExecutionState,
  type Step,
  type Trigger,
} from './execution.ts';
export { isJsonObject, type Json, type JsonObject } from './json.ts';
export { type Limits, studioDefaults } from './limits.ts';
export type { Env, Outcome } from './outcome.ts';
export { type Problem, problemCatalogue } from './problems.ts';
export { resume, start } from './run.ts';
export { type Settings, studioSettings } from './settings.ts';
export { defineWidget, transition, type Widget, wait } from './widget.ts';
