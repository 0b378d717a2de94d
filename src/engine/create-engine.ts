/** Wires catalog, planner, warehouse and store into the one engine that every surface calls. */
import { invariant } from '../base/invariant.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { confineFor } from '../catalog/confine-for.ts';
import { findBenchmark } from '../catalog/find-benchmark.ts';
import { viewCatalog } from '../catalog/view-catalog.ts';
import type { ProjectDefinitions } from '../definitions/definition-types.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import type { Rule } from '../planner/rules/rule.ts';
import { bindQuery } from '../query/bind-query.ts';
import { bindSearch } from '../query/bind-search.ts';
import type { BoundQuery } from '../query/bound-query.ts';
import { checkQuery } from '../query/check-query.ts';
import { continueAfter } from '../query/continue-after.ts';
import type { MetricQuery } from '../query/metric-query.ts';
import { narrowQuery } from '../query/narrow-query.ts';
import type { QuerySetting } from '../query/query-setting.ts';
import { splitBenchmarks } from '../query/split-benchmarks.ts';
import type { KeyProofRecord, Store } from '../store/store.ts';
import { embedPrincipal, type Principal } from '../tenancy/principal.ts';
import { resolveScope, type Scope } from '../tenancy/scope.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { AnnotationBook } from './annotations/annotation-book.ts';
import type { Answer } from './answer.ts';
import { BenchmarkBook, type EveryTenant } from './benchmark-book.ts';
import { besideAnswer } from './beside-answer.ts';
import { checkEmbedding } from './check-embedding.ts';
import { describeBenchmarks } from './describe-benchmarks.ts';
import {
  describeDimensionNamed,
  describeDimensions,
  describeMetricNamed,
  describeMetrics,
} from './describe-catalog.ts';
import { describeDimensionChanges, describeModelChanges } from './describe-model-changes.ts';
import { describeChangelog, describeVersions } from './describe-versions.ts';
import { withDisguises } from './disguises-in-scope.ts';
import type { Engine } from './engine.ts';
import { type EngineWatch, UNWATCHED } from './engine-watch.ts';
import { explainQuery } from './explain-query.ts';
import { FreezeBook } from './freezes/freeze-book.ts';
import { makeReceipt } from './make-receipt.ts';
import { CursorBook, hashQuestion } from './page-cursor.ts';
import { PlanCache, type PreparedQuery, statementsOf } from './prepare-query.ts';
import { ProofBook } from './proof-book.ts';
import { judgeAccess, type RuleOutcome } from './query-access.ts';
import { readPeriods } from './read-periods.ts';
import { valuesQuery } from './read-values.ts';
import { ReceiptBook } from './receipt-book.ts';
import { refuseAllRows, refuseUnreached } from './refuse-outside.ts';
import { withRows } from './rows-in-scope.ts';
import { type AskOptions, listAnswering, listNamedMetrics, type TellRun } from './run-facts.ts';
import { type BareAnswer, runQuery } from './run-query.ts';
import {
  accessOfBenchmarks,
  askBenchmarks,
  type BenchmarkBeside,
  tellBenchmarks,
} from './tell-benchmarks.ts';
import { TenantProfiles } from './tenant-profiles.ts';
import { traceLineage } from './trace-lineage.ts';
import { underVeil, veilWords } from './veil-words.ts';

export interface EngineParts {
  readonly catalog: Catalog;
  readonly warehouse: Warehouse;
  /** What the catalog was made of; without it nothing can be published. */
  readonly definitions?: ProjectDefinitions;
  readonly store: Pick<
    Store,
    | 'saveReceipt'
    | 'findReceipt'
    | 'addFreeze'
    | 'findFreeze'
    | 'listFreezes'
    | 'addAnnotation'
    | 'findAnnotation'
    | 'changeAnnotation'
    | 'removeAnnotation'
    | 'listAnnotationSubjects'
    | 'readAnnotations'
    | 'ping'
  >;
  /** Signs cursors and makes pseudonyms; the store's secret, so that those of every server of one store are the same. */
  readonly secret: string;
  /** The clock. */
  readonly now: () => Date;
  /** Scope over all tenants, for benchmarks; without it none can be read. */
  readonly everyTenant?: EveryTenant;
  /** The proofs of keys on this warehouse; none unless given. */
  readonly keyProofs?: () => Promise<readonly KeyProofRecord[]>;
  /** How long one query may take, in milliseconds; 30 s unless given. */
  readonly timeoutMs?: number;
  /** The planner's rules; all unless given. */
  readonly rules?: readonly Rule[];
  /** Nobody unless given. */
  readonly watch?: EngineWatch;
}

