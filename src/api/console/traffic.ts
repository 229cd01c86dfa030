/** How often each transition of a revision was taken, and where runs ended. Source: console page §9, Traffic. */
import type { Traffic } from '../../storage/storage.ts';
import type { ApiModule } from '../app.ts';
import { notFound } from '../errors.ts';
import { queryOf } from '../forms.ts';
import { getFlow } from '../owned.ts';
import { boolean, date, integer, optional } from '../parameters.ts';

const hourMs = 3_600_000;
const usualRangeMs = 24 * hourMs;

export const consoleTraffic: ApiModule = {
  access: 'account',
  register(app, { storage, clock }) {
    app.get('/console/api/flows/:flowSid/traffic', async (request) => {
      const flow = await getFlow(request, storage);
      const form = queryOf(request);
      const nowMs = clock.now();
      const revision = optional(form, 'revision', integer(1)) ?? flow.publishedRevision ?? flow.latestRevision;
      if (revision > flow.latestRevision) throw notFound(request);
      const toMs = optional(form, 'to', date) ?? nowMs + 1;
      const askedFromMs = optional(form, 'from', date) ?? nowMs - usualRangeMs;
      const withTestUsers = optional(form, 'test_users', boolean) ?? false;
      const fromMs = Math.floor(askedFromMs / hourMs) * hourMs;
      const traffic = await storage.traffic({ flowSid: flow.sid, revision, fromMs, toMs, withTestUsers });
      return {
        flow_sid: flow.sid,
        revision,
        // Counts are kept by the hour: it begins where the first one does.
        from_ms: fromMs,
        to_ms: toMs,
        counted_ms: nowMs,
        widgets: widgetsOf(traffic),
        transitions: traffic
          .filter(({ kind }) => kind === 'transition')
          .map(({ widget, event, target, count }) => ({ widget, event, target: target === '' ? null : target, count })),
      };
    });
  },
};

/** Of each widget: how often it was entered and left, and how many runs ended or failed there. */
function widgetsOf(traffic: readonly Traffic[]) {
  const widgets = new Map<string, { in: number; out: number; ended: number; failed: number }>();
  const at = (name: string) => {
    const counts = widgets.get(name) ?? { in: 0, out: 0, ended: 0, failed: 0 };
    widgets.set(name, counts);
    return counts;
  };
  for (const { kind, widget, target, count } of traffic) {
    if (kind !== 'transition') {
      at(widget)[kind] += count;
      continue;
    }
    at(widget).out += count;
    if (target !== '') at(target).in += count;
  }
  return [...widgets].map(([widget, counts]) => ({ widget, ...counts }));
}
