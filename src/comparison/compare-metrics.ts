/** Metrics of two catalogs, asked of one warehouse for every tenant: what moves, by how much and where. */
import { invariant } from '../base/invariant.ts';
import type { Catalog, Metric } from '../catalog/catalog.ts';
import type { Answer } from '../engine/answer.ts';
import { describeMetricNamed } from '../engine/describe-catalog.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import type { MetricQuery } from '../query/metric-query.ts';
import type { TenantId } from '../tenancy/principal.ts';
import { compareAnswers } from './compare-answers.ts';
import type { ComparedRange, ComparedVersion, Comparison } from './compared-metric.ts';
import { ComparisonLane, type LaneParts } from './comparison-lane.ts';
import { MetricTally } from './metric-tally.ts';
import { type Outcome, type Pair, SIDES, type Side } from './paired-snapshot.ts';

export interface ComparisonRequest extends Readonly<Record<Side, Catalog>> {
  /** Names that both have, and queries may ask for. */
  readonly metrics: readonly string[];
  readonly tenants: readonly TenantId[];
  readonly range: ComparedRange;
  /** Rows of each metric that are kept, of those that move. */
  readonly rows: number;
  /** What a tenant is called in them. */
  readonly nameTenant: (tenant: TenantId) => string;
}

export interface ComparisonParts extends Omit<LaneParts, Side> {
  /** Pairs of questions that are asked at the same time. */
  readonly lanes: number;
  /** Told as pairs are done. */
  readonly report: (done: number, total: number) => void;
}

/** Buckets of one answer; as many as a query may have. */
const MOST_BUCKETS = 10_000;

/**
 * A metric that is refused for a tenant is told so, and the others go on.
 * @throws SemanticError WAREHOUSE_UNAVAILABLE, and the signal's reason
 */
export async function compareMetrics(
  request: ComparisonRequest,
  { lanes, report, ...parts }: ComparisonParts,
): Promise<Comparison> {
  const { tenants, range } = request;
  const compared = request.metrics.map((metric) => prepareMetric(metric, request));
  const total = compared.length * tenants.length;
  const days = new Days();
  let next = 0;
  let done = 0;
  const work = async (): Promise<void> => {
    const lane = new ComparisonLane({ ...parts, before: request.before, after: request.after });
    for (let job = next++; job < total; job = next++) {
      parts.signal?.throwIfAborted();
      const { tally, query } = at(compared, Math.floor(job / tenants.length));
      const tenant = at(tenants, job % tenants.length);
      const pair = await lane.ask(tenant, query);
      countPair(pair, { tally, days, tenant: request.nameTenant(tenant) });
      done += 1;
      report(done, total);
    }
  };
  report(0, total);
  // What ends one lane leaves nothing to do for the others.
  const workOrEnd = () =>
    work().catch((error: unknown) => {
      next = total;
      throw error;
    });
  await Promise.all(Array.from({ length: Math.min(lanes, total) }, workOrEnd));
  const metrics = compared.map(({ tally }) => tally.told());
  return { grain: range.grain, ...days.told(), tenants: tenants.length, metrics };
}

interface PreparedMetric {
  readonly tally: MetricTally;
  readonly query: MetricQuery;
}

function prepareMetric(name: string, request: ComparisonRequest): PreparedMetric {
  const [before, after] = SIDES.map((side) => versionOf(request[side].metrics.get(name)));
  invariant(before && after, 'metrics that are compared are in both catalogs');
  const knowsTime = SIDES.some((side) => describeMetricNamed(name, request[side]).grains.length > 0);
  const query: MetricQuery = {
    metrics: [name],
    ...(knowsTime ? { time: timeOf(request.range) } : {}),
    limit: MOST_BUCKETS,
  };
  return { tally: new MetricTally({ metric: name, before, after, most: request.rows }), query };
}

function versionOf(metric: Metric | undefined): ComparedVersion | undefined {
  return metric && { version: metric.version, hash: metric.hash };
}

function timeOf(range: ComparedRange): NonNullable<MetricQuery['time']> {
  const { grain } = range;
  if ('periods' in range) return { grain, range: `last ${range.periods} ${grain}s` };
  return { grain, from: range.from, to: range.to };
}

interface Counting {
  readonly tally: MetricTally;
  readonly days: Days;
  readonly tenant: string;
}

function countPair({ before, after, together }: Pair<Answer>, { tally, days, tenant }: Counting): void {
  if (before.kind === 'answered' && after.kind === 'answered') {
    const answers = compareAnswers(before.value, after.value);
    if (!together) tally.noteApart();
    days.add(answers.range);
    tally.add(tenant, answers);
    return;
  }
  const [was, is] = [faultOf(before), faultOf(after)];
  if (was && is && was.code === is.code) tally.refuse('both', was);
  else {
    if (was) tally.refuse('before', was);
    if (is) tally.refuse('after', is);
  }
}

/** What cannot be asked of one tenant says nothing of the next; a warehouse that is gone does, and so does a bug. */
function faultOf(outcome: Outcome<Answer>): SemanticError | null {
  if (outcome.kind === 'answered') return null;
  const { error } = outcome;
  if (error instanceof SemanticError && error.code !== 'WAREHOUSE_UNAVAILABLE') return error;
  throw error;
}

/** The first and the last day of all answers: those of tenants in different zones may differ. */
class Days {
  #from: string | null = null;
  #to: string | null = null;

  add({ from, to }: { readonly from: string | null; readonly to: string | null }): void {
    if (from !== null && (this.#from === null || from < this.#from)) this.#from = from;
    if (to !== null && (this.#to === null || to > this.#to)) this.#to = to;
  }

  told(): { readonly from: string | null; readonly to: string | null } {
    return { from: this.#from, to: this.#to };
  }
}

function at<Item>(items: readonly Item[], index: number): Item {
  const item = items[index];
  invariant(item !== undefined, 'a pair of questions is of a metric and a tenant');
  return item;
}