/** One page of an answer, ready to be read. */
interface BoundPage {
  /** What the principal may see of the whole. */
  readonly catalog: Catalog;
  readonly query: MetricQuery;
  readonly scope: Scope;
  readonly bound: BoundQuery;
  /** The rules on what it rests on. */
  readonly access: readonly RuleOutcome[];
  /** What cursors of its pages are bound to. */
  readonly question: string;
  readonly prepared: PreparedQuery;
  /** What is told of all tenants beside it. */
  readonly told: readonly BenchmarkBeside[];
  /** Whether whoever asks may go on behind the page. */
  readonly goesOn: boolean;
  readonly setting: QuerySetting;
  /** The tenant's own currency. */
  readonly currency: string | null;
}

interface PageOptions {
  /** What the values of a dimension are searched for. */
  readonly search?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly tell?: TellRun | undefined;
  /** Whether the query is not run, nor asked where the data ends: that is a value, and no part of a plan. */
  readonly explains?: boolean;
}

/** A query, and the statements that it has become. */
interface AskedStatements {
  readonly query: MetricQuery;
  readonly prepared: PreparedQuery;
}

/** Who asks, and what of the catalog it may see. */
interface Asking {
  readonly principal: Principal;
  readonly catalog: Catalog;
}

interface ExtentContext extends Asking, Pick<BoundPage, 'setting' | 'scope'> {
  readonly signal: AbortSignal | undefined;
}

const DEFAULT_TIMEOUT_MS = 30_000;

