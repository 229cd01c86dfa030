/** How often each transition of a revision was taken. */
import { askJson } from './client.ts';
import { resource } from './record.ts';

export interface TrafficQuery {
  readonly revision?: number | undefined;
  /** ISO 8601. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly withTestUsers: boolean;
}

export interface WidgetTraffic {
  readonly widget: string;
  readonly in: number;
  readonly out: number;
  readonly ended: number;
  readonly failed: number;
}

export interface TransitionTraffic {
  readonly widget: string;
  readonly event: string;
  /** Undefined: nowhere. */
  readonly target: string | undefined;
  readonly count: number;
}

export interface Traffic {
  readonly revision: number;
  readonly fromMs: number;
  readonly countedAtMs: number;
  readonly widgets: readonly WidgetTraffic[];
  readonly transitions: readonly TransitionTraffic[];
}

export async function getTraffic(flowSid: string, query: TrafficQuery): Promise<Traffic> {
  const fields = Object.entries({
    revision: query.revision === undefined ? undefined : String(query.revision),
    from: query.from,
    to: query.to,
    test_users: query.withTestUsers ? 'true' : undefined,
  }).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  const search = new URLSearchParams(fields);
  const answer = resource(
    await askJson(`/console/api/flows/${encodeURIComponent(flowSid)}/traffic?${search}`),
    'count of traffic',
  );
  return {
    revision: answer.number('revision'),
    fromMs: answer.number('from_ms'),
    countedAtMs: answer.number('counted_ms'),
    widgets: answer.list('widgets', 'widget').map((each) => ({
      widget: each.text('widget'),
      in: each.number('in'),
      out: each.number('out'),
      ended: each.number('ended'),
      failed: each.number('failed'),
    })),
    transitions: answer.list('transitions', 'transition').map((each) => ({
      widget: each.text('widget'),
      event: each.text('event'),
      target: each.maybe('target'),
      count: each.number('count'),
    })),
  };
}
