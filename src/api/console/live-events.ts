/** Events and steps as the console gets them. Times are in milliseconds: it draws them to scale. */
import type { Problem } from '../../engine/problems.ts';
import type { RunHappening } from '../../runtime/deps.ts';
import type { RevisionSummary, StepSummary, WorkingCopyRecord } from '../../storage/storage.ts';

/** Steps of one event that are told; a page that wants all of more reads them. */
const toldSteps = 100;

/** One change to a run: what it is now, and which steps have ended. */
export function presentHappening({ execution, status, endedReason, isNew, steps, problems, nowMs }: RunHappening) {
  return {
    execution_sid: execution.sid,
    flow_sid: execution.flowSid,
    revision: execution.revision,
    contact: execution.contactAddress,
    address: execution.flowAddress,
    kind: execution.kind,
    initiated_by: execution.initiatedBy,
    is_new: isNew,
    status,
    ended_reason: endedReason,
    created_ms: execution.createdAtMs,
    updated_ms: nowMs,
    steps: steps.slice(-toldSteps).map(presentStep),
    steps_left_out: Math.max(0, steps.length - toldSteps),
    problems: problems.map(presentProblem),
  };
}

export function presentRevision(revision: RevisionSummary & { readonly isValid?: boolean }) {
  return {
    flow_sid: revision.flowSid,
    revision: revision.revision,
    friendly_name: revision.friendlyName,
    status: revision.status,
    commit_message: revision.commitMessage,
    author_sid: revision.authorSid,
    ...(revision.isValid === undefined ? {} : { valid: revision.isValid }),
    created_ms: revision.createdAtMs,
  };
}

/** A working copy without its text. */
export function presentEdit({ flowSid, version, baseRevision, authorSid, savedAtMs }: WorkingCopyRecord) {
  return {
    flow_sid: flowSid,
    version,
    base_revision: baseRevision,
    author_sid: authorSid,
    saved_ms: savedAtMs,
  };
}

export function presentStep(step: Omit<StepSummary, 'executionSid'>) {
  return {
    step_sid: step.sid,
    parent_step_sid: step.parentStepSid,
    sequence: step.sequence,
    flow_sid: step.flowSid,
    widget: step.transitionedFrom,
    type: step.type,
    event: step.event,
    transitioned_to: step.transitionedTo,
    entered_ms: step.enteredAtMs,
    ended_ms: step.endedAtMs,
  };
}

export function presentProblem({ code, level, message, state, stepSid }: Problem) {
  return { code, level, message, widget: state ?? null, step_sid: stepSid ?? null };
}
