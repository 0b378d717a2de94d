/** Queries → the answers that are published: each pinned to moments that stay the same, whole, and with its definitions. */
import { hashOf } from '../../base/hash.ts';
import { invariant } from '../../base/invariant.ts';
import type { Catalog, Metric } from '../../catalog/catalog.ts';
import type { ProjectDefinitions } from '../../definitions/definition-types.ts';
import type { ErrorCode } from '../../errors/catalogue.ts';
import { SemanticError } from '../../errors/semantic-error.ts';
import type { BoundQuery } from '../../query/bound-query.ts';
import { checkQuery, limit } from '../../query/check-query.ts';
import type { MetricQuery } from '../../query/metric-query.ts';
import { namedDimensions } from '../../query/named-dimensions.ts';
import { pinQuery, whyNotPinned } from '../../query/pin-query.ts';
import type { Principal } from '../../tenancy/principal.ts';
import type { Scope } from '../../tenancy/scope.ts';
import { bindingsOfDimension, bindingsOfMetric, bindingsOfRates } from '../../versions/bindings.ts';
import { hashOfDimension } from '../../versions/dimension-uses.ts';
import { freezeAnswering, partsUnder } from '../../versions/frozen-metrics.ts';
import type { Answer } from '../answer.ts';
import { describeMetricNamed } from '../describe-catalog.ts';
import { keepScope } from '../may-read.ts';
import type { RuleOutcome } from '../query-access.ts';
import type { AskOptions } from '../run-facts.ts';
import { hashScope } from '../scope-hash.ts';
import type { KeptAnswer, KeptMetric, QueryHead } from './freeze-content.ts';
import { FREEZE_LIMITS, type FreezeOptions } from './freezes.ts';

/** A query that was bound, and its answer for whoever wants it. */
export interface AskedQuery {
  readonly query: MetricQuery;
  readonly bound: BoundQuery;
  readonly scope: Scope;
  readonly access: readonly RuleOutcome[];
  /** Whether it names benchmarks. */
  readonly isBenchmarked: boolean;
  readonly answer: () => Promise<Answer>;
}

/** Checks and binds whatever it is given. */
export type AskQuery = (principal: Principal, query: unknown, options: AskOptions) => Promise<AskedQuery>;

export interface PublishParts {
  readonly ask: AskQuery;
  readonly catalog: Catalog;
  /** What the catalog was made of. */
  readonly definitions: ProjectDefinitions;
}

export interface Published {
  readonly head: QueryHead;
  readonly answer: KeptAnswer;
  readonly metrics: readonly KeptMetric[];
  readonly scope: Scope;
}

/** @throws SemanticError QUERY_FREEZE_REFUSED, QUERY_LIMIT_EXCEEDED, and those of queries */
export async function publishQuery(
  name: string,
  { principal, query, options }: { principal: Principal; query: unknown; options: FreezeOptions },
  parts: PublishParts,
): Promise<Published> {
  try {
    const asking = { signal: options.signal, tell: options.run?.() };
    refuseUnfit(checkQuery(query));
    const first = await parts.ask(principal, query, asking);
    refuseUnpinned(first);
    const resolved = pinQuery(first.query, toPin(first));
    const asked = await parts.ask(principal, resolved, asking);
    if (identityOf(first.bound) !== identityOf(asked.bound))
      throw refused('its range means other days each time; write "from" and "to"', '/time');
    const answer = await asked.answer();
    if (answer.page.more)
      throw refused(
        `it has more rows than its limit of ${answer.page.limit}, and half an answer is none; raise "limit", or keep the best groups with "top"`,
        '/limit',
      );
    return keep({ name, written: first.query, asked, answer }, parts.catalog, parts.definitions);
  } catch (error) {
    throw error instanceof SemanticError ? withinQuery(name, error) : error;
  }
}

/** What the query says already, before anything is read. */
function refuseUnfit(query: MetricQuery): void {
  const fault = whyNotPinned(query);
  if (fault) throw refused(fault.problem, fault.path);
  limit('metrics of a published query', query.metrics?.length ?? 0, FREEZE_LIMITS.metrics, '/metrics');
}

