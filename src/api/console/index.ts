import type { ApiModule } from '../app.ts';
import { consoleDrafts } from './drafts.ts';
import { liveEvents } from './events.ts';
import { consoleExecution } from './execution.ts';
import { consoleExecutions } from './executions.ts';
import { consoleHealth, type ServerFacts } from './health.ts';
import type { Live } from './live.ts';
import { consolePages } from './pages.ts';
import { consolePhone } from './phone.ts';
import type { PhoneLines } from './phone-port.ts';
import { consoleSamples } from './samples.ts';
import { consoleSession } from './session.ts';
import { consoleSetup, type ServerSetup } from './setup.ts';
import { consoleTraffic } from './traffic.ts';
import { type OutsideParts, tryRequest } from './try-request.ts';

export interface ConsoleParts {
  /** Where the build is. */
  readonly folder: string;
  readonly live: Live;
  readonly facts: ServerFacts;
  readonly setup: ServerSetup;
  readonly outside: OutsideParts;
  /** Absent: no draft can be played here. */
  readonly lines?: PhoneLines;
  /** Account that a browser on this machine is signed in to at once; absent: it is asked for credentials. */
  readonly localAccountSid?: string;
}

/** The console: its pages, and what they ask beyond the public API (ext). */
export function consoleApi(parts: ConsoleParts): readonly ApiModule[] {
  const { folder, live, facts, setup, outside, lines } = parts;
  return [
    consolePages(folder),
    consoleSession(parts),
    liveEvents(live),
    consoleDrafts(live),
    consoleExecutions,
    consoleExecution,
    consoleTraffic,
    consoleSamples,
    tryRequest(outside),
    consoleHealth(facts),
    consoleSetup(setup),
    ...(lines ? [consolePhone(lines)] : []),
  ];
}