export function createEngine(parts: EngineParts): Engine {
  const {
    catalog: whole,
    warehouse,
    store,
    secret,
    now,
    everyTenant = refuseEveryTenant,
    keyProofs = async () => [],
    timeoutMs = DEFAULT_TIMEOUT_MS,
    rules,
    watch = UNWATCHED,
    definitions = null,
  } = parts;
  const plans = new PlanCache(rules, watch);
  const receipts = new ReceiptBook(store, secret);
  const cursors = new CursorBook(secret);
  const profiles = new TenantProfiles({ catalog: whole, plans, warehouse, timeoutMs, now });
  const benchmarks = new BenchmarkBook({ catalog: whole, plans, warehouse, timeoutMs, everyTenant, now });
  const proofs = new ProofBook({ catalog: whole, read: keyProofs, now });
  const viewOf = (principal: Principal): Catalog => confineFor(viewCatalog(whole, principal), principal);
  const scopeOf = (tenants: Scope, asked: AskedStatements, by: Asking): Scope =>
    withDisguises(withRows(tenants, asked.prepared, by), asked, { ...by, secret });
  /** Checked once, here, whatever transport the request came by. */
  const bindPage = (principal: Principal, request: unknown, options: PageOptions): Promise<BoundPage> =>
    watch.step('bind', () => bindPageNow(principal, request, options));
  const bindPageNow = async (
    principal: Principal,
    request: unknown,
    { search, signal, tell = () => {}, explains = false }: PageOptions,
  ): Promise<BoundPage> => {
    const view = viewCatalog(whole, principal);
    const catalog = confineFor(view, principal);
    const { own: checked, asked: beside } = splitBenchmarks(checkQuery(request), (name) =>
      findBenchmark(name, view, principal),
    );
    const peers = beside.map(({ benchmark: { name, value } }) => ({ metric: name, version: value.version }));
    tell({ catalog: catalog.hash, metrics: [...listNamedMetrics(checked, catalog), ...peers] });
    const tenants = resolveScope(principal, checked.tenants ?? null);
    tell({ tenants: tenants.tenants });
    const { embedding } = principal;
    const query = embedding ? narrowQuery(checked, embedding, catalog) : checked;
    const asked = now();
    const tenant = await profiles.settingOf(tenants, signal);
    const { currency } = tenant;
    // What a token lists are names for its bearer: the days of calendars are looked up as for any viewer.
    const reading = { catalog: view, plans, warehouse, scope: tenants, timeoutMs, now: asked, signal };
    const periods = await readPeriods(query, reading);
    const allowed = embedding ? { allowed: embedding } : {};
    const setting: QuerySetting = { now: asked, ...tenant, periods, ...allowed };
    const plain = explains
      ? bindVeiled(query, catalog, setting)
      : await bindWithExtent(query, { catalog, setting, scope: tenants, principal, signal });
    const metrics = plain.shape.outputs.map(({ metric }) => metric);
    const access = [
      ...judgeAccess({ query, metrics, catalog }, principal),
      ...accessOfBenchmarks(beside, principal),
    ];
    const told = askBenchmarks(beside, { query, bound: plain, catalog, now: asked });
    const first = search === undefined ? plain : bindSearch(plain, search);
    const prepare = ({ shape }: BoundQuery): PreparedQuery =>
      underVeil(catalog, query, () => plans.prepare(shape, catalog));
    refuseUnreached(first, query, catalog);
    const preparedFirst = prepare(first);
    if (embedding) underVeil(catalog, query, () => refuseAllRows(preparedFirst, embedding));
    const scope = scopeOf(tenants, { query, prepared: preparedFirst }, { principal, catalog });
    const question = hashQuestion({ catalog: catalog.hash, query, search, scope, bound: first });
    const bound =
      query.cursor === undefined ? first : continueAfter(first, cursors.read(query.cursor, question));
    const prepared = bound === first ? preparedFirst : prepare(bound);
    const sql = statementsOf(prepared).map(({ statement }) => statement.hash);
    tell({ metrics: [...listAnswering(bound.shape.outputs, catalog), ...peers], sql });
    const goesOn = (embedding?.rows ?? null) === null;
    return { catalog, query, scope, bound, access, question, setting, currency, prepared, goesOn, told };
  };
  /** Windows over an open range need to know where the data ends, before their buckets can be listed. */
  const bindWithExtent = async (
    query: MetricQuery,
    { catalog, setting, scope, principal, signal }: ExtentContext,
  ): Promise<BoundQuery> => {
    const bound = bindVeiled(query, catalog, setting);
    if (!bound.extent) return bound;
    const { shape } = bound.extent;
    const prepared = underVeil(catalog, query, () => plans.prepare(shape, catalog));
    const inScope = scopeOf(scope, { query, prepared }, { principal, catalog });
    const reading = {
      catalog,
      warehouse,
      scope: inScope,
      timeoutMs,
      now: setting.now,
      signal,
      currency: null,
    };
    const { rows } = await runQuery(prepared, bound.extent, { ...reading, cursorAfter: () => '' });
    const extent = rows.flat().flatMap((cell) => (typeof cell === 'string' ? [cell] : []));
    return bindVeiled(query, catalog, { ...setting, extent });
  };
  const run = async (page: BoundPage, { signal, tell }: AskOptions): Promise<BareAnswer> => {
    const answer = await runQuery(page.prepared, page.bound, {
      catalog: page.catalog,
      currency: page.currency,
      warehouse,
      scope: page.scope,
      timeoutMs,
      now: page.setting.now,
      signal,
      cursorAfter: (row) => cursors.write({ question: page.question, row }),
    });
    tell?.({ rows: answer.rows.length });
    const warnings = answer.warnings.map((warning) => veilWords(warning, page.catalog, page.query));
    const next = page.goesOn ? answer.page.next : null;
    return { ...answer, page: { ...answer.page, next }, warnings };
  };
  const answerPage = async (page: BoundPage, options: AskOptions): Promise<Answer> => {
    const answer = await run(page, options);
    const asking = { turnOf: page.scope.tenants, signal: options.signal };
    const bare = besideAnswer(answer, await tellBenchmarks(page.told, benchmarks, asking), page.catalog);
    const keysProven = await proofs.coversPlan(page.prepared);
    const receipt = makeReceipt({ ...page, answer: bare, keysProven });
    await receipts.save(receipt);
    const { id } = receipt;
    return { ...bare, layout: page.query.layout ?? 'rows', receipt: { id, url: `/v1/receipts/${id}` } };
  };
  const annotations = new AnnotationBook({
    catalog: whole,
    store,
    now,
    viewOf,
    zoneOf: async (tenants, signal) => (await profiles.settingOf(tenants, signal)).zone ?? whole.project.zone,
  });
  const freezes = new FreezeBook({
    catalog: whole,
    definitions,
    store,
    secret,
    now,
    viewOf,
    ask: async (principal, request, options) => {
      const page = await bindPage(principal, request, options);
      return { ...page, isBenchmarked: page.told.length > 0, answer: () => answerPage(page, options) };
    },
    answersOver: (catalog) => {
      const engine = createEngine({ ...parts, catalog });
      return (principal, query, options) => engine.query(principal, query, options);
    },
  });
  return {
    catalog: () => whole,
    view: viewOf,
    query: async (principal, request, options = {}) =>
      answerPage(await bindPage(principal, request, options), options),
    async plan(principal, request, { tell } = {}) {
      const { prepared, setting, ...asked } = await bindPage(principal, request, { tell, explains: true });
      if (!asked.access.every(({ satisfied }) => satisfied))
        throw new SemanticError('TENANT_PLAN_RESTRICTED', {});
      // What could be added may need calendars that nobody has read.
      const { periods: _periods, ...unread } = setting;
      const bind = (query: MetricQuery): BoundQuery => bindQuery(query, asked.catalog, unread);
      return explainQuery(prepared, { ...asked, bind });
    },
    async values(principal, request, options = {}) {
      const { search } = request;
      const most = principal.embedding?.rows ?? undefined;
      const asked = await bindPage(principal, valuesQuery(request, most), { ...options, search });
      const { rows, page } = await run(asked, options);
      return { items: rows.map(([value = null]) => value), next: page.next };
    },
    describeDimension: (principal, name) => describeDimensionNamed(name, viewOf(principal)),
    listMetrics: (principal) => proofs.complete(describeMetrics(viewOf(principal))),
    async describeMetric(principal, name) {
      const [description] = await proofs.complete([describeMetricNamed(name, viewOf(principal))]);
      invariant(description, 'one metric has one description');
      return description;
    },
    traceLineage: (principal, name) => traceLineage(name, viewOf(principal)),
    listDimensions: (principal) => describeDimensions(viewOf(principal)),
    listVersions: (principal, metric) => describeVersions(metric, viewOf(principal), principal),
    listChanges: (principal, metric) => describeChangelog(metric, viewOf(principal), principal),
    listModelChanges: (principal) => describeModelChanges(viewOf(principal), principal),
    listDimensionChanges: (principal, name) => describeDimensionChanges(name, viewOf(principal)),
    listBenchmarks: (principal) => describeBenchmarks(viewOf(principal), principal),
    listTenants: async (principal, tenants, { signal } = {}) =>
      tenants.length === 0 ? [] : profiles.describe(resolveScope(principal, tenants), signal),
    checkEmbedding(maker, grant) {
      const view = viewCatalog(whole, embedPrincipal(maker, grant));
      return underVeil(view, grant.embedding, () => checkEmbedding(grant.embedding, view));
    },
    receipt: (principal, id) => receipts.read({ principal, catalog: viewOf(principal) }, id),
    freezes,
    annotations,
    async ready() {
      const [warehouseReady, storeReady] = await Promise.all([warehouse.ping(), store.ping()]);
      return { warehouse: warehouseReady, store: storeReady };
    },
  };
}

/** Who was given no scope over all tenants has none. */
async function refuseEveryTenant(): Promise<never> {
  throw new SemanticError('WAREHOUSE_ROWS_HIDDEN', {});
}

/** What the query rests on has no names in its faults that whoever asks may not know. */
function bindVeiled(query: MetricQuery, catalog: Catalog, setting: QuerySetting): BoundQuery {
  return underVeil(catalog, query, () => bindQuery(query, catalog, setting));
}
