/** Parameters of the webhooks of a call. Source: carrier page §B2, §B3. */
import type { NetworkCall } from '../../network-calls.ts';
import type { FormFields } from '../../signature.ts';
import type { StoredCall } from './call-store.ts';

/** What every request of a call has; `more` comes behind it, and does not stand twice. */
export function callParams(call: StoredCall, more: FormFields = []): FormFields {
  const fixed: FormFields = [
    ['CallSid', call.sid],
    ['AccountSid', call.accountSid],
    ['From', call.from],
    ['To', call.to],
    ['Caller', call.from],
    ['Called', call.to],
    ['CallStatus', call.status],
    ['ApiVersion', '2010-04-01'],
    ['Direction', call.direction],
    ...optional('ForwardedFrom', call.forwardedFrom),
    ...optional('ParentCallSid', call.parentSid),
    ...optional('AnsweredBy', call.answeredBy),
  ];
  const known = new Set([...fixed, ...more].map(([name]) => name));
  const extra = Object.entries(call.params).filter(([name]) => !known.has(name));
  const own = new Set(more.map(([name]) => name));
  return [...fixed.filter(([name]) => !own.has(name)), ...extra, ...more];
}

/** What is told of an event of a call; `sequence` counts from 0. */
export function statusParams(
  call: StoredCall,
  { event, sequence, atMs }: { readonly event: string; readonly sequence: number; readonly atMs: number },
): FormFields {
  const seconds = durationSeconds(call);
  return callParams(call, [
    ['CallStatus', event === 'initiated' ? 'initiated' : call.status],
    ['Timestamp', new Date(atMs).toUTCString().replace('GMT', '+0000')],
    ['CallbackSource', 'call-progress-events'],
    ['SequenceNumber', String(sequence)],
    ...(event === 'completed' && seconds !== null
      ? ([
          ['CallDuration', String(seconds)],
          // Minutes begun, as they are billed.
          ['Duration', String(Math.ceil(seconds / 60))],
        ] as const)
      : []),
  ]);
}

/** Whole seconds from the answer to the end; 0 for a call that was not answered, null for one that goes on. */
export function durationSeconds({ answeredAtMs, endedAtMs }: NetworkCall): number | null {
  if (endedAtMs === null) return null;
  return answeredAtMs === null ? 0 : Math.round((endedAtMs - answeredAtMs) / 1_000);
}

function optional(name: string, value: string | null): FormFields {
  return value === null ? [] : [[name, value]];
}
