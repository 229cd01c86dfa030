/** What every store must keep to, as tests: each adapter registers them on its own real database. */
import { describe } from 'node:test';
import { accountTests } from './conformance/accounts.ts';
import { changeTests } from './conformance/changes.ts';
import { concurrencyTests } from './conformance/concurrency.ts';
import { dueTests } from './conformance/due.ts';
import { earlyReportTests } from './conformance/early-reports.ts';
import { flowTests } from './conformance/flows.ts';
import { healthTests } from './conformance/health.ts';
import { lifetimeTests } from './conformance/lifetime.ts';
import { noRunTests } from './conformance/no-run.ts';
import { outboundTests } from './conformance/outbound.ts';
import { pagingTests } from './conformance/paging.ts';
import { purgeTests } from './conformance/purge.ts';
import { runEventTests } from './conformance/run-events.ts';
import { runTests } from './conformance/runs.ts';
import { sessionTests } from './conformance/sessions.ts';
import { stepTests } from './conformance/steps.ts';
import { type OpenStorage, storageTest } from './conformance/storage-test.ts';
import { streamTests } from './conformance/streams.ts';
import { trafficTests } from './conformance/traffic.ts';
import { workingCopyTests } from './conformance/working-copies.ts';

/** Registers the suite under `name`; `open` gives a new, empty store each time. */
export function storageConformance(name: string, open: OpenStorage): void {
  const check = storageTest(open);
  describe(name, () => {
    describe('accounts and keys', () => accountTests(check));
    describe('flows and revisions', () => flowTests(check));
    describe('changes', () => changeTests(check));
    describe('concurrency', () => concurrencyTests(check));
    describe('steps and problems', () => stepTests(check));
    describe('paging', () => pagingTests(check));
    describe('outbound messages', () => outboundTests(check));
    describe('messages of no run', () => noRunTests(check));
    describe('reports ahead of their messages', () => earlyReportTests(check));
    describe('due work', () => dueTests(check));
    describe('stream events', () => streamTests(check));
    describe('removal', () => purgeTests(check));
    describe('sessions of the console', () => sessionTests(check));
    describe('working copies', () => workingCopyTests(check));
    describe('runs for people', () => runTests(check));
    describe('events of runs', () => runEventTests(check));
    describe('traffic', () => trafficTests(check));
    describe('health', () => healthTests(check));
    describe('lifetime', () => lifetimeTests(check));
  });
}
