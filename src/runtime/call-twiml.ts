/** What calls are told where no widget says it. */
import { pollEvent } from '../engine/call.ts';
import type { StoredExecution } from '../storage/storage.ts';
import { buildTwiml, element } from '../twiml/index.ts';

/** Seconds that a call waits before it asks again; the request it then makes is held open for the webhook's budget. */
const pauseSeconds = '1';

/** For a second call where the flow allows none (inferred, execution-model §4). `CONCURRENT_CALL_ANSWER` */
export const refusedCall = buildTwiml([element('Reject')]);

/** For a call whose flow is still at work: it waits, and asks again. Source: carrier page §E1, holding pattern. */
export function heldCall({ accountSid, flowSid, runningStepSid }: StoredExecution, webhookBase: string): string {
  const step = runningStepSid === null ? '' : `&Step=${runningStepSid}`;
  const url = `${webhookBase}/v1/Accounts/${accountSid}/Flows/${flowSid}?FlowEvent=${pollEvent}${step}`;
  return buildTwiml([element('Pause', { length: pauseSeconds }), element('Redirect', { method: 'POST' }, url)]);
}
