/** Rows of the products that flows hand over to. Conversations have rows of their own. */
import { type Area, by, type Claim, inferred, own, row, shown } from '../row.ts';

const local = (name: RegExp) => by('src/products/local/local.test.ts', name);
const twilio = (name: RegExp) => by('src/products/twilio/twilio.test.ts', name);
const api = (name: RegExp) => by('src/api/local/local.test.ts', name);
const flex = (name: RegExp) => by('src/widgets/send-to-flex.test.ts', name);
const whole = (name: RegExp) => by('test/e2e/tasks.test.ts', name);

const taskRouter = 'https://www.twilio.com/docs/taskrouter/api/task';
const interactions = 'https://www.twilio.com/docs/flex/developer/conversations/interactions-api/interactions';
const sync = 'https://www.twilio.com/docs/sync/api/document-resource';

const rows: { readonly [name: string]: readonly [what: string, claim: Claim, source?: string] } = {
  'task/fields': [
    "A task on this machine has the fields of TaskRouter's Task resource",
    shown(local(/^local: a task shows as TaskRouter/), api(/^a task shows as TaskRouter shows it/)),
    taskRouter,
  ],
  'task/inbox': [
    'The inbox shows the highest priority first, then the oldest',
    own(local(/^the inbox shows the highest priority first/), api(/^tasks are listed in pages/)),
  ],
  'task/states': [
    'A task is reserved, accepted, put back, completed, canceled; all else is refused with 409',
    own(local(/^a task that is .* can(not)? be /), api(/^a task is reserved, accepted/), api(/^of two people/)),
  ],
  'task/timeout': [
    'A task that nobody accepted in its time is canceled',
    shown(local(/is canceled when its time is up/), whole(/^a task that nobody takes in its time/)),
    taskRouter,
  ],
  'task/completed': [
    "Completing a task does nothing to the flow's run, which went on when the task was made",
    shown(whole(/^a flow hands its contact over/)),
    'messaging page §10',
  ],
  'task/once': [
    'A request that is repeated makes no second task',
    own(local(/^local: a repeat after asking/), local(/^tasks, documents and what was done/)),
  ],
  'task/twilio': [
    'Tasks are made in TaskRouter',
    shown(twilio(/^twilio: /), twilio(/^a task is a form/), whole(/^with the Twilio adapter/)),
    taskRouter,
  ],
  'task/twilio-once': [
    'A task of TaskRouter whose answer was lost is looked for before it is made again',
    own(twilio(/^a task whose answer was lost is found/), twilio(/^of two requests that say the same/)),
  ],
  'interaction/fields': [
    'An interaction shows its channel, and its task as the routing',
    inferred(local(/^local: an interaction shows/)),
    interactions,
  ],
  'interaction/twilio': [
    'Interactions are made by the Interactions API',
    shown(twilio(/^an interaction for the channel/), twilio(/^twilio: an interaction shows/)),
    interactions,
  ],
  'interaction/handed-off': [
    'What the contact writes after the hand-over no longer reaches the run',
    inferred(flex(/^after the hand-over messages of the conversation no longer/)),
    'messaging page §10',
  ],
  'document/fields': [
    "A document on this machine has the fields of Sync's Document resource, and its limits",
    shown(local(/^local: a document /), local(/^a document with .* is refused/), api(/^a document is made, read/)),
    sync,
  ],
  'document/twilio': [
    'Documents are written to Sync, made when they are not there',
    shown(twilio(/^twilio: a document /), twilio(/^names of services and documents/)),
    sync,
  ],
  refusals: [
    'A refusal of Twilio takes the failure branch; what cannot be reached is tried again',
    own(
      twilio(/^a refusal is a result/),
      twilio(/is no answer: the request may be made again$/),
      whole(/^a refusal of/),
    ),
  ],
  settings: [
    'atelier.yaml says where each product is; its mistakes are told by line and column',
    own(by('src/server/products.test.ts')),
  ],
};

export const productArea: Area = {
  title: 'Products',
  about: 'What flows hand over to: tasks, interactions, documents; on this machine, or at Twilio.',
  rows: Object.entries(rows).map(([name, [what, claim, source = 'docs/tasks.md']]) =>
    row(`product/${name}`, what, source, claim),
  ),
};
