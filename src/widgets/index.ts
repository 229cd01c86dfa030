/** The only list of widgets, in the order of the official enumeration as the validator prints it (spec README §5). */
import type { Widget } from '../engine/widget.ts';
import { addMemberToChatChannel } from './add-member-to-chat-channel.ts';
import { addTwimlRedirect } from './add-twiml-redirect.ts';
import { capturePayments } from './capture-payments.ts';
import { connectCallTo } from './connect-call-to.ts';
import { connectVirtualAgent } from './connect-virtual-agent.ts';
import { connectVirtualAgentV2 } from './connect-virtual-agent-v2.ts';
import { createChatChannel } from './create-chat-channel.ts';
import { createTask } from './create-task.ts';
import { enqueueCall } from './enqueue-call.ts';
import { forkStream } from './fork-stream.ts';
import { gatherInputOnCall } from './gather-input-on-call.ts';
import { makeHttpRequest } from './make-http-request.ts';
import { makeOutgoingCallV1 } from './make-outgoing-call-v1.ts';
import { makeOutgoingCallV2 } from './make-outgoing-call-v2.ts';
import { recordCall } from './record-call.ts';
import { recordVoicemail } from './record-voicemail.ts';
import { resumeConversation } from './resume-conversation.ts';
import { runConversationRelay } from './run-conversation-relay.ts';
import { runFunction, runFunctionV2 } from './run-function.ts';
import { runSubflow } from './run-subflow.ts';
import { sayPlay } from './say-play.ts';
import { sendAndWaitForReply } from './send-and-wait-for-reply.ts';
import { sendMessage } from './send-message.ts';
import { sendToAutoPilot } from './send-to-auto-pilot.ts';
import { sendToFlex } from './send-to-flex.ts';
import { setVariables } from './set-variables.ts';
import { splitBasedOn } from './split-based-on.ts';
import { startConversation } from './start-conversation.ts';
import { trigger } from './trigger.ts';
import { understand } from './understand.ts';
import { updateSyncObject } from './update-sync-object.ts';

export const widgets: readonly Widget[] = [
  trigger,
  sendMessage,
  sendAndWaitForReply,
  splitBasedOn,
  setVariables,
  makeHttpRequest,
  runFunction,
  runFunctionV2,
  runSubflow,
  sendToFlex,
  addTwimlRedirect,
  startConversation,
  resumeConversation,
  createTask,
  createChatChannel,
  addMemberToChatChannel,
  updateSyncObject,
  understand,
  sendToAutoPilot,
  sayPlay,
  gatherInputOnCall,
  connectCallTo,
  makeOutgoingCallV2,
  makeOutgoingCallV1,
  recordVoicemail,
  recordCall,
  enqueueCall,
  capturePayments,
  forkStream,
  connectVirtualAgent,
  connectVirtualAgentV2,
  runConversationRelay,
];

export const widgetsByType: ReadonlyMap<string, Widget> = new Map(widgets.map((widget) => [widget.type, widget]));
