/** Rows of how messages leave: once, in order, and seen where they fail. */
import { type Area, by, type Claim, inferred, own, row, shown } from '../row.ts';

const sending = (name: RegExp) => by('src/runtime/sending.test.ts', name);
const senders = (name: RegExp) => by('src/runtime/senders.test.ts', name);
const outbound = (name: RegExp) => by('src/runtime/outbound.test.ts', name);
const reports = (name: RegExp) => by('src/runtime/delivery-reports.test.ts', name);
const handing = (name: RegExp) => by('src/runtime/handing-over.test.ts', name);
const due = (name: RegExp) => by('src/runtime/due-work.test.ts', name);
const late = (name: RegExp) => by('src/runtime/late-writes.test.ts', name);
const posted = (name: RegExp) => by('src/runtime/posted.test.ts', name);
const outbox = (name: RegExp) => by('src/api/outbox/outbox.test.ts', name);
const lane = (name: RegExp) => by('src/runtime/lane.test.ts', name);
const torture = (name: RegExp) => by('test/torture/torture.test.ts', name);

const rows: { readonly [name: string]: readonly [what: string, claim: Claim, source?: string] } = {
  'exactly-once': [
    'Across kill -9 no message is lost and none is sent twice by a carrier that can be asked',
    own(torture(/^servers killed with -9/)),
  ],
  asked: [
    'After an unknown outcome the carrier is asked before anything is sent again',
    own(sending(/^the outcome of a send is unknown/), sending(/^a carrier that cannot be asked just now/)),
  ],
  late: [
    'A request that was cut off may be carried out late',
    own(sending(/^a carrier that acts late/), sending(/^the settle time of a send/), sending(/^what was asked before/)),
  ],
  'asked-by-report': [
    'A delivery report tells that a message left, also where the carrier cannot be asked',
    own(reports(/^a report tells that a message left/)),
  ],
  claims: [
    "A message that is another send's is never taken for this one",
    own(sending(/^two sends of the same text/), sending(/^a send that waits for its answer/)),
  ],
  unsent: [
    'What surely did not leave is sent again without asking',
    own(sending(/^a message that surely did not leave/)),
  ],
  retries: [
    'An outage loses nothing: retries are ever rarer, across restarts',
    own(sending(/^a carrier that is down /), sending(/^why a message is tried again/)),
  ],
  'due-again': [
    'A disk that is full for a while stops neither deadlines nor retries afterwards',
    own(due(/^what is due is looked for again/)),
    'docs/architecture.md',
  ],
  'retry-after': [
    'A carrier that is busy, with Retry-After or without, holds back its sender, and no other',
    shown(senders(/^Retry-After /), senders(/^a carrier that is busy without/)),
    'carrier page §C1',
  ],
  pace: [
    'A sender with a pace queues in order instead of failing',
    own(
      senders(/^a sender with a pace/),
      senders(/^what queues behind its pace/),
      senders(/^a paced message that fails/),
    ),
  ],
  'report-order': [
    'Reports in any order end in the same status; none goes backwards',
    shown(reports(/^reports in the order/), reports(/^any reports in any order/), reports(/^a failure after/)),
    'carrier page §B3',
  ],
  'early-report': [
    'A report that overtakes the answer of its send is kept and counts',
    own(reports(/^a failure that overtakes/), reports(/^a report that overtakes/)),
  ],
  'unknown-report': [
    'A report on an unknown message is answered 204 and changes nothing',
    own(reports(/^a report on a message that nobody knows/)),
  ],
  ended: [
    'What a run decided before it ended by itself still leaves; a run that is stopped takes it back',
    inferred(outbound(/^what a run decided/), outbound(/^a run that is stopped/)),
    'execution-model §12',
  ],
  'late-write': [
    'What became of a message is written when that can be done again; it is not sent twice because a disk is full',
    own(
      late(/^what became of a message of/),
      late(/^that a message waits/),
      late(/^what could not be written/),
      late(/^a fault of ours/),
      posted(/^what became of it is told until/),
    ),
  ],
  'taken-back': [
    'Of a message that may have left when its run is stopped the outcome is found out; it is not sent again',
    own(
      outbound(/^a run is stopped /),
      outbound(/^a message that fails to leave after/),
      outbound(/^a message that waits for another/),
    ),
  ],
  outbox: [
    'What could not be delivered is listed, with why',
    own(outbox(/^messages that failed are listed/), outbox(/^without a Status/), outbox(/^the outbox of another/)),
  ],
  resend: [
    'A message that failed can be sent again, once, as a new one',
    own(
      outbox(/^a message that failed is sent again/),
      outbox(/^sending again with/),
      outbound(/^a message that (failed|was sent)/),
    ),
  ],
  'of-no-run': [
    'Messages of no run leave as those of runs do: once for each key, in the pace of their sender, across crashes',
    own(
      posted(/^it leaves once/),
      posted(/^it takes its turn/),
      posted(/^what was posted leaves/),
      posted(/^a carrier that is/),
      posted(/^an attempt that was made before/),
    ),
  ],
  'report-address': [
    'A message of no run leaves with an address for reports that names it: they count before its send is answered, and after a crash',
    own(
      posted(/^a report that names/),
      by('test/e2e/conversations-carrier.test.ts', /^delivery is heard where no flow/),
      by('test/e2e/other-carriers.test.ts', /^a gateway: TwiML of an answer/),
    ),
  ],
  'told-poster': [
    'Whoever posted a message of no run is told what becomes of it, and of what was sent in its place',
    own(
      posted(/^its poster is told/),
      posted(/^a refusal is told/),
      posted(/is sent again, and its poster/),
      posted(/^a report is told/),
    ),
  ],
  'no-run-reports': [
    'Reports on messages of no run count in any order, before the answer of the send too, and across a crash',
    own(
      due(/^reports on messages that stay unknown/),
      by('src/products/local/conversations/work.test.ts', /^a report that overtakes/),
      posted(/^any reports in any order/),
      posted(/^a report that comes/),
    ),
  ],
  'why-it-waits': [
    'A message that waits for its next attempt shows why the last one failed',
    own(posted(/^a carrier that is/)),
  ],
  products: [
    'Calls of products are tried again and asked for as messages are',
    own(
      handing(/^the outcome of a call/),
      handing(/^a product that is down/),
      handing(/^a message into a conversation/),
    ),
  ],
  fairness: [
    'No account can take all the room that is there for effects',
    own(lane(/^one account leaves room/), lane(/^accounts take turns/)),
  ],
};

export const deliveryArea: Area = {
  title: 'Delivery',
  about: 'How messages leave: once, in order, and seen where they fail.',
  rows: Object.entries(rows).map(([name, [what, claim, source = 'docs/outbox.md']]) =>
    row(`delivery/${name}`, what, source, claim),
  ),
};
