import { attributeOf, textOf } from '../../../../twiml/index.ts';
import { sms } from '../../../../twiml/verbs/sms.ts';
import { callbackOf } from '../callbacks.ts';
import { goto, warn } from '../run.ts';
import type { VerbRunner } from './verb-runner.ts';

/** Sends a text while the call goes on. Source: carrier page §A2, Sms. */
export const smsRunner: VerbRunner = {
  name: sms.name,
  async run(element, run) {
    const { call } = run.leg;
    const isInbound = call.direction === 'inbound';
    const callback = callbackOf(run, { url: attributeOf(sms, element, 'statusCallback') });
    const draft = {
      to: attributeOf(sms, element, 'to') ?? (isInbound ? call.from : call.to),
      from: attributeOf(sms, element, 'from') ?? (isInbound ? call.to : call.from),
      body: textOf(element).trim(),
      ...(callback ? { statusCallback: callback.url } : {}),
    };
    const sent = await run.system.text(call.accountSid, draft);
    if (sent.ok) run.leg.note({ kind: 'texted', message: sent.value.sid, to: draft.to });
    else warn(run, sent.refusal.code, `The text was refused: ${sent.refusal.message}`);
    const action = attributeOf(sms, element, 'action');
    if (action === undefined) return undefined;
    return goto(run, action, attributeOf(sms, element, 'method'), [
      ...(sent.ok ? [['SmsSid', sent.value.sid] as const] : []),
      ['SmsStatus', sent.ok ? 'sent' : 'failed'],
    ]);
  },
};
