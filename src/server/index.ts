/** The composition root: puts configuration, stores, carrier, runtime and API together. */
import type { Server } from 'node:net';
import { fileURLToPath } from 'node:url';
import pino from 'pino';
import { type ApiModule, buildApi } from '../api/app.ts';
import { carrierApi } from '../api/carrier/index.ts';
import { consoleApi } from '../api/console/index.ts';
import { createLive } from '../api/console/live.ts';
import { apiModules } from '../api/modules.ts';
import { simulatorApi } from '../api/simulator/index.ts';
import { streamsApi } from '../api/streams.ts';
import type { CarrierHttp } from '../carriers/http.ts';
import { openSimulator } from '../carriers/simulator/index.ts';
import { type Clock, realClock } from '../runtime/clock.ts';
import { createExchange } from '../runtime/exchange.ts';
import { createRuntime } from '../runtime/flow-runtime.ts';
import { createHttpClient, type HttpClient } from '../runtime/http-client.ts';
import { createSocketClient } from '../runtime/web-socket.ts';
import { openSqlite } from '../storage/sqlite/index.ts';
import { widgetsByType } from '../widgets/index.ts';
import { type MainAccount, mainAccount } from './account.ts';
import { openCarriers, paceOf } from './carriers.ts';
import { type Config, ConfigError } from './config.ts';
import { factsOf } from './facts.ts';
import { openFunctions } from './functions.ts';
import { newSid } from './ids.ts';
import { inboundModules } from './inbound.ts';
import { connectNumbers } from './own-numbers.ts';
import { DraftLines } from './phone/draft-lines.ts';
import { openProducts } from './products.ts';
import { hasSamples, type LoadedSample, loadSamples, markSamples } from './samples.ts';
import { setupOf } from './setup.ts';
import { provisionOf, simulatorSettings } from './simulator.ts';
import { openSpeech } from './speech.ts';
import { streamsFrom } from './streams.ts';

export { type Config, ConfigError, configFromEnv } from './config.ts';

export interface RunningServer {
  /** Base URL on this machine, without a slash at the end. */
  readonly url: string;
  readonly main: MainAccount;
  /** Sample flows that were loaded just now. */
  readonly samples: readonly LoadedSample[];
  /** Resolves when nothing is under way and nothing is due: for tests. */
  settled(): Promise<void>;
  /** Answers what is under way, then stops. */
  close(): Promise<void>;
}

/** What tests put in the place of the real thing. */
export interface ServerParts {
  readonly clock?: Clock;
}

/** Where `npm run console` puts what it builds. */
const consoleFolder = fileURLToPath(new URL('../../dist/console', import.meta.url));

/** REST starts a second that the service allows per account (limits-and-errors §1). */
const createsPerSecond = 20;

