/** Rows of what comes in at the flow's webhook, what is answered, and the callbacks we ask for. Source: execution-model §4. */
import { type Area, by, type Claim, inferred, own, row, shown } from '../row.ts';

const read = (name: RegExp) => by('src/runtime/inbound.test.ts', name);
const run = (name: RegExp) => by('src/runtime/flow-runtime.test.ts', name);
const engine = (name: RegExp) => by('src/engine/run.test.ts', name);
const ask = (name: RegExp) => by('src/widgets/send-and-wait-for-reply.test.ts', name);
const redirect = (name: RegExp) => by('src/widgets/add-twiml-redirect.test.ts', name);
const http = (name: RegExp) => by('test/e2e/webhooks.test.ts', name);
const call = (name: RegExp) => by('src/engine/call.test.ts', name);
const wire = (name: RegExp) => by('src/runtime/calls.test.ts', name);

const incoming: { readonly [name: string]: readonly [what: string, claim: Claim] } = {
  'message-starts': [
    'A message without an active run starts one by incomingMessage',
    shown(read(/^a message is read/), run(/^a message starts a run/)),
  ],
  'message-continues': [
    'A message of a waiting run is its reply',
    shown(run(/^a message starts a run, the answer goes on/), ask(/^scenario 4:/)),
  ],
  'message-ignored': [
    'A message into a run that waits for none is ignored with 81002',
    shown(run(/^a message into a run that waits for none/)),
  ],
  'message-of-a-service': [
    "A number inside a Messaging Service is known by the service's SID",
    shown(read(/^a message for a number inside a Messaging Service/)),
  ],
  'message-of-a-channel': [
    'A WhatsApp address keeps its prefix; rcs: goes',
    shown(read(/^a WhatsApp message/), read(/^an RCS message/)),
  ],
  'message-status': [
    'A delivery status counts only for a Send & Wait that waits on that message',
    inferred(read(/^a delivery status/), ask(/^scenario 7:/), ask(/^a report on another message changes nothing$/)),
  ],
  'conversation-starts': [
    'A message in a conversation starts a run by incomingConversationMessage, or is a reply',
    shown(read(/^a message in a conversation/), ask(/^in a conversation a reply is inbound/)),
  ],
  'conversation-own-message': [
    "The flow's own messages in a conversation are dropped",
    inferred(read(/^the flow's own message in a conversation/)),
  ],
  'call-starts': [
    'A new call is read as incomingCall, one run per CallSid',
    shown(read(/^a new call is read/), by('src/widgets/trigger.test.ts', /^incomingCall takes its own transition/)),
  ],
  'call-again': ['A re-fetch of a call gets the same TwiML again', inferred(wire(/^a carrier that asks again gets/))],
  'call-ends': [
    'A final call status is a notification, not a new call',
    shown(read(/^a call that is /), read(/^call progress/)),
  ],
  'call-concurrent': [
    'A second call of the pair runs beside the first, or is refused where the flow says so',
    shown(wire(/^a second call of the contact/)),
  ],
  'message-to-call-run': [
    'A message that no pair run takes is offered to a call run of the same addresses that waits for one',
    inferred(wire(/^a call whose flow asks for a text/), wire(/^calls and messages of one contact/)),
  ],
  'hang-up': [
    'A hang-up is offered to the widget, then ends what waits on the call',
    shown(
      call(/^a hang-up /),
      call(/^a verb that reports the hang-up itself/),
      call(/^a widget that does not wait on/),
    ),
  ],
  'flow-event': [
    'A FlowEvent names any event or transition of the current state',
    shown(engine(/^a FlowEvent may be any event/), read(/^FlowEvent=return/)),
  ],
  'flow-event-unknown': [
    'A FlowEvent that the state does not know is ignored with 81002',
    inferred(engine(/^a FlowEvent that the widget does not know/)),
  ],
  'flow-event-stripped': [
    'FlowEvent and Step are not among the stored parameters',
    shown(read(/^FlowEvent and Step are never among/)),
  ],
  'stale-step': [
    'A callback of a step that was left changes nothing',
    inferred(engine(/^a callback of a step that was left/)),
  ],
  'json-fields': ['ChannelAttributes and AddOns are parsed', shown(read(/^ChannelAttributes and AddOns are parsed/))],
  'unknown-target': [
    'Another account or an unknown flow is 404',
    shown(run(/^a webhook for (another account|an unknown flow) is answered 404$/)),
  ],
  'never-published': ['A flow without a published revision is 404', inferred(run(/^a flow that was never published/))],
  nonsense: [
    'What is neither message, call, conversation nor event is 400',
    own(run(/^a webhook that says nothing of what it is gets 400$/), read(/^what says nothing of itself/)),
  ],
  'repeated-delivery': [
    'A delivery that comes again gets the same answer and changes nothing',
    own(run(/^the same MessageSid again/), run(/^a hundred deliveries of one message/)),
  ],
  pinning: [
    'A run keeps its revision; a new one takes the newest published, a test user the latest',
    shown(run(/^a run stays on its revision/)),
  ],
};

const answers: { readonly [name: string]: readonly [what: string, claim: Claim] } = {
  'message-answer': [
    'A message is answered with an empty Response',
    inferred(run(/^a message starts a run/), http(/^a signed message starts a run/)),
  ],
  'redirect-answer': [
    'Add TwiML Redirect answers the open webhook with Redirect',
    shown(
      redirect(/^the open webhook is answered/),
      run(/^a webhook stays open while the flow works towards its TwiML/),
    ),
  ],
  'redirect-return': [
    'FlowEvent=return comes back with every parameter',
    shown(redirect(/^scenario 21:/), run(/^FlowEvent=return brings the run back/)),
  ],
  'no-run': [
    'A callback without a run is answered empty and starts none',
    inferred(run(/^an event for a run that has ended never starts a new one$/)),
  ],
  'voice-answer': [
    'A call is answered with the verbs of the next voice widget',
    shown(wire(/^a call is answered in the request that brings it/)),
  ],
  'holding-pattern': [
    'A call that has to wait for TwiML is held by pause and redirect',
    own(wire(/^40 seconds of work/)),
  ],
  'call-ended-flow': [
    'A flow that ends during a call is answered with an empty Response',
    inferred(wire(/^a call is answered in the request that brings it/)),
  ],
  'stale-call-step': [
    'A stale step of a live call gets the last TwiML again',
    inferred(call(/^a late or repeated request/)),
  ],
  'notification-answer': ['A notification is answered 204', shown(http(/^a notification .* is answered 204/))],
  signature: [
    'A webhook whose X-Twilio-Signature is wrong is refused with 403',
    own(http(/^a message with a wrong signature/), http(/^a signed message starts a run/)),
  ],
  'signature-algorithm': [
    'X-Twilio-Signature is computed and checked as documented, all vectors',
    shown(by('src/carriers/signature.test.ts')),
  ],
};

/** Markers of the verbs of a call and of its making, each with the widget that writes it and tests of that. */
const markers: { readonly [marker: string]: readonly [type: string, tests: RegExp] } = {
  audioComplete: ['say-play', /^(the documented form|`audioComplete` once)/],
  gather: ['gather-input-on-call', /^(the documented form|keys: )/],
  timeout: ['gather-input-on-call', /^(the documented form|`timeout` when the verb)/],
  dial: ['connect-call-to', /^(the documented form|the other party hangs up)/],
  record: ['record-voicemail', /^(by default until|a key ends it)/],
  noAudio: ['record-voicemail', /^(by default until|nothing was recorded)/],
  enqueue: ['enqueue-call', /^(the documented form|the result )/],
  pay: ['capture-payments', /^(the documented form|the result )/],
  virtualAgent: ['connect-virtual-agent-v2', /^(the documented form|the status )/],
  relay: ['run-conversation-relay', /^(the documented form|the status )/],
  next: ['fork-stream', /^(the documented form|`next` comes)/],
  answered: ['make-outgoing-call-v2', /^(its callbacks come|`answered`: )/],
  callStatus: ['make-outgoing-call-v2', /^(its callbacks come|the status )/],
};

/** Markers of the callback URLs that we write (§4.1). */
const callbacks: { readonly [marker: string]: readonly [what: string, claim: Claim] } = {
  messageStatus: [
    'StatusCallback of a message names the step',
    inferred(
      by('src/widgets/send-message.test.ts', /^the status callback is the flow webhook/),
      read(/^a delivery status of our own callback/),
    ),
  ],
  return: ['Written by others: back from Add TwiML Redirect', shown(read(/^FlowEvent=return/))],
  ...Object.fromEntries(
    Object.entries(markers).map(([marker, [type, name]]) => [
      marker,
      [`The callback FlowEvent=${marker} of ${type}`, inferred(by(`src/widgets/${type}.test.ts`, name))] as const,
    ]),
  ),
  poll: ['A call on hold asks for its TwiML', inferred(call(/^a flow that works is asked again/))],
};

const lists = { webhook: incoming, answer: answers, callback: callbacks };

export const webhookArea: Area = {
  title: 'Webhooks',
  about: 'What comes in at `/v1/Accounts/{AC}/Flows/{FW}`, what is answered, and the callbacks that flows ask for.',
  rows: Object.entries(lists).flatMap(([list, rows]) =>
    Object.entries(rows).map(([name, [what, claim]]) => row(`${list}/${name}`, what, 'execution-model §4', claim)),
  ),
};
