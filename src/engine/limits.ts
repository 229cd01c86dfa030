import { type LiquidLimits, studioLimits } from './liquid/index.ts';
import { regexSteps } from './predicates/index.ts';

/**
 * Every number that bounds a flow or a run, in one table; a configuration can relax each of them.
 * Source: limits-and-errors §1; values marked (inferred) or (ext) there are ours.
 */
export interface Limits {
  /** Recorded steps of one execution, subflow steps included. */
  readonly stepsPerExecution: number;
  /** Entries of the same widget in a row; one more ends the execution. */
  readonly sameWidgetInARow: number;
  /** Age in days at which an execution is ended and deleted. */
  readonly executionDays: number;
  /** Widgets of a flow with all its subflow instances. */
  readonly widgetsPerFlow: number;
  /** `run-subflow` widgets in one parent. */
  readonly subflowWidgets: number;
  /** Different subflows in one parent. */
  readonly subflowDefinitions: number;
  /** Seconds that HTTP Request and Run Function wait, redirects included. */
  readonly httpSeconds: number;
  /** Bytes of an HTTP or Function answer. */
  readonly httpBodyBytes: number;
  readonly httpRedirects: number;
  /** Bytes of `To` + `From` at REST create. */
  readonly contactBytes: number;
  readonly testUserBytes: number;
  readonly testUsers: number;
  readonly definitionBytes: number;
  readonly parametersBytes: number;
  /** Bytes of the whole context as JSON. */
  readonly contextBytes: number;
  /** Seconds for which a message that fails without a refusal is tried again, from its first failure on. */
  readonly sendPatienceSeconds: number;
  /** Seconds in which a request that was cut off may still be carried out by a carrier. */
  readonly sendSettleSeconds: number;
  /** Seconds that the request of a call's verb may come after the status that says the call is over. */
  readonly hangupGraceSeconds: number;
  /** Seconds without news after which the carrier of a call is asked whether it goes on. */
  readonly callCheckSeconds: number;
  /** Characters of a message body. */
  readonly messageBodyCharacters: number;
  /** Characters of a task's attributes, rendered. */
  readonly taskAttributesCharacters: number;
  /** Steps of the regular-expression matcher for one comparison. */
  readonly regexSteps: number;
  /** Work of all templates and regular expressions between two waits, about a second: other runs wait meanwhile. */
  readonly passSteps: number;
  readonly liquid: LiquidLimits;
}

export const studioDefaults: Limits = {
  stepsPerExecution: 1000,
  sameWidgetInARow: 10,
  executionDays: 30,
  widgetsPerFlow: 2000,
  subflowWidgets: 150,
  subflowDefinitions: 50,
  httpSeconds: 10,
  httpBodyBytes: 65_536,
  httpRedirects: 10,
  contactBytes: 300,
  testUserBytes: 300,
  testUsers: 100,
  definitionBytes: 8 * 1024 * 1024,
  parametersBytes: 64 * 1024,
  contextBytes: 1024 * 1024,
  // As long as the service itself keeps a message that it cannot send yet: `ValidityPeriod`, carrier page §C2.
  sendPatienceSeconds: 36_000,
  sendSettleSeconds: 10,
  // `HANGUP_ACTION_GRACE` (inferred, voice page §0.5).
  hangupGraceSeconds: 10,
  callCheckSeconds: 300,
  messageBodyCharacters: 1600,
  taskAttributesCharacters: 1024,
  regexSteps,
  passSteps: 3_000_000,
  liquid: studioLimits,
};
