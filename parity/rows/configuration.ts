/** Rows of the settings file, and of what the commands that move flows and numbers promise. All are promises of our own. */
import { type Area, by, own, type Row, row } from '../row.ts';

const file = 'src/server/settings-file/settings-file.test.ts';
const documented = 'test/documented-settings.test.ts';
const rest = 'src/cli/remote/rest.test.ts';
const pull = 'src/cli/pull.test.ts';
const faults = 'src/cli/pull/faults.test.ts';
const push = 'src/cli/push.test.ts';
const report = 'src/cli/report.test.ts';
const numbers = 'src/cli/numbers.test.ts';

const settings: readonly Row[] = [
  row(
    'configuration/places',
    'Each mistake has its line, its column, its path and a way out; all are told at once',
    'docs/configuration.md',
    own(by(file, /: told with its place and a way out$/), by(file, /^each line of the error begins with file/)),
  ),
  row(
    'configuration/refused-start',
    'A file that cannot be used stops the start with exit code 2',
    'docs/configuration.md',
    own(
      by('src/cli/serve.test.ts', /^a settings file that cannot be used/),
      by(file, /^a file that is named and cannot/),
    ),
  ),
  row(
    'configuration/environment',
    'Environment variables stand for secrets, and are never shown',
    'docs/configuration.md',
    own(
      by(file, /^values are read with environment variables in place$/),
      by(file, /^the text .* becomes /),
      by(file, /^no value of the environment and no token stands in a message$/),
    ),
  ),
  row(
    'configuration/order',
    'Options win over variables, variables over the file, limit by limit',
    'docs/configuration.md',
    own(
      by(file, /^a variable of the environment wins over the file$/),
      by('src/cli/serve.test.ts', /options win over/),
    ),
  ),
  row(
    'configuration/bounded',
    'Aliases and brackets without end are refused; no text makes the reader fail',
    'docs/configuration.md',
    own(by(file, / without end (are|is) refused/), by(file, /^whatever the (text is|values are)/)),
  ),
  row(
    'configuration/schema',
    'The published schema takes what the server takes; every documented example is held against both',
    'docs/configuration.md',
    own(
      by(documented, /./),
      by('test/docs.test.ts', /^docs\/atelier\.schema\.json is what/),
      by('src/api/docs.test.ts', /^the schema of the settings file is served$/),
    ),
  ),
];

const flows: readonly Row[] = [
  row(
    'pull/verbatim',
    'A definition comes key by key and number by number as the API gives it',
    'rest-api §5',
    own(by(pull, /^a flow comes as it is/), by(rest, /^a definition comes as it was written/)),
  ),
  row(
    'pull/paging',
    'Lists are read page by page on the host that was named, whatever the answer says',
    'rest-api §3',
    own(by(rest, /^a list is read page by page/), by(rest, /^a page that leads to itself/)),
  ),
  row(
    'pull/retries',
    '429 and 5xx are asked again with Retry-After; what may have arrived is not sent twice',
    'rest-api §10',
    own(
      by(rest, /: a GET is made again$/),
      by(rest, /^a POST is made again after 429/),
      by(rest, /without end: one line/),
    ),
  ),
  row(
    'pull/idempotent',
    'A second pull writes what changed, and overwrites no edit',
    'docs/cli.md',
    own(by(pull, /^a second time nothing is written$/), by(pull, /^what was changed here is not overwritten/)),
  ),
  row(
    'pull/partial',
    'A failure on the way leaves what was fetched, and says so',
    'docs/cli.md',
    own(by(faults, /^from a service with pages, limits and faults/), by(faults, /^a service that fails on the way/)),
  ),
  row(
    'pull/history',
    'Revisions come beside the flow, or with the same numbers into a server',
    'rest-api §5',
    own(by(pull, /^the history comes beside/), by(pull, /^into a server: the whole history/)),
  ),
  row(
    'pull/subflows',
    'Subflows go first, and are named by their SIDs at the target, each other too',
    'docs/cli.md',
    own(
      by(pull, /^into a server: (dry run first|two flows)/),
      by(push, /^(from one server to another|two flows that run)/),
    ),
  ),
  row(
    'pull/credentials',
    'Credentials of Twilio go to no other host',
    'docs/cli.md',
    own(by(pull, /^credentials of Atelier come from/), by(rest, /^a redirect: one line/)),
  ),
  row(
    'push/careful',
    'A dry run first, all validated before one is saved, and newer revisions are not overwritten',
    'docs/cli.md',
    own(
      by(push, /^a dry run first/),
      by(push, /^a definition that the server refuses/),
      by(push, /^what was changed there is not overwritten/),
    ),
  ),
  row(
    'report/findings',
    'What a flow needs or does differently is told by flow and widget',
    'docs/cli.md',
    own(by(report, /: nothing is told$/), by(report, /: (refused|missing|differs) /)),
  ),
  row(
    'report/carriers',
    'What the carrier of a number lacks is told before a call or message finds out',
    'twiml-and-carrier-api §E1, §E2',
    own(by(report, / on (telnyx|signalwire|somleng|http): /), by(report, /^a carrier of the number that leads/)),
  ),
  row(
    'numbers/connect',
    'A number is pointed at its flow with its status callback; a dry run first',
    'twiml-and-carrier-api §C5',
    own(
      by(numbers, /^a number is shown, connected and disconnected/),
      by(numbers, /^a carrier with an address of its own/),
    ),
  ),
  row(
    'numbers/faults',
    'Wrong credentials and unreachable carriers are one line each; the others are done',
    'docs/cli.md',
    own(by(numbers, /^wrong credentials and an unreachable carrier/), by(numbers, /^one number fails/)),
  ),
];

export const configurationAreas: readonly Area[] = [
  { title: 'Settings file', about: '`atelier.yaml`, as docs/configuration.md tells it.', rows: settings },
  { title: 'Moving flows and numbers', about: 'What pull, push, report and numbers promise.', rows: flows },
];
