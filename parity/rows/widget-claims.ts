/**
 * Which tests show what of the widgets that run. What has no entry is looked for by its name in the tests of its
 * widget. `inferred`: the specification marks it so.
 */
import { by, type Claim, type Evidence, inferred, notYet, shown } from '../row.ts';
import { flexInCall, voiceClaims } from './voice-claims.ts';

export interface WidgetClaims {
  /** Test file, where it does not bear the type. */
  readonly file?: string;
  readonly widget?: Claim;
  /** For every part without an entry of its own. */
  readonly all?: Claim;
  readonly property?: { readonly [name: string]: Claim };
  readonly event?: { readonly [name: string]: Claim };
  readonly output?: { readonly [name: string]: Claim };
}

const inFile =
  (type: string) =>
  (name: RegExp): Evidence =>
    by(`src/widgets/${type}.test.ts`, name);

const message = inFile('send-message');
const ask = inFile('send-and-wait-for-reply');
const split = inFile('split-based-on');
const variables = inFile('set-variables');
const http = inFile('make-http-request');
const fn = inFile('run-function');
const subflow = inFile('run-subflow');
const redirect = inFile('add-twiml-redirect');
const flex = inFile('send-to-flex');
const conversation = inFile('start-conversation');
const resumed = inFile('resume-conversation');
const legacy = inFile('legacy');

/** Types of which only the name is known: how they run is our reading, whatever the part. */
const legacyType = (type: string): WidgetClaims => ({
  file: 'legacy',
  widget: inferred(legacy(new RegExp(`^${type} (with|takes|that is refused)`)), legacy(new RegExp(`^${type} reads`))),
  output: { sid: inferred(legacy(new RegExp(`^${type} shows what was made`))) },
});

const retired = notYet('Autopilot is retired: the property is kept and does nothing.');

