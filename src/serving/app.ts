/**
 * The HTTP server: plugins in the order in which they act on a request, and the routes. It knows the engine
 * and the store by their interfaces; who made them, and from what configuration, it does not.
 */
import { type FastifyInstance, type FastifyPluginCallback, fastify, LogController } from 'fastify';
import type { Engine } from '../engine/engine.ts';
import type { EmbedTokens } from '../identity/embed-tokens.ts';
import type { Store } from '../store/store.ts';
import { publicPrincipal, type TenantId } from '../tenancy/principal.ts';
import { type Logger, withSafeWords } from './log-options.ts';
import { buildDocument } from './openapi/build-document.ts';
import { addAccounts, type KeepsAccounts } from './plugins/accounts.ts';
import { addAuthentication, type FindsPrincipal } from './plugins/authentication.ts';
import { addCompression } from './plugins/compression.ts';
import { addCrossOrigin } from './plugins/cross-origin.ts';
import { addDocumentationPage } from './plugins/documentation-page.ts';
import { addJsonBodies } from './plugins/json-bodies.ts';
import { addLoadShedding, type LoadLimits } from './plugins/load-shedding.ts';
import { addProblems, sendProblem } from './plugins/problems.ts';
import { createRateCounter, type RateLimits } from './plugins/rate-limits.ts';
import { addRequestId, chooseRequestId } from './plugins/request-id.ts';
import { addRouteTable } from './plugins/route-table.ts';
import { BODY_LIMIT } from './problem.ts';
import { routes } from './routes/list-routes.ts';
import { mountRoutes } from './routes/mount-route.ts';
import type { OperatorServices } from './routes/operator-services.ts';

/** How much of everything is served. */
export interface AppLimits {
  readonly rates: RateLimits;
  readonly load: LoadLimits;
  /** Addresses of proxies that are believed about whom they speak for. */
  readonly trustedProxies: readonly string[];
}

const NO_LIMITS: AppLimits = {
  rates: { perPrincipal: null, perTenant: null, perAddress: null },
  load: { requests: null, lagMs: null },
  trustedProxies: [],
};

export interface AppOptions {
  /** The engine in force: each request keeps the one it began with. */
  readonly engine: () => Engine;
  readonly store: Store;
  /** Tokens of users; `null` takes none. */
  readonly tokens: FindsPrincipal | null;
  /** Tokens for embedding, made and taken. */
  readonly embedTokens: EmbedTokens;
  /** Whose published metrics are told to whoever asks without a credential; nobody's unless given. */
  readonly publicTenant?: TenantId | null;
  /** Fills the warehouse with the demo's data, where that is what this server shows. */
  readonly seed: () => Promise<void>;
  /** Reads the project again. */
  readonly reload: () => Promise<object>;
  /** What the operator of this machine may do, by the command line. */
  readonly operator: OperatorServices;
  /** The token with which the command line on this machine may call; `null` lets it call nothing. */
  readonly processToken: string | null;
  /** Whether the server has begun to shut down. */
  readonly isDraining: () => boolean;
  readonly version: string;
  /** None unless given. */
  readonly limits?: AppLimits;
  /** Who is told of requests that are over; nobody unless given. */
  readonly accounts?: KeepsAccounts;
  /** `false` logs nothing. */
  readonly logger: Logger;
  /** Traces requests; none are unless given. */
  readonly tracing?: FastifyPluginCallback | undefined;
}

/** Builds the server; it listens when it is told to. */
export async function buildApp(options: AppOptions): Promise<FastifyInstance> {
  const { engine, store, tokens, embedTokens, processToken, seed, reload, operator, isDraining } = options;
  const { limits = NO_LIMITS } = options;
  const app = createFastify(options.logger, limits.trustedProxies);
  if (options.tracing) await app.register(options.tracing);
  addRouteTable(app);
  addProblems(app);
  addAccounts(app, options.accounts);
  addRequestId(app);
  await addCrossOrigin(app);
  await addCompression(app);
  const findOverload = await addLoadShedding(app, limits.load);
  const counter = createRateCounter(limits.rates);
  const asPublic = options.publicTenant ? publicPrincipal(options.publicTenant) : null;
  addAuthentication(app, {
    store,
    tokens,
    embedTokens,
    publicPrincipal: asPublic,
    processToken,
    counter,
  });
  addJsonBodies(app);
  const document = buildDocument(routes, options.version);
  mountRoutes(app, routes, {
    engine,
    keys: store,
    embedTokens,
    writes: store,
    audit: store,
    deployments: store,
    seed,
    reload,
    operator,
    isDraining,
    findOverload,
    openapi: JSON.stringify(document),
  });
  await addDocumentationPage(app, document);
  return app;
}

function createFastify(logger: AppOptions['logger'], trustedProxies: readonly string[]): FastifyInstance {
  return fastify({
    logger: withSafeWords(logger),
    trustProxy: trustedProxies.length > 0 && [...trustedProxies],
    // Its lines would hold query strings, and with them filter values.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT,
    requestIdHeader: false,
    genReqId: chooseRequestId,
    // While the server drains, what still arrives on open connections is answered, not turned away.
    return503OnClosing: false,
    frameworkErrors: (error, request, reply) => {
      sendProblem(error, request, reply);
    },
    routerOptions: {
      maxParamLength: 200,
      // Routes read the raw query string themselves, strictly.
      querystringParser: () => ({}),
    },
  });
}
