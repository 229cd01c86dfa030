/** Rows of every error code, taken from the catalogues, and of the service's codes that we never raise. */
import { errorCatalogue } from '../../src/api/errors.ts';
import { problemCatalogue } from '../../src/engine/problems.ts';
import { type Area, by, type Claim, inferred, literally, notYet, own, row, shown } from '../row.ts';

const refusals = 'src/api/errors.test.ts';

/** Where a refusal is not in the table of refusals, or not the service's. */
const apiClaims: { readonly [code: string]: Claim } = {
  20006: notYet('No credentials that may read but not write exist here, so that nothing raises it.'),
  20403: own(by('test/e2e/webhooks.test.ts', /403\/20403/)),
  20409: shown(by(refusals, /^a second execution of the contact is refused by v2 and names the first$/)),
  20412: own(by('src/api/console/drafts.test.ts', /refused with 412/)),
  20413: inferred(by(refusals, /: 413\/20413$/)),
  20415: inferred(by(refusals, /: 415\/20415$/)),
  20429: shown(by('src/api/executions/executions.test.ts', /^creates above the configured rate are refused/)),
  20503: inferred(by('src/api/headers.test.ts', /503\/20503$/)),
};

const runClaims: { readonly [code: string]: Claim } = {
  81000: shown(by('src/engine/limits.test.ts', /with 81000$/)),
  81001: shown(by('src/engine/limits.test.ts', /with 81001/)),
  81002: shown(
    by('src/engine/run.test.ts', /ignored with 81002$/),
    by('src/runtime/flow-runtime.test.ts', /logged as 81002$/),
  ),
  81005: shown(by('src/widgets/split-based-on.test.ts', /: 81005, the run ends$/)),
  81007: shown(by('src/widgets/connect-call-to.test.ts', /^nobody answers in time, 81007:/)),
  81008: shown(by('src/widgets/make-outgoing-call-v2.test.ts', /^a call that the carrier refuses is/)),
  81009: inferred(by('src/widgets/enqueue-call.test.ts', /: 81009 is logged$/)),
  81010: inferred(by('src/widgets/run-function.test.ts', /fail with 81010/)),
  81011: shown(
    by('src/widgets/send-message.test.ts', /failed with 81011$/),
    by('src/widgets/send-and-wait-for-reply.test.ts', /81011$/),
  ),
  81014: shown(by('src/widgets/make-http-request.test.ts', /failed with 81014/)),
  81015: shown(by('src/widgets/send-to-flex.test.ts', /failedToEnqueue with 81015/)),
  81016: shown(by('src/widgets/make-http-request.test.ts', /^(scenario 15|404 is written|a network error).*: failed$/)),
  81017: inferred(by('src/widgets/run-function.test.ts', /fail with 81017/)),
  81018: shown(
    by('src/widgets/send-message.test.ts', /failed with 81018/),
    by('src/widgets/split-based-on.test.ts', /with 81018/),
  ),
  81019: notYet('Numbers of API version 2008-08-01 are not told apart.'),
  81020: shown(
    by('src/widgets/add-twiml-redirect.test.ts', /with 81020$/),
    by('src/engine/call.test.ts', /\(81020\)$/),
  ),
  81024: shown(
    by('src/widgets/run-subflow.test.ts', /failed with 81024/),
    by('src/widgets/run-subflow.test.ts', /^scenario 19:/),
  ),
  81025: shown(by('src/runtime/flows.test.ts', /^widgets are summed over all subflows/)),
  81026: shown(by('src/engine/limits.test.ts', /: 81026, nothing runs$/)),
};

/** Codes of the service that no catalogue of ours has. Source: limits-and-errors §2. */
const neverRaised: { readonly [code: string]: readonly [title: string, why: string] } = {
  81004: ['Chat member not added', 'The product, Programmable Chat, is retired.'],
  81006: ['Chat channel not created', 'The product, Programmable Chat, is retired.'],
  81012: ['Sync object not updated', 'The widget is retired.'],
  81013: ['Understand failed', 'The product is retired.'],
  84004: ['Execution not created: required values', 'Missing values are answered 20001.'],
};

export const errorAreas: readonly Area[] = [
  {
    title: 'API errors',
    about: 'Every code that a request can be refused with.',
    rows: Object.entries(errorCatalogue).map(([code, { status, message, when }]) => {
      const inTable = shown(by(refusals, new RegExp(`: ${status}/${code}$`)));
      return row(
        `api-error/${code}`,
        `${status} ${message}: ${when}`,
        'limits-and-errors §3, §4',
        apiClaims[code] ?? inTable,
      );
    }),
  },
  {
    title: 'Run problems',
    about: 'Every code that a run can log.',
    rows: [
      ...Object.entries(problemCatalogue).map(([code, { level, title }]) => {
        // A code of our own: the service has none for it.
        const source = code.startsWith('81') ? 'limits-and-errors §2' : 'docs/errors.md';
        return row(`problem/${code}`, `${title} (${level})`, source, runClaims[code] ?? own(...namedIn(code)));
      }),
      ...Object.entries(neverRaised).map(([code, [title, why]]) => {
        return row(`problem/${code}`, title, 'limits-and-errors §2', notYet(why));
      }),
    ],
  },
];

function namedIn(code: string) {
  return [by('src/engine/limits.test.ts', new RegExp(`\\b${literally(code)}\\b`))];
}
