/** How the event streams are doing. */
import type { Streams } from '../streams/streams.ts';
import type { ApiModule } from './app.ts';
import { callerOf } from './auth.ts';
import { isoDate } from './dates.ts';
import { apiError } from './errors.ts';

/** `GET /streams`: each sink, how far it is behind, why it fails. For the main account only: sinks hear of every account. */
export function streamsApi(streams: Streams): ApiModule {
  return {
    access: 'account',
    register(app) {
      app.get('/streams', async (request) => {
        if (callerOf(request).account.parentSid !== null) throw apiError(20403);
        const sinks = await streams.status();
        return {
          sinks: sinks.map((sink) => ({
            name: sink.name,
            type: sink.kind,
            events_behind: sink.behind,
            last_delivered_at: dateOf(sink.lastDeliveredAtMs),
            failed_attempts: sink.failedAttempts,
            last_error: sink.lastError,
            next_attempt_at: dateOf(sink.nextAttemptAtMs),
          })),
        };
      });
    },
  };
}

function dateOf(epochMs: number | null): string | null {
  return epochMs === null ? null : isoDate(epochMs);
}
