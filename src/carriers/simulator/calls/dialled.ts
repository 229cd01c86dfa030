/** The life of a leg that a document dialled. */
import { join, stayOn } from './bridge.ts';
import type { CallSystem } from './call-system.ts';
import type { DialTarget } from './dial-targets.ts';
import { interpret } from './interpreter.ts';
import type { Leg } from './leg.ts';
import { newCall } from './new-call.ts';
import { detectAside, endLeg } from './outgoing.ts';
import { ring } from './ringing.ts';
import { hearAll } from './run.ts';
import { keys } from './sounds.ts';

export interface DialledCall {
  readonly from: string;
  readonly target: DialTarget;
  readonly timeoutSeconds: number;
}

/** Calls a target for `parent`, which hears of it by `child` events; the leg is there when this resolves. */
export async function dialFor(
  system: CallSystem,
  parent: Leg,
  { from, target, timeoutSeconds }: DialledCall,
): Promise<Leg> {
  const { accountSid } = parent.call;
  const call = newCall(system, {
    accountSid,
    from,
    to: target.to,
    direction: 'outbound-dial',
    status: 'queued',
    parentSid: parent.sid,
    statusCallback: target.callback,
    params: target.params,
  });
  const leg = await system.switchboard.open(call);
  parent.note({ kind: 'dialled', to: target.to, call: leg.sid });
  system.switchboard.run(leg, () => liveOf(system, parent, leg, target, timeoutSeconds));
  return leg;
}

async function liveOf(
  system: CallSystem,
  parent: Leg,
  leg: Leg,
  target: DialTarget,
  timeoutSeconds: number,
): Promise<void> {
  const outcome = await ring(system, leg, timeoutSeconds);
  const end = (status: 'completed' | Exclude<typeof outcome, 'in-progress'>) => {
    endLeg(system, leg, status);
    parent.post({ kind: 'child', sid: leg.sid, state: 'ended' });
  };
  if (outcome !== 'in-progress') return end(outcome);
  parent.post({ kind: 'child', sid: leg.sid, state: 'answered' });
  if (!(await greet(system, leg, target))) return end('completed');
  parent.post({ kind: 'child', sid: leg.sid, state: 'ready' });
  const stopped = await stayOn(leg, join(leg, parent));
  if (stopped?.kind !== 'redirect') return end('completed');
  // The account takes the callee out of the bridge: the two go on apart.
  leg.mailbox.settle();
  await interpret(system, leg, stopped.target);
  endLeg(system, leg, 'completed');
}

/** Between the answer and the bridge; false when nobody is there any more. */
async function greet(system: CallSystem, leg: Leg, { sendDigits, detection, whisper }: DialTarget): Promise<boolean> {
  if (detection) detectAside(system, leg, detection);
  if (sendDigits !== undefined && (await hearAll({ leg }, keys(sendDigits)))?.kind === 'hangup') return false;
  if (!whisper) return true;
  const ending = await interpret(system, leg, whisper, 'whisper');
  return ending.kind === 'done';
}