/** Starts a server; throws `ConfigError` when the port or the data folder cannot be used. */
export async function startServer(config: Config, parts: ServerParts = {}): Promise<RunningServer> {
  const log = pino({ level: config.logLevel }, pino.destination(2));
  const { clock = realClock } = parts;
  const live = createLive(clock);
  const storage = live.watching(await openSqlite({ folder: config.dataFolder }).catch(unusable));
  const closers: (() => unknown)[] = [() => storage.close()];
  const close = async () => {
    for (const step of closers.splice(0).toReversed()) await step();
  };
  try {
    const main = await mainAccount(storage, config, clock.now());
    const tokenOf = async (accountSid: string) => {
      const account = await storage.findAccount(accountSid);
      return account?.status === 'active' ? account.authToken : undefined;
    };
    let url = '';
    const webhookBase = () => config.publicUrl ?? url;
    // The built-in network need not go out to come in: signatures stay those of the public address.
    const onThisMachine = (target: string) =>
      config.publicUrl !== undefined && target.startsWith(`${config.publicUrl}/`)
        ? url + target.slice(config.publicUrl.length)
        : target;

    const flowHttp = flowHttpClient(config.allowedHosts, clock);
    closers.push(() => flowHttp.close());
    let ownHttp: HttpClient | undefined;
    closers.push(() => ownHttp?.close());
    // The networks on this machine reach this server's own webhooks, whatever else is allowed.
    const reachable = () => [...config.allowedHosts, new URL(url).host, new URL(webhookBase()).host];
    const carrierHttp: CarrierHttp = {
      request: (request) => {
        ownHttp ??= createHttpClient({ clock, allowedHosts: reachable() });
        return ownHttp.request({ ...request, url: onThisMachine(request.url) });
      },
    };
    const simulator = await openSimulator({
      folder: config.dataFolder,
      clock,
      http: carrierHttp,
      openSocket: (...connection) => createSocketClient({ clock, allowedHosts: reachable() })(...connection),
      tokenOf,
      ids: { sid: newSid },
      maxBodyCharacters: config.limits.messageBodyCharacters,
      mediaBase: webhookBase,
      speech: openSpeech(config, log),
      ...simulatorSettings(config.file),
      log,
    });
    closers.push(() => simulator.close());
    await simulator.network.provide(main.account.sid, provisionOf(config.file));

    const carriers = openCarriers(config.file, {
      simulator: simulator.carrier,
      clock,
      httpFor: (urls) => operatorHttp(clock, urls, closers),
    });

    const { streams, listener } = await streamsFrom(config.file.streams ?? [], {
      storage,
      clock,
      log,
      // The operator names the sinks: they may be on a private network.
      http: operatorHttp(
        clock,
        (config.file.streams ?? []).flatMap((sink) => ('url' in sink ? [sink.url] : [])),
        closers,
      ),
      token: () => tokenOf(main.account.sid),
    });
    closers.push(() => streams.close());

    const products = openProducts(config, { clock, ids: { sid: newSid }, baseUrl: webhookBase });
    closers.push(() => products.close());

    const exchange = createExchange({ client: flowHttp, limits: config.limits, tokenOf });
    const functions = openFunctions(config, { clock, exchange, tokenOf, log });
    closers.push(() => functions?.close());

    const pace = paceOf(config.file, carriers.routes);
    const runtime = createRuntime({
      storage,
      carrier: carriers.routed,
      pace,
      exchange,
      ...(functions ? { runFunction: functions.run } : {}),
      clock,
      sid: newSid,
      limits: config.limits,
      settings: config.settings,
      widgets: widgetsByType,
      webhookBase,
      products: products.products,
      tellPoster: (key, fate) => products.hear(key, fate),
      log,
      listener: {
        record: (happening) => listener.record(happening),
        committed(happening) {
          listener.committed(happening);
          live.hear(happening);
        },
      },
    });
    closers.push(() => runtime.close());
    // Before the runtime: it posts to its outbox.
    closers.push(() => products.stop());

    const lines = new DraftLines({
      storage,
      network: simulator.network,
      clock,
      limits: config.limits,
      settings: config.settings,
      sid: newSid,
      exchange,
      runFunction: functions?.run,
      fetch: (request) => flowHttp.request(request),
      log: (message) => log.warn(message),
    });
    closers.push(() => lines.closeAll());

    const modules: readonly ApiModule[] = [
      ...apiModules,
      ...inboundModules(config, { storage, clock, carriers, http: carrierHttp, mainAccountSid: main.account.sid }),
      ...carrierApi(simulator.network),
      ...simulatorApi(simulator.network),
      ...products.modules,
      streamsApi(streams),
      ...consoleApi({
        folder: consoleFolder,
        live,
        facts: factsOf(config, carriers, streams),
        setup: setupOf(config, carriers),
        outside: { exchange, runFunction: functions?.run ?? exchange, settings: config.settings },
        lines,
        ...(config.signsInLocally ? { localAccountSid: main.account.sid } : {}),
      }),
    ];
    const app = buildApi(
      {
        storage,
        runtime,
        clock,
        ids: { sid: newSid },
        limits: config.limits,
        settings: config.settings,
        widgets: widgetsByType,
        logger: log,
        ...(config.publicUrl === undefined ? {} : { publicUrl: config.publicUrl }),
        ...(config.limitsRates ? { createsPerSecond } : {}),
      },
      modules,
    );
    closers.push(() => app.close());
    await app.listen({ port: config.port, host: config.host }).catch(unusable);
    url = localUrl(config.host, app.server.address());

    const isFirstRun = config.loadsSamples && (main.isNew || !hasSamples(config.dataFolder));
    const loaded = isFirstRun ? await loadSamples(storage, main.account.sid, clock.now()) : [];
    const samples = await connectNumbers({
      network: simulator.network,
      accountSids: (await storage.listAccounts()).map(({ sid }) => sid),
      accountSid: main.account.sid,
      dataFolder: config.dataFolder,
      webhookBase: webhookBase(),
      samples: loaded,
    });
    await markSamples(config.dataFolder);
    simulator.start();
    await runtime.begin();
    products.start({
      post: (text) => runtime.post(text),
      adopt: (texts) => runtime.adopt(texts),
      notify: async (notice) => void (await runtime.receive(notice)),
      log,
    });
    const settled = async () => {
      // Each may give the other work: a text that arrives, a reply that leaves, the one behind it, the report on it.
      for (let round = 0; round < 6; round++) {
        await simulator.settled();
        await runtime.settled();
        await products.settled();
      }
    };
    return { url, main, samples, settled, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A client for hosts that the operator named in the settings, wherever they are. */
function operatorHttp(clock: Clock, urls: readonly string[], closers: (() => unknown)[]): HttpClient {
  const client = createHttpClient({ clock, allowedHosts: [...new Set(urls.map((url) => new URL(url).host))] });
  closers.push(() => client.close());
  return client;
}

function flowHttpClient(allowedHosts: readonly string[], clock: Clock): HttpClient {
  try {
    return createHttpClient({ clock, allowedHosts });
  } catch (error) {
    throw new ConfigError(`ATELIER_ALLOW_HOSTS: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function unusable(error: unknown): never {
  const { message, code } = error as NodeJS.ErrnoException;
  if (code === 'ENOTFOUND' || code === 'EADDRNOTAVAIL') throw new ConfigError('HOST is no address of this machine');
  if (code === 'EADDRINUSE') throw new ConfigError('The port is in use; set PORT to another one, or 0 for any');
  throw new ConfigError(message);
}

/** The address to open on this machine: a wildcard host is reached by loopback. */
function localUrl(host: string, address: ReturnType<Server['address']>): string {
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const name = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '[::1]' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}`;
}
