/** A composed server with functions of its own, and a flow that calls one of them. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { TestContext } from 'node:test';
import { stringify } from 'yaml';
import { type Lifetime, serve } from '../local-server.ts';
import { type Body, type Composed, eventually, openComposed } from './composed-server.ts';

export interface FunctionServer extends Composed {
  /** Runs a flow that calls `url`; gives the widget's event and output, and the code of the debugger entry. */
  run(url: string, parameters?: Record<string, string>): Promise<Outcome>;
}

export interface Outcome {
  readonly event: string;
  // biome-ignore lint/suspicious/noExplicitAny: outputs of many shapes
  readonly output: any;
  readonly code: string | undefined;
}

/** `files` by their name in the project, e.g. `functions/store.js`; `functions` is the section of atelier.yaml. */
export async function openFunctionServer(
  t: TestContext,
  files: Record<string, string>,
  functions?: object,
): Promise<FunctionServer> {
  const folder = await writeProject(t, files);
  const codes = new Map<string, string>();
  const sink = await serve(t, async (request, response) => {
    const entry = new URLSearchParams(await text(request));
    const { resource_sid: sid, error_code: code } = JSON.parse(entry.get('Payload') ?? '{}');
    codes.set(sid, code);
    response.end();
  });
  const settings = {
    ...(functions ? { functions } : {}),
    streams: [{ name: 'codes', type: 'debugger', url: sink, batch_ms: 0 }],
  };
  await writeFile(join(folder, 'atelier.yaml'), stringify(settings));
  const composed = await openComposed(t, {
    ATELIER_CONFIG: join(folder, 'atelier.yaml'),
    ATELIER_SAMPLES: 'off',
  });
  return {
    ...composed,
    async run(url, parameters = {}) {
      const { body: flow } = await composed.call('/v2/Flows', {
        FriendlyName: 'Caller',
        Status: 'published',
        Definition: JSON.stringify(callerOf(url, parameters)),
      });
      const executions = `/v2/Flows/${flow.sid}/Executions`;
      const started = await composed.call(executions, { To: '+15550002222', From: '+15550001111' });
      const { sid } = started.body;
      await eventually(async () =>
        (await composed.call(`${executions}/${sid}`)).body.status === 'ended' ? true : undefined,
      );
      const { body: steps } = await composed.call(`${executions}/${sid}/Steps`);
      const step = steps.steps.find((each: Body) => each.transitioned_from === 'call');
      const { body: context } = await composed.call(`${executions}/${sid}/Context`);
      const code = step.name === 'fail' ? await eventually(async () => codes.get(sid)) : undefined;
      return { event: step.name, output: context.context.widgets?.call, code };
    },
  };
}

/** A folder that goes with the test. */
export async function writeProject(t: Lifetime, files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'atelier-functions-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  return folder;
}

function callerOf(url: string, parameters: Record<string, string>): object {
  return {
    description: 'Calls a function',
    initial_state: 'Trigger',
    flags: { allow_concurrent_calls: true },
    states: [
      { name: 'Trigger', type: 'trigger', transitions: [{ event: 'incomingRequest', next: 'call' }], properties: {} },
      {
        name: 'call',
        type: 'run-function',
        transitions: [{ event: 'success' }, { event: 'fail' }],
        properties: { url, parameters: Object.entries(parameters).map(([key, value]) => ({ key, value })) },
      },
    ],
  };
}
