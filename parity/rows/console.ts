/** What the server does for the console: nothing of it is the service's. */
import { type Area, by, own, row } from '../row.ts';

const page = 'console page';
const pages = 'src/api/console/pages.test.ts';
const drafts = 'src/api/console/drafts.test.ts';
const events = 'src/api/console/events.test.ts';
const executions = 'src/api/console/executions.test.ts';
const store = 'src/storage/sqlite/sqlite.test.ts';
const health = 'src/api/console/health.test.ts';
const session = 'src/api/console/session.test.ts';

export const consoleArea: Area = {
  title: 'Console: server',
  about: 'What the server does for its web console, beyond the public API.',
  rows: [
    row(
      'console/pages',
      'Every path under `/console/` is the page of the console, `/` leads to it; its files may be kept for ever, packed as the client likes; nothing outside of them is served',
      `${page} §2`,
      own(
        by(
          pages,
          /leads to the flows|is the page|a file leaves|packed on its way|no file of the console|no page|not been built/,
        ),
      ),
    ),
    row(
      'console/policy',
      'Pages bear the content security policy with a nonce of their own, and headers that keep other sites out',
      `${page} §10, Policy`,
      own(by(pages, /the policy is|nothing of a request|no other site/)),
    ),
    row(
      'console/sign-in',
      'Signing in by account or key gives a cookie; wrong credentials are refused in the same words, whatever is wrong, and after five tries one has to wait',
      `${page} §10, Sign-in`,
      own(
        by(
          session,
          /the right credentials|for TLS alone|refused in the same words|five wrong tries|at the same time|planted/,
        ),
      ),
    ),
    row(
      'console/session',
      'The cookie stands for its credentials at the whole API until it is signed out, has expired, or its key or token is gone; a tampered one opens nothing',
      `${page} §10, Sign-in`,
      own(
        by(
          session,
          /takes the cookie|opens nothing|signing out|after a week|with the key or the token|who is signed in/,
        ),
      ),
    ),
    row(
      'console/forgery',
      'A changing request by cookie without the value of its session is refused with 403',
      `${page} §10, Sign-in`,
      own(by(session, /changing request by cookie|worth nothing in another/)),
    ),
    row(
      'console/local-sign-in',
      'On a server for this machine alone, its own browser is signed in at once, and nobody else',
      `${page} §10, Sign-in`,
      own(by(session, /signed in at once|all others are asked|asks everybody/)),
    ),
    row(
      'console/accounts',
      'With the token of a main account one acts in its subaccounts; with a key, in its own account alone',
      `${page} §10, Account switch`,
      own(by(session, /acts in its subaccounts|no subaccount/)),
    ),
    row(
      'console/live',
      'Runs, saved and deleted flows are told as they happen, after they are committed; whoever comes back gets what was missed, or is told to read anew',
      `${page} §2, Live events lost`,
      own(by(events)),
    ),
    row(
      'console/definition-text',
      'A definition that the console saves comes back to the byte, while REST answers what it always did',
      `${page} §1, §7`,
      own(by(drafts, /comes back to the byte/), by('src/storage/sqlite/sqlite.test.ts', /to the byte/)),
    ),
    row(
      'console/bad-drafts',
      'A draft with errors is saved as not valid, with who saved it; it is never published, and does its test users no harm',
      `${page} §7.1`,
      own(by(drafts, /is saved as not valid|does no harm|the author is/)),
    ),
    row(
      'console/stale-saves',
      'A save says which revision it builds on, and is refused with 412 when there is a later one',
      `${page} §7.6`,
      own(by(drafts, /refused with 412|same time one is refused|with If-Match/)),
    ),
    row(
      'console/working-copies',
      'What somebody edits is kept beside the revisions, valid or not, replaced in place, and ends with the revision it becomes',
      `${page} §7.1`,
      own(by(drafts, /a working copy|an edit of a working copy|no draft revision/)),
    ),
    row(
      'console/executions',
      'Executions over all flows or one are found by status, contact, widget, revision and time, page by page, each search bounded',
      `${page} §9, List`,
      own(
        by(executions, /is found by each|page by page|is refused|another account/),
        by(store, /are found by each|goes on where it stopped/),
      ),
    ),
    row(
      'console/failed-and-stuck',
      'Failed is what ended at a failure that leads nowhere, by a fault or a limit; stuck is what nothing seems to take on, with the reason',
      `${page} §9`,
      own(by(executions, /that ends at|has not failed/), by(store, /that are stuck/)),
    ),
    row(
      'console/execution',
      'One execution has its steps, pins, problems, messages and waits, and the context before and after each step',
      `${page} §9, Step detail`,
      own(by(executions, /one execution has|a step has|problems are told/)),
    ),
    row(
      'console/traffic',
      'Transitions, ends and failures are counted by the hour with the steps that they are about, for each revision, test users apart',
      `${page} §9, Traffic`,
      own(by(executions, /traffic/), by(store, /is summed by|is counted with its change/)),
    ),
    row(
      'console/health',
      'The console tells commit times, deadlines due and late, effects that fail with the reason, failed messages without what was written, carriers, sinks, disk and version',
      `${page} §2, Health`,
      own(by(health), by(store, /how long commits take|deadlines that come|what effects do/)),
    ),
  ],
};
