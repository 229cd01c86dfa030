import ledger from '../../../docs/ledger.json' with { type: 'json' };
import type { Carrier } from '../../carriers/carrier.ts';
import { findFunctionFile } from '../../functions/function-file.ts';
import { routeOf } from '../../functions/routes.ts';
import { ConfigError } from '../../server/config-error.ts';
import { functionRoutes } from '../../server/functions.ts';
import type { SettingsFile } from '../../server/settings-file/index.ts';
import { UsageError } from '../command.ts';
import { carriersFrom } from '../open-carriers.ts';
import type { ReportedFlow, World } from './finding.ts';
import { textsOf } from './finding.ts';

/** Functions, carriers and ledger that the flows are held against. Throws a `UsageError`. */
export async function worldOf(
  flows: readonly ReportedFlow[],
  { settings, folder }: { readonly settings: SettingsFile; readonly folder: string },
): Promise<World> {
  try {
    const answered = await answeredUrls(flows, settings, folder);
    const carriers = opened(settings);
    return {
      settings,
      flowSids: new Set(flows.flatMap(({ sids }) => sids)),
      hasFunction: (url) => answered.has(url),
      lacks: (carrier) => carriers.get(carrier)?.lacks ?? {},
      ledger,
    };
  } catch (error) {
    if (error instanceof ConfigError) throw new UsageError(error.message);
    throw error;
  }
}

/** Only looked at: no carrier is called. */
function opened(settings: SettingsFile): ReadonlyMap<string, Carrier> {
  const { byName, close } = carriersFrom(settings);
  close();
  return byName;
}

/** URLs in the flows that a mapping or a file of ours answers. */
async function answeredUrls(
  flows: readonly ReportedFlow[],
  { functions = {} }: SettingsFile,
  base: string,
): Promise<ReadonlySet<string>> {
  const { folder, mappings } = functionRoutes(functions, base);
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
