import { valueAt } from './context.ts';
import type { JsonObject } from './json.ts';

/** Where the context says what became of the run's conversation. */
export const channelStatusPath = ['flow', 'channel', 'status'] as const;

/** The status of a conversation that a person took over. Source: messaging page §10. */
export const handedOff = 'handed off';

/** True when a person has taken over the conversation of the run. */
export function isHandedOff(context: JsonObject): boolean {
  return valueAt(context, channelStatusPath) === handedOff;
}
