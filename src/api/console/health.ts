/** How the server is doing, for the people who look after it. Source: console page §2, Health. */
import type { OutboundRecord, StoreHealth } from '../../storage/storage.ts';
import type { ApiModule } from '../app.ts';
import { accountOf } from '../auth.ts';

/** Failed messages that are shown, the latest; the outbox has all, and sends them again. */
const shownMessages = 20;

/** What is true of the server and of no account. */
export interface ServerFacts {
  readonly version: string;
  readonly carriers: readonly { readonly name: string; readonly type: string; readonly isDefault: boolean }[];
  disk(): Promise<{ readonly freeBytes: number; readonly totalBytes: number; readonly dataBytes: number }>;
  sinks(): Promise<readonly { readonly name: string; readonly behind: number; readonly lastError: string | null }[]>;
}

/** `GET /console/api/health`. What is of the server is for the main account only. */
export function consoleHealth(facts: ServerFacts): ApiModule {
  return {
    access: 'account',
    register(app, { storage, clock }) {
      app.get('/console/api/health', async (request) => {
        const account = accountOf(request);
        const nowMs = clock.now();
        const [isReady, health, failed, undelivered] = await Promise.all([
          storage.isReady(),
          storage.health(account.sid, nowMs),
          storage.listOutbox(account.sid, 'failed', { limit: shownMessages }),
          storage.listOutbox(account.sid, 'undelivered', { limit: shownMessages }),
        ]);
        return {
          status: isReady && isWell(health) ? 'ok' : 'attention',
          checked_ms: nowMs,
          version: facts.version,
          store: {
            ready: isReady,
            commits_measured: health.commits.measured,
            commit_p50_ms: health.commits.p50Ms,
            commit_p99_ms: health.commits.p99Ms,
          },
          deadlines: { due_in_an_hour: health.deadlines.dueInAnHour, late: health.deadlines.late },
          effects: health.effects.map((effect) => ({
            type: effect.type,
            under_way: effect.underWay,
            waiting: effect.waiting,
            failing: effect.failing,
            failing_since_ms: effect.failingSinceMs,
            error_message: effect.errorMessage,
          })),
          failed_messages: [...failed.rows, ...undelivered.rows]
            .toSorted((a, b) => b.createdAtMs - a.createdAtMs)
            .slice(0, shownMessages)
            .map(presentMessage),
          server: account.parentSid === null ? await presentServer(facts) : null,
        };
      });
    },
  };
}

function isWell({ deadlines, effects }: StoreHealth): boolean {
  return deadlines.late === 0 && effects.every(({ failing }) => failing === 0);
}

async function presentServer({ carriers, disk, sinks }: ServerFacts): Promise<object> {
  const { freeBytes, totalBytes, dataBytes } = await disk();
  return {
    carriers: carriers.map(({ name, type, isDefault }) => ({ name, type, default: isDefault })),
    disk: { free_bytes: freeBytes, total_bytes: totalBytes, data_bytes: dataBytes },
    sinks: (await sinks()).map(({ name, behind, lastError }) => ({
      name,
      events_behind: behind,
      last_error: lastError,
    })),
  };
}

/** Neither what was written nor to whom: a report may be passed on. */
function presentMessage({ key, executionSid, status, errorCode, errorMessage, createdAtMs, resentAs }: OutboundRecord) {
  return {
    key,
    execution_sid: executionSid,
    status,
    error_code: errorCode,
    error_message: errorMessage,
    created_ms: createdAtMs,
    resent_as: resentAs,
  };
}
