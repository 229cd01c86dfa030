/** Rows of every number that bounds a flow or a run. Source: limits-and-errors §1. */
import type { Limits } from '../../src/engine/limits.ts';
import type { LiquidLimits } from '../../src/engine/liquid/index.ts';
import { type Area, by, type Claim, inferred, notYet, own, row, shown } from '../row.ts';

const source = 'limits-and-errors §1';
const refusals = 'src/api/errors.test.ts';
const engine = 'src/engine/limits.test.ts';
const liquid = 'src/engine/liquid/index.test.ts';
const broken = (flow: string) => by('test/broken/broken.test.ts', new RegExp(`^broken flow ${flow} has exactly`));

/** One for each limit that can be set: the compiler asks for a new one. */
const settable: { readonly [K in Exclude<keyof Limits, 'liquid'>]: readonly [what: string, claim: Claim] } = {
  stepsPerExecution: [
    '1,000 steps of one execution, those of subflows included',
    shown(by(engine, /^the run ends before its 1,001st step/), by(engine, /^steps of subflows count/)),
  ],
  sameWidgetInARow: [
    'The same widget in a row: 10 entries, the 11th ends the run',
    inferred(by(engine, /^scenario 22:/)),
  ],
  executionDays: [
    'An execution of 30 days is ended and removed',
    shown(by('src/runtime/flow-runtime.test.ts', /^a run of 30 days is ended and removed/)),
  ],
  widgetsPerFlow: [
    '2,000 widgets of a flow with all its subflow instances',
    shown(
      by(engine, /^too many widgets with all instances of subflows: 81026/),
      by('src/runtime/flows.test.ts', /^widgets are summed over all subflows/),
    ),
  ],
  subflowWidgets: [
    '150 Run Subflow widgets in a parent; more is not saved',
    inferred(broken('subflow-widgets-too-many')),
  ],
  subflowDefinitions: ['50 different subflows in a parent; more is not saved', inferred(broken('subflows-too-many'))],
  httpSeconds: [
    'HTTP Request and Run Function wait 10 seconds',
    shown(
      by('src/widgets/make-http-request.test.ts', /^scenario 15: after 10\.1 seconds/),
      by('src/widgets/run-function.test.ts', /^an answer after 10\.1 seconds/),
    ),
  ],
  httpBodyBytes: [
    'HTTP Request and Run Function read 64 kB',
    shown(
      by('src/widgets/make-http-request.test.ts', /^(scenario 15: 65 kB|exactly 64 kB)/),
      by('src/runtime/http-client.test.ts', /^(refuses a body one byte too long|takes a body of exactly the limit)$/),
    ),
  ],
  httpRedirects: [
    'HTTP Request and Run Function follow 10 redirects',
    inferred(by('src/runtime/http-client.test.ts', /^gives up on a loop of redirects$/)),
  ],
  contactBytes: [
    'To and From of a REST start: 300 bytes together',
    shown(by(refusals, /^addresses of 301 bytes: 400\/81023$/)),
  ],
  testUserBytes: ['The identity of a test user: 300 bytes', shown(by(refusals, /^a test user of 301 bytes: /))],
  testUsers: ['100 test users of a flow', own(by(refusals, /^101 test users: /))],
  definitionBytes: ['A definition: 8 MiB', own(by(refusals, /^a definition above 8 MiB: /))],
  parametersBytes: ['Parameters of a REST start: 64 KiB', own(by(refusals, /^parameters above 64 KiB: /))],
  contextBytes: [
    'The context of a run: 1 MiB',
    own(by(engine, /^a context that grows by .* (ends the run with 89001|is kept)$/)),
  ],
  sendPatienceSeconds: [
    'A message is tried again for 10 hours, then it has failed',
    inferred(by('src/runtime/sending.test.ts', /^a carrier that is down /)),
  ],
  hangupGraceSeconds: [
    'After the final status of a call its verb has 10 seconds to report the hang-up',
    inferred(by('src/engine/call.test.ts', /^a hang-up that the verb does not report/)),
  ],
  callCheckSeconds: [
    'After 300 seconds without news the carrier of a call is asked whether it goes on',
    own(by('src/runtime/call-watch.test.ts', /^a call whose end was not reported/)),
  ],
  sendSettleSeconds: [
    'A request that was cut off may be carried out for 10 seconds',
    own(by('src/runtime/sending.test.ts', /^a carrier that acts late/)),
  ],
  messageBodyCharacters: [
    'A message body: 1,600 characters; the carrier refuses more',
    shown(by('src/carriers/simulator/sending.test.ts', /^(refuses 1,601 characters: 21617|takes 1,600 characters)$/)),
  ],
  taskAttributesCharacters: [
    'Attributes of a task: 1,024 characters when rendered',
    shown(by('src/widgets/send-to-flex.test.ts', /^attributes of 1,02[45] characters/)),
  ],
  passSteps: [
    'Work of templates and regular expressions between two waits',
    own(by(engine, /^work between two waits is bounded/)),
  ],
  regexSteps: [
    'Steps of one regular expression, so that none runs for ever',
    own(by('src/engine/predicates/predicates.test.ts', /^a match stops at the step budget it is given$/)),
  ],
};

