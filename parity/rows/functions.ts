/** Rows of functions: how they are found, what they are given, what their answers become, what bounds them. */
import { type Area, by, type Claim, inferred, own, row, shown } from '../row.ts';

const pages = 'https://www.twilio.com/docs/serverless/functions-assets/functions';
const invocation = `${pages}/invocation`;
const visibility = 'https://www.twilio.com/docs/serverless/functions-assets/visibility';
const headers = `${pages}/headers-and-cookies`;
const client = 'https://www.twilio.com/docs/serverless/functions-assets/client';

const runner = (name: RegExp) => by('src/functions/function-runner.test.ts', name);
const limits = (name: RegExp) => by('src/functions/limits.test.ts', name);
const pool = (name: RegExp) => by('src/functions/worker-pool.test.ts', name);
const replies = (name: RegExp) => by('src/functions/worker/reply.test.ts', name);
const flows = (name: RegExp) => by('test/e2e/functions.test.ts', name);
const official = (name: RegExp) => by('test/e2e/twilio-run.test.ts', name);
const chat = (name: RegExp) => by('src/cli/chat-functions.test.ts', name);

const rows: { readonly [name: string]: readonly [what: string, claim: Claim, source?: string] } = {
  'twilio-run': [
    'A flow calls a function that the official twilio-run serves, through a mapping',
    own(official(/a flow calls a function that twilio-run serves/)),
  ],
  'same-answers': [
    'A file answers as under twilio-run; where not, the difference is named',
    own(official(/a folder of our own answers as twilio-run does/)),
  ],
  signature: [
    'The call is signed over the URL that is called, so that protected functions take it',
    shown(official(/a protected function takes the call/), flows(/^a mapping leads to a private URL/)),
    visibility,
  ],
  mapping: [
    'A mapping leads a URL to another one, private ones too, or to a folder',
    own(by('src/functions/routes.test.ts'), flows(/^a mapping leads to a private URL/), flows(/^the settings give/)),
  ],
  folder: [
    'A folder beside atelier.yaml serves the functions of *.twil.io',
    own(flows(/^a folder beside atelier\.yaml/), by('src/functions/function-file.test.ts')),
  ],
  example: ['The example of the page runs as it stands', own(flows(/^the example of docs\/functions\.md/))],
  chat: ['atelier chat runs the files of a folder', own(chat(/./))],
  protected: [
    'A protected function takes signed calls only',
    shown(runner(/who may be called › \/guarded/)),
    visibility,
  ],
  private: ['A private function is called by no flow: 403', shown(runner(/who may be called › \/inner/)), visibility],
  context: ['context has PATH, DOMAIN_NAME and the variables', shown(runner(/context has path, host/)), invocation],
  event: ['event has the fields of query and form', shown(runner(/event has the fields/)), invocation],
  'request-headers': [
    'event.request has the headers, without those that Twilio hides',
    shown(runner(/event\.request has the headers/)),
    `${headers}/limitations`,
  ],
  environment: [
    "A function has the variables of the settings, and nothing of the server's",
    own(runner(/process\.env/)),
  ],
  credentials: [
    'Credentials of the account are given where the settings say so',
    own(runner(/credentials are those of the account/), flows(/^the settings give/)),
  ],
  runtime: ['Runtime.getFunctions and Runtime.getAssets', shown(runner(/Runtime knows functions/)), client],
  'twilio-package': [
    'Twilio.twiml and getTwilioClient, from the package of the folder',
    shown(runner(/the package twilio of the folder/), runner(/without that package/), runner(/a client without/)),
    invocation,
  ],
  results: [
    'Objects become JSON, text text/plain, TwiML text/xml',
    shown(replies(/becomes status 200/)),
    `${invocation}; messaging page §8.4`,
  ],
  response: ['Twilio.Response with status, headers and body', shown(replies(/^a Twilio\.Response with/)), invocation],
  cookies: [
    'setCookie and removeCookie',
    shown(replies(/cookies set and removed/)),
    `${headers}/setting-and-modifying`,
  ],
  'header-limits': ['Headers of more than 15 kB: 431', shown(replies(/headers without end/)), `${headers}/limitations`],
  errors: [
    'callback(error), a throw and a rejection become status 500',
    inferred(replies(/^the error/), runner(/how a function answers › .*: status 500/)),
    invocation,
  ],
  'no-handler': ['A file without a handler: 500', shown(runner(/no handler: status 500/)), invocation],
  'never-calls-back': [
    'A handler that does not call back has not answered, an async one too',
    shown(limits(/never calls back/), limits(/one that returns without calling back/)),
    `${pages}/faq`,
  ],
  redirects: ['A redirect of a function is followed', shown(runner(/a redirect is followed/))],
  loop: [
    'A function that loops for ever is stopped, and the flow takes fail with 81010',
    own(flows(/^a function that loops for ever/), limits(/^time ›/)),
  ],
  failure: ['An answer with an error leads to fail with 81017', shown(flows(/leads to fail with 81017/))],
  memory: ['A function that takes too much memory is stopped', own(limits(/takes too much/))],
  size: [
    'An answer beyond 64 kB is none',
    shown(limits(/an answer that is too large/), flows(/^an answer beyond 64 kB/)),
  ],
  output: [
    'What a function prints is in the log, within bounds',
    own(limits(/^output ›/), by('src/functions/output.test.ts')),
  ],
  permissions: ['A function may read its folder and use the network, and no more', own(limits(/^permissions ›/))],
  processes: [
    'Functions run in processes of their own, kept apart and reused',
    own(pool(/^one process after the other/)),
  ],
  edits: ['Edits count from the next call on', own(pool(/^edits count/))],
  concurrency: ['Many calls at once share a bounded number of processes', own(pool(/^many at once/))],
  stop: ['A stop ends every process, a kill too', own(pool(/^closing ends/), pool(/^a server that is killed/))],
  mistakes: ['A setting that cannot be used stops the start with a sentence', own(flows(/^the server does not start/))],
};

export const functionArea: Area = {
  title: 'Functions',
  about: 'What Run Function finds behind its URL: a function host, twilio-run, or a file.',
  rows: Object.entries(rows).map(([name, [what, claim, source = 'widgets-messaging-and-logic §8']]) =>
    row(`functions/${name}`, what, source, claim),
  ),
};
