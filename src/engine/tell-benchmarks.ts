/** The benchmarks that a query names: what is asked for them, and what is told. */
import type { Catalog } from '../catalog/catalog.ts';
import { askBenchmark, askBenchmarkTotal, type BenchmarkQuestion } from '../query/benchmark-question.ts';
import type { BoundQuery } from '../query/bound-query.ts';
import type { MetricQuery } from '../query/metric-query.ts';
import type { AskedBenchmark } from '../query/split-benchmarks.ts';
import { satisfiesRule } from '../tenancy/access-rule.ts';
import type { Principal, TenantId } from '../tenancy/principal.ts';
import type { BenchmarkBook } from './benchmark-book.ts';
import type { ToldBenchmark } from './beside-answer.ts';
import type { RuleOutcome } from './query-access.ts';
import { keyOfGroup } from './told-cells.ts';

/** A benchmark beside a query that is bound, ready to be read. */
export interface BenchmarkBeside {
  readonly asked: AskedBenchmark;
  readonly question: BenchmarkQuestion;
  /** `null` where the query has no total that a cell is of. */
  readonly total: BenchmarkQuestion | null;
}

interface AskedQuery {
  readonly query: MetricQuery;
  readonly bound: BoundQuery;
  readonly catalog: Catalog;
  readonly now: Date;
}

/** @throws SemanticError QUERY_BENCHMARK */
export function askBenchmarks(
  benchmarks: readonly AskedBenchmark[],
  { query, bound, catalog, now }: AskedQuery,
): readonly BenchmarkBeside[] {
  const setting = { query, context: bound.context, zone: catalog.project.zone, now };
  return benchmarks.map((asked) => ({
    asked,
    question: askBenchmark(asked, setting),
    total: query.totals === true ? askBenchmarkTotal(asked, setting) : null,
  }));
}

/** Those rules on benchmarks that whoever asks has met: a receipt is for those alone who meet them, too. */
export function accessOfBenchmarks(
  benchmarks: readonly AskedBenchmark[],
  principal: Principal,
): readonly RuleOutcome[] {
  return benchmarks.flatMap(({ benchmark: { to } }) =>
    to === null ? [] : [{ rule: to, satisfied: satisfiesRule(principal, to) }],
  );
}

/** One after the other, in the turns of `turnOf`. @throws SemanticError those of {@link BenchmarkBook} */
export async function tellBenchmarks(
  beside: readonly BenchmarkBeside[],
  book: BenchmarkBook,
  asking: { readonly turnOf: readonly TenantId[]; readonly signal?: AbortSignal | undefined },
): Promise<readonly ToldBenchmark[]> {
  const told: ToldBenchmark[] = [];
  for (const { asked, question, total } of beside) {
    const { benchmark } = asked;
    const cells = await book.read(benchmark, question, asking);
    const totals = total && (await book.read(benchmark, total, asking));
    const whole = totals && total?.bucket ? totals.get(total.bucket) : undefined;
    told.push({ asked, question, cells, total: whole?.get(keyOfGroup(null)) ?? null });
  }
  return told;
}
