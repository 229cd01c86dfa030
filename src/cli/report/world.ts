import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import ledger from '../../../docs/ledger.json' with { type: 'json' };
import { findFunctionFile } from '../../functions/function-file.ts';
import { type FunctionFolder, type Mapping, routeOf } from '../../functions/routes.ts';
import { readSettingsFile, type SettingsFile } from '../../server/settings-file/index.ts';
import type { Io } from '../io.ts';
import type { ReportedFlow, World } from './finding.ts';
import { textsOf } from './finding.ts';

/** Settings, functions and ledger that the flows are held against; `config` null: no settings. Throws `ConfigError`. */
export async function worldOf(
  flows: readonly ReportedFlow[],
  config: string | null | undefined,
  { env }: Pick<Io, 'env'>,
): Promise<World> {
  const named = config === undefined ? env.ATELIER_CONFIG || undefined : config;
  const path = resolve(named ?? 'atelier.yaml');
  const isThere = named === undefined ? existsSync(path) : named !== null;
  const settings = isThere ? readSettingsFile(path, env) : {};
  const answered = await answeredUrls(flows, settings, dirname(path));
  return {
    settings,
    flowSids: new Set(flows.flatMap(({ sids }) => sids)),
    hasFunction: (url) => answered.has(url),
    ledger,
  };
}

/** URLs in the flows that a mapping or a file of ours answers. */
async function answeredUrls(
  flows: readonly ReportedFlow[],
  { functions = {} }: SettingsFile,
  base: string,
): Promise<ReadonlySet<string>> {
  const folder: FunctionFolder = {
    functions: resolve(base, functions.folder ?? 'functions'),
    assets: resolve(base, 'assets'),
  };
  const mappings = (functions.map ?? []).map(
    ({ from, to }): Mapping => ({
      from: new URL(from),
      to: /^https?:/.test(to) ? new URL(to) : { functions: resolve(base, to), assets: folder.assets },
    }),
  );
  const urls = new Set(
    flows.flatMap(({ definition }) =>
      textsOf(definition).flatMap(({ key, text }) => (key === 'url' ? [text.trim()] : [])),
    ),
  );
  const answered = new Set<string>();
  for (const url of urls) {
    if (!URL.canParse(url)) continue;
    const route = routeOf(url, mappings, folder);
    const isAnswered =
      route.type === 'url' || (route.type === 'file' && (await findFunctionFile(route.folder.functions, route.path)));
    if (isAnswered) answered.add(url);
  }
  return answered;
}
