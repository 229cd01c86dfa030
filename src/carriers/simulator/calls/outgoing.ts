/** The life of a call that the account placed. Source: carrier page §B2, §C3. */
import type { MachineDetection } from '../../network-calls.ts';
import type { FormFields } from '../../signature.ts';
import type { StatusCallback } from './call-store.ts';
import type { CallSystem } from './call-system.ts';
import type { DocumentTarget } from './documents.ts';
import { type Ending, interpret } from './interpreter.ts';
import type { Leg } from './leg.ts';
import { type LiveRecording, type RecordingWish, wholeSeconds } from './recorder.ts';
import { ring } from './ringing.ts';
import { hearAll } from './run.ts';
import { keys } from './sounds.ts';

/** A call stays `queued` so long before it rings. */
const queuedMs = 100;
/** How long it takes to tell a person from a machine (carrier page §B2). */
const detectionMs = 4_000;

export interface OutgoingPlan {
  readonly target: DocumentTarget;
  readonly timeoutSeconds: number;
  readonly sendDigits: string | undefined;
  readonly recording: RecordingWish | undefined;
  readonly detection: Detection | undefined;
}

export interface Detection extends Pick<MachineDetection, 'mode' | 'timeoutSeconds'> {
  /** The call goes on meanwhile, and this is told the verdict. */
  readonly isAsync: boolean;
  readonly asyncCallback: StatusCallback | null;
}

export async function runOutgoing(system: CallSystem, leg: Leg, plan: OutgoingPlan): Promise<void> {
  const outcome = (await isCanceledAtOnce(leg)) ? 'canceled' : await ring(system, leg, plan.timeoutSeconds);
  if (outcome !== 'in-progress') return endLeg(system, leg, outcome);
  const recording = plan.recording && system.recorder.start(leg, plan.recording);
  const isThere = await greet(system, leg, plan);
  const ending = isThere ? await interpret(system, leg, plan.target) : undefined;
  if (recording) noteRecording(system, leg, recording);
  endLeg(system, leg, statusOf(ending));
}

/** The end of a call that was placed to be recorded is told with its recording. Source: carrier page §B3. */
function noteRecording({ recorder }: CallSystem, leg: Leg, recording: LiveRecording): void {
  const row = recorder.stop(recording);
  const params = {
    RecordingUrl: recorder.urlOf(row),
    RecordingSid: row.sid,
    RecordingDuration: wholeSeconds(row.durationSeconds ?? 0),
  };
  leg.amend({ params: { ...leg.call.params, ...params } });
}

/** The last thing that a leg's life does. */
export function endLeg(
  system: CallSystem,
  leg: Leg,
  status: ReturnType<typeof statusOf> | 'failed' | 'canceled',
): void {
  for (const stop of leg.companions.values()) stop();
  leg.companions.clear();
  system.recorder.stopAll(leg);
  system.switchboard.finish(leg, status);
}

export function statusOf(ending: Ending | undefined): 'completed' | 'busy' | 'no-answer' {
  return ending?.kind === 'end' ? (ending.as ?? 'completed') : 'completed';
}

async function isCanceledAtOnce(leg: Leg): Promise<boolean> {
  for (;;) {
    const event = await leg.next(leg.call.createdAtMs + queuedMs);
    if (event.kind === 'time') return false;
    if (event.kind === 'hangup') return true;
    if (event.kind === 'answer' && event.answer === 'canceled') return true;
  }
}

/** Between the answer and the first document; false when nobody is there any more. */
async function greet(system: CallSystem, leg: Leg, { sendDigits, detection }: OutgoingPlan): Promise<boolean> {
  if (sendDigits !== undefined) {
    // Tones are for a machine: nobody listens for one as well (carrier page §C3).
    const stopped = await hearAll({ leg }, keys(sendDigits));
    return stopped?.kind !== 'hangup';
  }
  if (!detection) return true;
  if (!detection.isAsync) return detect(system, leg, detection);
  detectAside(system, leg, detection);
  return true;
}

/** Holds the call until somebody said who it is, or for as long as that takes. */
async function detect(system: CallSystem, leg: Leg, { mode, timeoutSeconds }: Detection): Promise<boolean> {
  const untilMs = leg.nowMs() + Math.min(detectionMs, timeoutSeconds * 1_000);
  const startedMs = leg.nowMs();
  leg.at({ verb: 'detecting', mode });
  let answeredBy = timeoutSeconds * 1_000 < detectionMs ? 'unknown' : 'human';
  for (;;) {
    const event = await leg.next(untilMs);
    if (event.kind === 'hangup') return false;
    if (event.kind === 'answered-by') answeredBy = event.answeredBy;
    // A verdict takes its time, also where it is known beforehand.
    if (event.kind === 'time' || event.kind === 'redirect') break;
  }
  knowWho(system, leg, verdictOf(answeredBy, mode), leg.nowMs() - startedMs);
  return true;
}

/** The call goes on meanwhile; the verdict is told when it is there. */
export function detectAside(
  system: CallSystem,
  leg: Leg,
  { mode, asyncCallback: callback }: Pick<Detection, 'mode' | 'asyncCallback'>,
): void {
  const startedMs = leg.nowMs();
  const said = leg.mailbox.find((event) => event.kind === 'answered-by');
  system.clock.at(startedMs + detectionMs, () => {
    if (leg.isOver) return;
    const answeredBy = verdictOf(said?.kind === 'answered-by' ? said.answeredBy : 'human', mode);
    const durationMs = leg.nowMs() - startedMs;
    knowWho(system, leg, answeredBy, durationMs);
    if (!callback) return;
    const { url, method } = callback;
    const params: FormFields = [
      ['CallSid', leg.sid],
      ['AccountSid', leg.call.accountSid],
      ['AnsweredBy', answeredBy],
      ['MachineDetectionDuration', String(durationMs)],
    ];
    system.switchboard.request(leg, { url, method, params }, 'amd');
  });
}

/** Who waits for the end of a greeting hears of a machine when it is over. Source: voice page §4, step 5. */
function verdictOf(answeredBy: string, mode: Detection['mode']): string {
  return answeredBy === 'machine_start' && mode === 'DetectMessageEnd' ? 'machine_end_beep' : answeredBy;
}

function knowWho(system: CallSystem, leg: Leg, answeredBy: string, durationMs: number): void {
  const params = { ...leg.call.params, MachineDetectionDuration: String(durationMs) };
  leg.amend({ answeredBy, params });
  leg.note({ kind: 'answered-by', answered_by: answeredBy, milliseconds: durationMs });
  system.switchboard.save(leg);
}
