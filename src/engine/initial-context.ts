import type { TriggerEvent } from './events.ts';
import type { Trigger } from './execution.ts';
import { isJsonObject, type JsonObject } from './json.ts';

/** Where each trigger event keeps its parameters: `trigger.<name>`. Source: execution-model §2, §7. */
export const triggerSubtrees = {
  incomingMessage: 'message',
  incomingCall: 'call',
  incomingConversationMessage: 'conversation',
  incomingRequest: 'request',
  incomingParent: 'parent',
} as const satisfies Record<TriggerEvent, string>;

/** The context that a run begins with. Source: execution-model §7. */
export function initialContext(trigger: Trigger): JsonObject {
  const { parameters } = trigger.params;
  const data = trigger.event === 'incomingRequest' && isJsonObject(parameters) ? parameters : {};
  const addOns = trigger.params.AddOns;
  return {
    flow: {
      sid: trigger.executionSid,
      flow_sid: trigger.flowSid,
      channel: { address: trigger.flowAddress },
      variables: {},
      data,
      ...(isJsonObject(addOns) ? { add_ons: addOns } : {}),
    },
    contact: { channel: { address: trigger.contactAddress } },
    trigger: { [triggerSubtrees[trigger.event]]: trigger.params },
    widgets: {},
  };
}

/** The context that a subflow begins with: shares addresses and trigger, starts without variables and widgets (messaging page §9). */
export function subflowContext(
  parent: JsonObject,
  call: {
    readonly parameters: JsonObject;
    readonly childFlowSid: string;
    readonly parentFlowSid: string;
    readonly executionSid: string;
    readonly stepSid: string;
    readonly triggerEvent: TriggerEvent;
  },
): JsonObject {
  const flow = isJsonObject(parent.flow) ? parent.flow : {};
  return {
    flow: { ...flow, flow_sid: call.childFlowSid, variables: {} },
    contact: parent.contact ?? {},
    trigger: {
      ...(isJsonObject(parent.trigger) ? parent.trigger : {}),
      parent: {
        parameters: call.parameters,
        flow_sid: call.parentFlowSid,
        execution_sid: call.executionSid,
        step_sid: call.stepSid,
        trigger_type: triggerSubtrees[call.triggerEvent],
      },
    },
    widgets: {},
  };
}