const ofLiquid: { readonly [K in keyof LiquidLimits]: readonly [what: string, claim: Claim] } = {
  loopIterations: ['15 rounds of a loop', shown(by(liquid, /^worked example 26 /))],
  loopScope: [
    'The rounds are counted per loop, or over the whole template',
    inferred(
      by('src/engine/liquid/golden.test.ts', /^the loop limit of the whole template/),
      by(liquid, /^worked example 26 /),
    ),
  ],
  renderedBytes: [
    'A rendered value of 16 KB',
    shown(by(liquid, /^the rendered text is measured in bytes/), by(liquid, /^is stopped by a limit: \{\{ big \}\}/)),
  ],
  templateBytes: ['A template of 64 KB', own(by(liquid, /^is stopped by a limit: \{\{ 1 \}\}\s+$/))],
  renderSteps: [
    'Work of one rendering, in place of a time limit',
    own(by(liquid, /^is stopped by a limit: \{% for a in n %\}/)),
  ],
};

/** Numbers of the same table that are no setting of ours. */
const fixed: { readonly [name: string]: readonly [what: string, claim: Claim] } = {
  subflowNesting: ['Subflows nest one level', shown(by('src/widgets/run-subflow.test.ts', /^scenario 19:/))],
  subflowRevision: [
    'All references to a subflow name the same revision; else the flow is not saved',
    inferred(broken('subflow-revisions-differ')),
  ],
  retention: [
    'Executions and steps are gone 30 days after the start',
    shown(by('src/runtime/flow-runtime.test.ts', /^a run of 30 days is ended and removed/)),
  ],
  redirectWait: [
    'TwiML Redirect waits 0 to 14,400 seconds',
    shown(by('src/widgets/add-twiml-redirect.test.ts', /^timeout "(99999|)"/)),
  ],
  replyWait: [
    'Send & Wait waits 3,600 seconds unless told otherwise',
    shown(by('src/widgets/send-and-wait-for-reply.test.ts', /^timeout (undefined|"") is 3600/)),
  ],
  gatherWait: [
    'Gather waits 0 to 30 seconds in the editor; a flow may say more',
    shown(by('src/widgets/gather-input-on-call.test.ts', /^`timeout`/)),
  ],
  voicemailLength: [
    'A voicemail is 1 to 14,400 seconds long; the carrier sees to that',
    shown(by('src/widgets/record-voicemail.test.ts', /^`timeout`, `finish_on_key`, `max_length`/)),
  ],
  ringTime: [
    'An outgoing call rings 0 to 600 seconds; machine detection takes 3 to 120, which the carrier sees to',
    shown(by('src/widgets/make-outgoing-call-v2.test.ts', /^`timeout`/)),
  ],
  queueName: ['The name of a queue: 64 characters; more is not saved', inferred(broken('queue-name-too-long'))],
  pageSize: [
    'A list page: 50, at most 1,000',
    shown(
      by(refusals, /^a page size of 1,001: 400\/20007$/),
      by('src/api/paging.test.ts', /^a list is walked forward and back/),
    ),
  ],
  restStarts: [
    '20 REST starts a second per account; off by default',
    shown(by('src/api/executions/executions.test.ts', /^creates above the configured rate/)),
  ],
  inboundStarts: ['100 inbound starts a second per account', notYet('Inbound starts are not limited.')],
  twimlBytes: ['A TwiML document of 64 kB', shown(by('src/twiml/twiml.test.ts', /^refuses a document over 64 kB$/))],
  mediaBytes: [
    'Media of 5 MB, 16 MB on WhatsApp',
    shown(
      by(
        'src/carriers/simulator/handset-media.test.ts',
        /^a handset cannot send more than (5 MB by MMS|16 MB by WhatsApp): 11751$/,
      ),
    ),
  ],
  webhookWait: [
    'A webhook is answered before the carrier loses patience',
    own(by('src/runtime/flow-runtime.test.ts', /^a webhook is answered empty when the carrier would lose patience$/)),
  ],
  widgetNames: [
    'Widget names are unique, begin with a letter, hold no space or period',
    shown(broken('state-name-twice'), broken('state-name-unusual')),
  ],
};

export const limitArea: Area = {
  title: 'Limits',
  about: 'Every number that bounds a flow or a run.',
  rows: [
    ...Object.entries(settable).map(([name, [what, claim]]) => row(`limit/${name}`, what, source, claim)),
    ...Object.entries(ofLiquid).map(([name, [what, claim]]) => row(`limit/liquid.${name}`, what, source, claim)),
    ...Object.entries(fixed).map(([name, [what, claim]]) => row(`limit/${name}`, what, source, claim)),
  ],
};