function refuseUnpinned({ query, bound, isBenchmarked }: AskedQuery): void {
  if (isBenchmarked)
    throw refused('benchmarks are told of all tenants, and not published by one', '/metrics');
  const { grain, range: words, from: first, to: last } = query.time ?? {};
  const isTimed = [grain, words, first, last].some((part) => part !== undefined);
  const { from, to } = bound.context.range;
  if (isTimed && (!from || !to)) throw refused('its range is open; give both of its ends', '/time');
}

function toPin({ bound, scope }: AskedQuery): Parameters<typeof pinQuery>[1] {
  return { context: bound.context, outputs: bound.shape.outputs, tenants: scope.tenants };
}

/** Equal where both ask for the same, at the same moment. */
function identityOf({ shape, parameters }: BoundQuery): string {
  return hashOf([shape, parameters]);
}

function keep(
  {
    name,
    written,
    asked,
    answer,
  }: {
    readonly name: string;
    readonly written: MetricQuery;
    readonly asked: AskedQuery;
    readonly answer: Answer;
  },
  catalog: Catalog,
  definitions: ProjectDefinitions,
): Published {
  const { query, bound, scope, access } = asked;
  const metrics = answeringMetrics(bound, catalog);
  const dimensions = namedDimensions(query);
  const { columns, rows, totals, range, partial, warnings, receipt } = answer;
  return {
    scope,
    head: {
      name,
      scope: keepScope(scope),
      access: access.map(({ rule, satisfied }) => ({ rule: writeRule(rule), satisfied })),
      scopeHash: hashScope(scope, access),
      dimensions,
      metrics: metrics.map((metric) => ({
        metric: metric.name,
        hash: metric.hash,
        parts: partsUnder(metric, catalog),
      })),
    },
    answer: {
      name,
      query: written,
      resolved: query,
      columns,
      rows,
      totals,
      range,
      partial,
      warnings,
      receipt,
      dimensions: Object.fromEntries(dimensions.map((each) => [each, hashOfDimension(each, catalog)])),
      bindings: bindingsOf(asked, catalog),
    },
    metrics: metrics.map((metric) => {
      const {
        formula,
        formula_in_words: words,
        owner,
        description,
      } = describeMetricNamed(metric.key, catalog);
      return { ...freezeAnswering(metric, { catalog, definitions }), formula, words, owner, description };
    }),
  };
}

/** Of whatever the query names. */
function bindingsOf({ query, bound }: AskedQuery, catalog: Catalog): KeptAnswer['bindings'] {
  const { currency } = query;
  const metrics = bound.shape.outputs
    .filter(({ part }) => part === null)
    .map(({ column, metric }) => [column, bindingsOfMetric(metric, catalog)] as const);
  const dimensions = namedDimensions(query).map(
    (name) => [name, bindingsOfDimension(name, catalog)] as const,
  );
  return Object.fromEntries([
    ...metrics,
    ...dimensions,
    ...(currency === undefined ? [] : [[currency, bindingsOfRates(catalog)] as const]),
  ]);
}

function writeRule({ groups, capability }: RuleOutcome['rule']): QueryHead['access'][number]['rule'] {
  return { groups: groups && [...groups], capability };
}

/** Each once. */
function answeringMetrics({ shape }: BoundQuery, { metrics }: Catalog): readonly Metric[] {
  const keys = new Set(shape.outputs.map(({ metric }) => metric));
  return [...keys].map((key) => {
    const metric = metrics.get(key);
    invariant(metric, 'what answers is in the catalog');
    return metric;
  });
}

export function refused(problem: string, path?: string): SemanticError {
  return new SemanticError('QUERY_FREEZE_REFUSED', { problem }, { path });
}

/** The same fault, where it is in the request. */
function withinQuery(name: string, error: SemanticError): SemanticError<ErrorCode> {
  if (error.path === undefined || !error.path.startsWith('/')) return error;
  const place = { path: `/queries/${name}${error.path}`, hint: error.hint };
  return new SemanticError(error.code, error.params, place);
}
