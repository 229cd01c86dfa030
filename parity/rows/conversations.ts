/** Rows of conversations: those that runs start or take up, and their service, here and at Twilio. */
import { type Area, by, type Claim, inferred, own, row, shown } from '../row.ts';

const local = (name: RegExp) => by('src/products/local/conversations/conversations.test.ts', name);
const earlier = (name: RegExp) => by('src/products/local/conversations/earlier-texts.test.ts', name);
const work = (name: RegExp) => by('src/products/local/conversations/work.test.ts', name);
const twilio = (name: RegExp) => by('src/products/twilio/conversations.test.ts', name);
const widget = (name: RegExp) => by('src/widgets/start-conversation.test.ts', name);
const resume = (name: RegExp) => by('src/widgets/resume-conversation.test.ts', name);
const whole = (name: RegExp) => by('test/e2e/conversations.test.ts', name);
const carrier = (name: RegExp) => by('test/e2e/conversations-carrier.test.ts', name);
const api = (name: RegExp) => by('test/e2e/conversations-api.test.ts', name);
const ending = (name: RegExp) => by('src/engine/ending.test.ts', name);

const studio = 'https://www.twilio.com/docs/studio/widget-library/start-conversation';
const messages = 'https://www.twilio.com/docs/conversations/api/conversation-message-resource';
const participants = 'https://www.twilio.com/docs/conversations/api/conversation-participant-resource';
const timers = 'https://www.twilio.com/docs/conversations/states-timers';
const webhooks = 'https://www.twilio.com/docs/conversations/conversations-webhooks';

