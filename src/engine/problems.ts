/** A Studio debugger entry: what went wrong while a flow ran. Source: limits-and-errors §2. */
export interface Problem {
  readonly code: ProblemCode;
  readonly level: 'warning' | 'error';
  readonly message: string;
  /** Name of the widget it concerns, where there is one. */
  readonly state?: string;
  /** SID of the step that was running. */
  readonly stepSid?: string;
}

/** Level and title of every code that a run can log. */
export const problemCatalogue = {
  81000: { level: 'warning', title: 'Too many steps' },
  81001: { level: 'warning', title: 'The same widget too often in a row' },
  81002: { level: 'warning', title: 'Unexpected event ignored' },
  81005: { level: 'warning', title: 'No match and no transition for it' },
  81007: { level: 'error', title: 'Connecting a call timed out' },
  81008: { level: 'error', title: 'Outgoing call failed' },
  81009: { level: 'error', title: 'A queue timed out' },
  81010: { level: 'error', title: 'Function could not be invoked' },
  81011: { level: 'error', title: 'Message not sent' },
  81014: { level: 'error', title: 'HTTP request could not be made' },
  81015: { level: 'error', title: 'Task not created' },
  81016: { level: 'error', title: 'HTTP request failed' },
  81017: { level: 'error', title: 'Error in the response of a Function' },
  81018: { level: 'warning', title: 'Template could not be rendered' },
  81019: { level: 'error', title: 'Phone number uses API version 2008-08-01' },
  81020: { level: 'warning', title: 'Widget not supported here' },
  81024: { level: 'error', title: 'Subflow cannot be run' },
  81025: { level: 'warning', title: 'Too many widgets with all subflows' },
  81026: { level: 'error', title: 'Run failed because of too many widgets' },
  // Of our own (ext): the service documents no bound.
  89001: { level: 'error', title: 'Context too large' },
  89002: { level: 'error', title: 'Too much work between two waits' },
} as const satisfies Record<number, { level: 'warning' | 'error'; title: string }>;

export type ProblemCode = keyof typeof problemCatalogue;

/** Builds a problem with the level that its code has. */
export function problem(code: ProblemCode, message: string, where: { state?: string; stepSid?: string } = {}): Problem {
  return { code, level: problemCatalogue[code].level, message, ...where };
}
