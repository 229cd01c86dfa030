/** Rows of what nobody documents: our reading of each, most of them switchable. Source: the list of constants. */
import type { Settings } from '../../src/engine/settings.ts';
import { type Area, by, type Claim, inferred, notYet, own, row } from '../row.ts';

const source = 'spec README §7';
const walk = 'src/engine/walk.test.ts';
const ask = 'src/widgets/send-and-wait-for-reply.test.ts';
const message = 'src/widgets/send-message.test.ts';
const runtime = 'src/runtime/flow-runtime.test.ts';
const liquid = 'src/engine/liquid/index.test.ts';

/** One for each setting: the compiler asks for a new one. */
const settings: { readonly [K in keyof Settings]: readonly [what: string, claim: Claim] } = {
  outputOnRevisit: [
    'OUTPUT_ON_REVISIT=merge: a second visit merges into the output of the first',
    inferred(by(walk, /^on a second visit the output merges/), by(walk, /^on a second visit the output replaces/)),
  ],
  liquidOnError: [
    'LIQUID_ON_ERROR=fail: a template that cannot be rendered fails its widget',
    inferred(
      by(message, /^a template that cannot be rendered: failed with 81018/),
      by(message, /^where a template error counts as empty/),
    ),
  ],
  liquidDialect: [
    "liquid.dialect=studio; Shopify's by choice",
    inferred(
      by(liquid, /^Shopify's dialect, by choice/),
      by('src/engine/validation/validation.test.ts', /^templates are read in the dialect that is set$/),
    ),
  ],
  timeZone: [
    'The date filter reads and writes Pacific time, or the zone that is set',
    own(by(liquid, /^now is the time that was handed in, in the zone/)),
  ],
  redirectZeroTimeout: [
    'REDIRECT_ZERO_TIMEOUT=end: a redirect with timeout 0 ends the run',
    inferred(by('src/widgets/add-twiml-redirect.test.ts', /^timeout 0 ends the run/)),
  ],
  gatherClearsInput: [
    'GATHER_CLEARS_INPUT: a new answer of the caller removes what a gather stored before',
    inferred(by('src/widgets/gather-input-on-call.test.ts', /^a new answer removes the old one/)),
  ],
  legacyNoAudio: [
    'legacyNoAudio=false: a voicemail without sound is recordingComplete',
    inferred(by('src/widgets/record-voicemail.test.ts', /^a voicemail without sound/)),
  ],
  handedOffMessages: [
    'HANDED_OFF_MESSAGES=drop: messages of a conversation that a person took over reach the run no more',
    inferred(by('src/widgets/send-to-flex.test.ts', /^after the hand-over messages of the conversation/)),
  ],
  castBooleans: [
    'Set Variables turns true and false into booleans',
    inferred(
      by('src/widgets/set-variables.test.ts', /^the value "(true| false )" becomes/),
      by('src/widgets/set-variables.test.ts', /^booleans stay text/),
    ),
  ],
  waitForDeliveryReports: [
    'Send & Wait takes deliveryFailure when the message is later reported undelivered',
    inferred(by(ask, /^scenario 7:/), by(ask, /^the wait for reports can be switched off$/)),
  ],
  functionErrorCode: [
    'FUNCTION_ERROR_CODE=split: 81010 without an answer, 81017 with one',
    inferred(
      by('src/widgets/run-function.test.ts', /: fail with 810(10|17)$/),
      by('src/widgets/run-function.test.ts', /^the code of a failing function can be set/),
    ),
  ],
  signHttpRequest: [
    'SIGN_HTTP_REQUEST=true: HTTP Request signs like a webhook',
    inferred(
      by('src/widgets/make-http-request.test.ts', /^the signature can be switched off$/),
      by('src/widgets/make-http-request.test.ts', /^GET is the default$/),
    ),
  ],
  unknownOutcome: [
    'A message with unknown outcome, at a carrier that cannot be asked: sent again, or failed',
    own(by('src/runtime/sending.test.ts', /^an unknown outcome at a carrier that cannot be asked/)),
  ],
  twilioApiHosts: [
    'Credentials go to Twilio hosts, and to those that are set',
    inferred(
      by('src/widgets/make-http-request.test.ts', /^credentials go to a (Twilio|configured) host$/),
      by('src/widgets/make-http-request.test.ts', /^credentials for a host that only looks like it/),
    ),
  ],
};

const constants: { readonly [name: string]: readonly [what: string, claim: Claim] } = {
  GATHER_CLEARS_INPUT: [
    'A new key press or speech first removes the old one',
    inferred(by('src/widgets/gather-input-on-call.test.ts', /^a new answer removes the old one/)),
  ],
  VALIDATION_LEVEL: [
    'Strict refuses, import keeps and warns',
    inferred(by('test/broken/broken.test.ts', / is kept at import, unless it is no definition$/)),
  ],
  STRICT_WIDGET_NAMES: [
    'An unusual widget name is a warning, or an error where set',
    inferred(by('test/broken/broken.test.ts', /^broken flow state-name-unusual(-refused)? has exactly/)),
  ],
  MAX_SAME_WIDGET: [
    '10 entries of one widget in a row',
    inferred(
      by('src/engine/limits.test.ts', /^scenario 22:/),
      by('src/engine/limits.test.ts', /^waiting in between does not start the count anew/),
    ),
  ],
  WEBHOOK_BUDGET_MS: [
    'A message webhook is answered empty after 3.5 seconds; calls get a holding pattern',
    own(
      by('src/runtime/calls.test.ts', /^40 seconds of work/),
      by(runtime, /^a webhook is answered empty when the carrier would/),
    ),
  ],
  HANGUP_ACTION_GRACE: [
    'A hang-up waits 10 seconds for the action request',
    inferred(by('src/engine/call.test.ts', /^a hang-up that the verb does not report/)),
  ],
  CONCURRENT_CALL_ANSWER: [
    'A refused second call hears Reject',
    inferred(by('src/runtime/calls.test.ts', /^a second call of the contact/)),
  ],
  FLOWEVENT_STARTS_RUN: [
    'A FlowEvent starts no run',
    inferred(by(runtime, /^an event for a run that has ended never starts a new one$/)),
  ],
  LIQUID_LOOP_SCOPE: [
    'Rounds count per loop, or over the whole template',
    inferred(
      by('src/engine/liquid/golden.test.ts', /^the loop limit of the whole template/),
      by(liquid, /^worked example 26 /),
    ),
  ],
  BAD_PARAMETERS_CODE: [
    'A parameter fault is 20001',
    inferred(by('src/api/errors.test.ts', /^parameters that are .*: 400\/20001$/)),
  ],
  pair_scope: ['One active run per pair and flow, not per account', notYet('Built per flow; the other choice is not.')],
  match_service_members: [
    "Numbers of a Messaging Service are found by the service's SID alone",
    notYet('Built without the opt-in that also matches the numbers of a service.'),
  ],
  legacyNoAudio: [
    'Record Voicemail keeps its older noAudio where set',
    inferred(by('src/widgets/record-voicemail.test.ts', /^a voicemail without sound/)),
  ],
};

export const settingArea: Area = {
  title: 'Readings',
  about: 'What nobody documents, and how Atelier reads it. Most can be set: `ATELIER_SETTINGS`, docs/operations.md.',
  rows: [
    ...Object.entries(settings).map(([name, [what, claim]]) => row(`setting/${name}`, what, source, claim)),
    ...Object.entries(constants).map(([name, [what, claim]]) => row(`constant/${name}`, what, source, claim)),
  ],
};
