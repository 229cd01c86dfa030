/** The HTTP surface: what all resources share, and the list of them. No store and no carrier is named here. */
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import type { Limits } from '../engine/limits.ts';
import type { Settings } from '../engine/settings.ts';
import type { Widget } from '../engine/widget.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { Storage } from '../storage/storage.ts';
import { authenticate } from './auth.ts';
import { installCompression } from './compression.ts';
import { answerBrokenRequest, installErrorHandler, sendError } from './errors.ts';
import { bodyLimit, installFormParser } from './forms.ts';
import { installHeaders, setHeaders } from './headers.ts';
import { serialize } from './json-text.ts';
import { createRateLimit } from './rate-limit.ts';
import { installRouteFallbacks } from './routes.ts';
import { type UrlConfig, withoutJsonSuffix } from './urls.ts';

export interface ApiDeps extends UrlConfig {
  readonly storage: Storage;
  readonly runtime: Runtime;
  readonly clock: Clock;
  readonly ids: { sid(prefix: string): string };
  readonly limits: Limits;
  /** By which flows run. */
  readonly settings: Settings;
  readonly widgets: ReadonlyMap<string, Widget>;
  readonly logger: FastifyBaseLogger;
  /** Executions that an account may create by REST in a second; absent: no limit. */
  readonly createsPerSecond?: number;
}

/** A resource: its routes, and whether they ask for credentials. */
export interface ApiModule {
  /** `account`: `callerOf(request)` is set; all else is answered 401. `public`: the module sees to it itself. */
  readonly access: 'account' | 'public';
  register(app: FastifyInstance, context: ApiContext): void;
}

/** What a resource works with. */
export interface ApiContext extends ApiDeps {
  /** False when the account has used up its rate of creating executions. */
  allowsCreate(accountSid: string): boolean;
}

/** The server, not yet listening: `listen` starts it, `close` stops it. */
export function buildApi(deps: ApiDeps, modules: readonly ApiModule[]): FastifyInstance {
  const app = Fastify({
    loggerInstance: deps.logger,
    // One line per request is written by `headers.ts`: Fastify's own has the query, hence telephone numbers.
    logController: new LogController({ disableRequestLogging: true }),
    // One logger for all requests; the lines that concern one name it by `reqId`.
    childLoggerFactory: (logger) => logger,
    requestIdHeader: false,
    genReqId: () => deps.ids.sid('RQ'),
    bodyLimit,
    requestTimeout: 30_000,
    // While it stops, what arrives is still answered; the connection is closed after it.
    return503OnClosing: false,
    rewriteUrl: (request) => withoutJsonSuffix(request.url ?? '/'),
    routerOptions: {
      maxParamLength: 256,
      // Queries are read by `queryOf`, strictly and only where one is expected.
      querystringParser: () => ({}),
    },
    clientErrorHandler: answerBrokenRequest,
    frameworkErrors: (error, request, reply) => {
      setHeaders(request, reply);
      sendError(error, request, reply);
    },
  });
  app.decorateRequest('caller', null);
  app.setReplySerializer(serialize);
  installErrorHandler(app);
  installHeaders(app);
  installCompression(app);
  installFormParser(app);
  installRouteFallbacks(app);
  const context: ApiContext = {
    ...deps,
    allowsCreate: deps.createsPerSecond === undefined ? () => true : createRateLimit(deps.createsPerSecond, deps.clock),
  };
  for (const module of modules) {
    app.register(async (scope) => {
      if (module.access === 'account') scope.addHook('onRequest', authenticate(deps.storage, deps.clock));
      module.register(scope, context);
    });
  }
  return app;
}