const rows: { readonly [name: string]: readonly [what: string, claim: Claim, source?: string] } = {
  'rest-only': [
    'Only a run that the REST API started, and has none yet, gets a conversation; others fail with 81020',
    inferred(widget(/^a run that began by/), widget(/^a run that has a conversation/), resume(/^a run (that a|on a)/)),
  ],
  channel: [
    'The conversation is merged into flow.channel, and messages of the run go into it',
    shown(widget(/^what was made is merged/), widget(/^messages of the run then go/)),
  ],
  'any-participant': [
    "A message by any participant moves the flow on, the flow's own never",
    shown(
      widget(/any participant’s answer moves it on$/),
      local(/^what a flow says leaves/),
      local(/^an agent’s message reaches/),
      whole(/^an agent joins by HTTP/),
    ),
    'messaging page §4.1',
  ],
  'reply-twice': [
    'A reply is written to inbound and refreshes trigger.conversation',
    inferred(widget(/^messages of the run then go/)),
    'messaging page §4.2',
  ],
  'found-by-conversation': [
    'A run that REST started is found by its conversation',
    shown(whole(/^a flow starts a conversation/)),
    'execution-model §4',
  ],
  'conversation-trigger': [
    'A message of a conversation that nobody waits in begins a run by incomingConversationMessage',
    shown(whole(/^a published messaging flow/), whole(/^a published WhatsApp flow/)),
    'execution-model §2',
  ],
  'at-end': [
    'What a run owes its conversation is done however it ends: its webhook goes, the conversation closes where asked',
    shown(
      ending(/^\w+: what the last step said/),
      ending(/^\w+ from outside/),
      widget(/^stopped from outside/),
      whole(/^the conversation is closed with the run/),
      whole(/^a run that is deleted/),
    ),
    studio,
  ],
  'handed-off': [
    'A conversation that was handed to a person hears no more of the flow, and stays open',
    shown(widget(/^a conversation that a person has taken over/)),
    studio,
  ],
  'local/fields': [
    'Conversations, participants and messages have the fields of the Conversations API',
    shown(
      local(/^local: a conversation that is started/),
      local(/^local: a message shows/),
      api(/^a conversation shows/),
    ),
    messages,
  ],
  'local/binding': [
    'An address and a proxy address are bound in one open conversation at a time (50416)',
    shown(local(/^local: an address that is bound already/), whole(/^an address that is bound already/)),
    participants,
  ],
  'local/bridge-out': [
    'A message leaves as a text from the proxy address to each participant but its author',
    shown(local(/^what a flow says leaves/), local(/^in a group everybody/), local(/^templates and media/)),
    messages,
  ],
  'local/bridge-in': [
    "A text from a bound address goes into the conversation, and reaches the flow as the conversation's webhook",
    shown(local(/^a text of the participant comes/), local(/is not for conversations$/)),
    webhooks,
  ],
  'local/once': [
    'A webhook that comes twice adds one message',
    own(local(/^the same webhook twice/), whole(/^a webhook that comes twice/)),
  ],
  'local/exactly-once': [
    'Each text leaves once and in order, whatever carrier and process do',
    own(work(/^whatever the carrier does/), work(/^what one process began/), work(/^a text whose fate nobody knows/)),
  ],
  'local/outbox': [
    'Texts to participants are messages of the outbox: seen with why they wait or failed, sent again, shown as the last fares',
    own(
      local(/^texts are in the outbox/),
      local(/^a text that is sent again/),
      carrier(/^a text that the carrier refuses/),
    ),
  ],
  'local/upgrade': [
    'Texts that a version without the outbox had begun to send are asked for, and not repeated; those that it sent are known',
    own(earlier(/^after an upgrade/), earlier(/^texts of before/)),
  ],
  'local/pace': [
    'Texts of one number leave no faster than it may send',
    own(work(/^texts of one number leave/), carrier(/^texts of a conversation keep the pace/)),
  ],
  'local/given-up': [
    'A text that cannot leave is given up as any message is; a flow that takes no message for four hours does not hear of it',
    own(work(/^a text that cannot leave/), work(/^a flow that takes no message/)),
  ],
  'local/delivery': [
    'What the carrier reports shows in the delivery of the message',
    shown(
      local(/^reports of the carrier/),
      local(/^a text that the carrier refuses/),
      whole(/^a webhook that comes twice/),
    ),
    messages,
  ],
  'local/timers': [
    'A conversation becomes inactive and is closed by its timers; a message begins them anew',
    shown(local(/^a conversation becomes inactive/), local(/(inactive|closed)After .* is refused$/)),
    timers,
  ],
  'local/closed': [
    'A closed conversation takes nothing more (50377)',
    shown(local(/^local: a conversation is closed once/), api(/^a closed conversation/)),
    timers,
  ],
  'local/api': [
    'People read conversations and take part in them by HTTP',
    own(
      api(/^conversations are listed/),
      api(/^messages are listed/),
      api(/^what cannot be done/),
      api(/^a subaccount/),
    ),
  ],
  'twilio/forms': [
    'Conversations are made at Twilio by the forms of the Conversations API',
    shown(twilio(/^twilio: /), twilio(/^a start is the forms/), twilio(/^all pages of the participants/)),
    participants,
  ],
  'twilio/once': [
    'A start whose answer was lost is asked for and carried on',
    own(twilio(/^a start that was cut off/), twilio(/^twilio: what was sent is found/)),
  ],
  'twilio/media': [
    'A message with media goes into a conversation at Twilio',
    { tests: [], notYet: 'Twilio wants the file itself, and Atelier does not upload files: the message is refused.' },
    messages,
  ],
  'other-events': [
    'Events besides new messages, asked for by webhook_filters, reach the run from conversations on this machine',
    { tests: [], notYet: 'Conversations on this machine report new messages alone.' },
    webhooks,
  ],
};

export const conversationArea: Area = {
  title: 'Conversations',
  about: 'Threads of flows, contacts and people: on this machine, or at Twilio.',
  rows: Object.entries(rows).map(([name, [what, claim, source = 'messaging page §12']]) =>
    row(`conversations/${name}`, what, source, claim),
  ),
};
