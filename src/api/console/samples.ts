/** Contexts of the latest executions that reached a widget, to try its templates with. Source: console page §5, Sample. */
import type { RunSummary, Storage } from '../../storage/storage.ts';
import type { ApiModule } from '../app.ts';
import { accountOf } from '../auth.ts';
import { queryOf } from '../forms.ts';
import { getFlow } from '../owned.ts';
import { required, text } from '../parameters.ts';

/** Executions that are looked at, and contexts that are sent. */
const latest = 20;
const mostSamples = 5;
const stepsLookedAt = 1_000;

export const consoleSamples: ApiModule = {
  access: 'account',
  register(app, { storage, clock }) {
    app.get('/console/api/flows/:flowSid/samples', async (request) => {
      const flow = await getFlow(request, storage);
      const widget = required(queryOf(request), 'widget', text(1000));
      const query = { accountSid: accountOf(request).sid, flowSid: flow.sid };
      const { rows } = await storage.listRuns(query, clock.now(), { limit: latest });
      const samples = await Promise.all(rows.map((run) => sampleOf(storage, run, widget)));
      return { samples: samples.filter((sample) => sample !== undefined).slice(0, mostSamples) };
    });
  },
};

/** Undefined for an execution that has not come to the widget. */
async function sampleOf(storage: Storage, run: RunSummary, widget: string): Promise<object | undefined> {
  const [execution, steps] = await Promise.all([
    storage.findStoredExecution(run.sid),
    storage.listSteps(run.sid, { limit: stepsLookedAt }),
  ]);
  const [main] = execution?.state.frames ?? [];
  if (main === undefined) return undefined;
  const isThere = main.waiting?.state === widget;
  const wasThere = steps.rows.some(
    ({ flowSid, transitionedFrom }) => flowSid === run.flowSid && transitionedFrom === widget,
  );
  if (!isThere && !wasThere) return undefined;
  return {
    execution_sid: run.sid,
    contact: run.contactAddress,
    created_ms: run.createdAtMs,
    context: main.context,
  };
}