export const claimsOfWidgets: { readonly [type: string]: WidgetClaims } = {
  ...voiceClaims,

  trigger: {
    event: {
      incomingParent: shown(subflow(/^scenario 18/), subflow(/^a trigger without incomingParent/)),
    },
  },

  'send-message': {
    property: {
      from: shown(message(/^from and to default/), message(/^an MG… sender/), message(/^a channel address stays/)),
      to: shown(message(/^from and to default/), message(/^from, to and body are rendered/)),
      body: shown(message(/^from, to and body are rendered/), message(/^a body keeps/)),
      media_url: shown(message(/^media goes beside the body/)),
      service: shown(message(/^a channel makes it/), message(/^channel and service default/)),
      channel: shown(message(/^a channel makes it/), message(/^channel and service default/)),
      attributes: shown(message(/^a channel makes it/), message(/^attributes that are no JSON/)),
      message_type: shown(message(/^a template takes/), message(/^without content_template/)),
      content_sid: shown(message(/^a template takes/), message(/^a template without SID/)),
      content_variables: shown(message(/^a template takes/)),
      shorten_urls: inferred(message(/^links are shortened/), message(/^without a service links stay/)),
    },
    event: {
      sent: shown(message(/^scenario 1:/), message(/^a later report does not concern it/)),
      failed: shown(message(/^scenario 3:/), message(/^scenario 2:/)),
    },
    output: { outbound: shown(message(/^scenario 1:/), message(/^scenario 3:/)) },
  },

  'send-and-wait-for-reply': {
    property: {
      from: shown(ask(/^shares all else with Send Message$/)),
      body: shown(ask(/^scenario 4:/)),
      timeout: shown(ask(/^scenario 5:/), ask(/^timeout "/)),
      message_type: shown(ask(/^shares all else with Send Message$/)),
      content_sid: shown(ask(/^shares all else with Send Message$/)),
      content_variables: shown(ask(/^shares all else with Send Message$/)),
      shorten_urls: inferred(ask(/^`shorten_urls`/)),
    },
    event: {
      incomingMessage: shown(ask(/^scenario 4:/)),
      timeout: shown(ask(/^scenario 5:/)),
      deliveryFailure: shown(ask(/^refused at once/)),
    },
    output: { outbound: shown(ask(/^scenario [45]:/)), inbound: shown(ask(/^scenario 4:/)) },
  },

  'split-based-on': {
    property: { input: inferred(split(/^an empty list of arguments falls back to the input$/)) },
    event: {
      match: shown(split(/^scenario 9:/)),
      noMatch: shown(split(/^noMatch when nothing matches$/), split(/^scenario 10:/)),
    },
  },

  'set-variables': {
    property: { variables: shown(variables(/^the value /), variables(/^the documented counter/)) },
    event: { next: shown(variables(/^the value /)) },
    output: { '<key>': shown(variables(/^the value /)) },
  },

  'make-http-request': {
    property: {
      method: shown(http(/^GET is the default$/), http(/^POST with JSON type/)),
      url: shown(http(/^the URL is rendered/), http(/^credentials in the URL stay$/)),
      content_type: shown(http(/^POST with JSON type/), http(/^types without a charset are accepted$/)),
      body: shown(http(/^POST with JSON type/)),
      parameters: shown(http(/^GET: parameters go into the query/)),
      add_twilio_auth: shown(http(/^credentials go to a Twilio host$/), http(/^scenario 16:/)),
    },
    event: { success: shown(http(/: success$/)), failed: shown(http(/: failed$/), http(/: failed with 8101[48]/)) },
    output: {
      body: shown(http(/^a JSON object is parsed/), http(/^404 is written/)),
      content_type: inferred(http(/^a JSON object is parsed/), http(/^scenario 14:/)),
      status_code: shown(http(/^a JSON object is parsed/), http(/^404 is written/)),
      parsed: shown(http(/^a JSON object is parsed/), http(/^scenario 13:/)),
    },
  },

  'run-function': {
    property: {
      url: shown(fn(/^a function is a signed form POST/), fn(/^the URL is rendered$/)),
      parameters: shown(fn(/^a function is a signed form POST/)),
      service_sid: inferred(fn(/^a function is a signed form POST/)),
      environment_sid: inferred(fn(/^a function is a signed form POST/)),
      function_sid: inferred(fn(/^a function is a signed form POST/)),
    },
    event: { success: shown(fn(/: success$/)), fail: shown(fn(/: fail with 810/)) },
    output: {
      body: shown(fn(/^scenario 17:/)),
      content_type: shown(fn(/^scenario 17:/)),
      status_code: shown(fn(/^scenario 17:/)),
      parsed: shown(fn(/^scenario 17:/)),
      headers: shown(fn(/^of the headers only/)),
    },
  },

  // Only its name is known: that it is the same is our reading, whatever the part.
  'run-function-v2': {
    file: 'run-function',
    widget: inferred(fn(/^v2 is the same/)),
    all: inferred(fn(/^v2 is the same/)),
  },

  'run-subflow': {
    property: {
      flow_sid: shown(subflow(/^scenario 18:/), subflow(/^(a flow that does not exist|Liquid for a flow):/)),
      flow_revision: shown(
        subflow(/^a revision may be a number/),
        by('src/runtime/flow-runtime.test.ts', /^a subflow runs at the revision pinned/),
      ),
      parameters: shown(subflow(/^the subflow sees addresses/)),
    },
    event: {
      completed: shown(subflow(/^scenario 18:/), subflow(/ is completed$/)),
      failed: shown(subflow(/: failed with 81024/)),
    },
    output: { '<variable>': shown(subflow(/^scenario 18:/)) },
  },

  'add-twiml-redirect': {
    property: {
      url: shown(redirect(/^the open webhook is answered/), redirect(/^the URL is rendered/)),
      method: shown(redirect(/^method "/)),
      timeout: shown(redirect(/^timeout "/)),
    },
    event: {
      return: shown(redirect(/^scenario 21:/)),
      timeout: shown(redirect(/^timeout "/)),
      fail: shown(redirect(/^the URL ".*" is fail$/)),
    },
    output: { '<parameter>': shown(redirect(/^scenario 21:/)) },
  },

  'send-to-flex': {
    property: {
      workflow: shown(flex(/^a message run makes a task/), flex(/^Liquid in `workflow`/), flex(/^a blank `workflow`/)),
      channel: shown(flex(/^a message run makes a task/), flex(/^Liquid in `workflow`/), flex(/^a blank `channel`/)),
      attributes: shown(flex(/`attributes`/), flex(/^attributes /), flex(/^a run on a conversation makes/)),
      priority: shown(flex(/`priority`/)),
      timeout: shown(flex(/`timeout`/)),
      waitUrl: shown(flexInCall(/^`waitUrl` and/)),
      waitUrlMethod: shown(flexInCall(/^`waitUrl` and/), flexInCall(/^a `waitUrlMethod` without/)),
    },
    event: {
      callComplete: shown(
        flex(/^a task that exists: /),
        flex(/^an interaction that exists: /),
        flex(/^the run goes on/),
      ),
      failedToEnqueue: shown(flex(/ that is refused: failedToEnqueue/), flex(/: failedToEnqueue with 810(15|18|20)/)),
      callFailure: shown(flexInCall(/ is `callFailure`$/)),
    },
    output: {
      sid: shown(flex(/^a task that exists: /), flex(/^an interaction that exists: /)),
      task_queue_sid: shown(flex(/^a task that exists: /)),
      workspace_sid: shown(flex(/^a task that exists: /)),
      attributes: shown(flex(/^a task that exists: /)),
      routing: shown(flex(/^an interaction that exists: /)),
      channel: shown(flex(/^an interaction that exists: /)),
      Age: inferred(flex(/^a task that exists: /), flex(/^an interaction that exists: /)),
      Attributes: inferred(flex(/^a task that exists: /), flex(/^an interaction that exists: /)),
      TaskSid: inferred(flex(/^a task that exists: /), flex(/^an interaction that exists: /)),
      QueueResult: shown(flexInCall(/^`QueueResult`, /)),
      QueueSid: shown(flexInCall(/^`QueueResult`, /)),
      QueueTime: shown(flexInCall(/^`QueueResult`, /)),
      CallStatus: shown(flexInCall(/^`QueueResult`, /)),
    },
  },

  'start-conversation': {
    property: { chat_service_sid: inferred(conversation(/^chat_service_sid/)) },
  },
  'resume-conversation': {
    property: { close_conversation_on_execution_end: inferred(resumed(/close_conversation_on_execution_end/)) },
  },

  'create-task': legacyType('create-task'),
  'create-chat-channel': legacyType('create-chat-channel'),
  'add-member-to-chat-channel': legacyType('add-member-to-chat-channel'),
  'update-sync-object': legacyType('update-sync-object'),
  understand: { file: 'legacy', widget: inferred(legacy(/^understand (with|has no product)/)) },

  'send-to-auto-pilot': {
    file: 'legacy',
    widget: inferred(legacy(/^send-to-auto-pilot takes failure/)),
    all: retired,
    event: {
      failure: inferred(legacy(/^send-to-auto-pilot takes failure/)),
      sessionEnded: notYet('Autopilot is retired: no session is held, so that none ends.'),
      timeout: notYet('Autopilot is retired: no session is held, so that none runs out of time.'),
    },
    output: { memory: notYet('Autopilot is retired: no session is held, so that nothing is remembered.') },
  },
};
