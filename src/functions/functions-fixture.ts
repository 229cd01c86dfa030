/** A folder of functions in a project of its own, and the runner that serves it; for tests. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import type { HttpRequest, HttpResult } from '../engine/effects.ts';
import { createFunctionRunner, type FunctionPorts, type FunctionSettings } from './function-runner.ts';

export interface Project {
  readonly folder: string;
  /** Lines that functions printed, and warnings about them, in order. */
  readonly log: { readonly level: 'info' | 'warn'; readonly facts: object; readonly message: string }[];
  /** Requests that went out by HTTP: through a mapping, or as they are. */
  readonly sent: { readonly by: 'exchange' | 'mappedExchange'; readonly request: HttpRequest }[];
  /** `name` from the project's folder, e.g. `functions/store.js`. */
  write(name: string, text: string): Promise<void>;
  /** A signed POST, as Run Function makes it. */
  call(path: string, options?: CallOptions): Promise<HttpResult>;
  /** The same for functions that answer JSON. */
  json(path: string, options?: CallOptions): Promise<unknown>;
  close(): Promise<void>;
}

export interface CallOptions {
  readonly form?: { readonly [name: string]: string };
  readonly accountSid?: string;
  readonly base?: string;
  readonly sign?: boolean;
}

type Files = { readonly [name: string]: string };

export const usualSettings = {
  mappings: [],
  environment: {},
  givesCredentials: false,
  sandbox: { read: [], write: [] },
  memoryMb: 64,
  timeoutSeconds: 20,
  concurrency: 8,
  maxBodyBytes: 65_536,
  maxRedirects: 10,
} satisfies FunctionSettings;

/** `files` by their name in the folder `functions`. */
export async function openProject(
  t: TestContext,
  files: Files,
  settings: Partial<FunctionSettings> | ((folder: string) => Partial<FunctionSettings>) = {},
  ports: Partial<FunctionPorts> = {},
): Promise<Project> {
  const folder = await mkdtemp(join(tmpdir(), 'atelier-functions-'));
  const log: Project['log'] = [];
  const sent: Project['sent'] = [];
  const answer = async (by: 'exchange' | 'mappedExchange', request: HttpRequest): Promise<HttpResult> => {
    sent.push({ by, request });
    return { ok: true, status: 200, body: by, headers: {} };
  };
  const runner = createFunctionRunner(
    {
      ...usualSettings,
      folder: { functions: join(folder, 'functions'), assets: join(folder, 'assets') },
      ...(typeof settings === 'function' ? settings(folder) : settings),
    },
    {
      exchange: (_account, request) => answer('exchange', request),
      mappedExchange: (_account, request) => answer('mappedExchange', request),
      tokenOf: async (accountSid) => `token of ${accountSid}`,
      sign: (token, { url }) => `${url} by ${token}`,
      log: {
        info: (facts, message) => log.push({ level: 'info', facts, message }),
        warn: (facts, message) => log.push({ level: 'warn', facts, message }),
      },
      ...ports,
    },
  );
  t.after(async () => {
    await runner.close();
    await rm(folder, { recursive: true, force: true });
  });
  const project: Project = {
    folder,
    log,
    sent,
    async write(name, text) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), text);
    },
    call(path, { form = {}, accountSid = 'AC1', base = 'https://survey-1234-dev.twil.io', sign = true } = {}) {
      return runner.run(accountSid, {
        method: 'POST',
        url: `${base}${path}`,
        contentType: 'application/x-www-form-urlencoded;charset=utf-8',
        body: new URLSearchParams(form).toString(),
        form: Object.entries(form),
        sign,
        authenticate: false,
      });
    },
    async json(path, options) {
      const result = await project.call(path, options);
      if (!result.ok || result.status !== 200) throw new Error(`${path}: ${JSON.stringify(result)}`);
      return JSON.parse(result.body);
    },
    close: () => runner.close(),
  };
  for (const [name, text] of Object.entries(files)) await project.write(`functions/${name}`, text);
  return project;
}
