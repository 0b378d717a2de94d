/** The receipt of an answer: what it is made of. Equal answers have equal receipts, whenever they were asked. */
import { hashOf } from '../base/hash.ts';
import { type Catalog, findVersion } from '../catalog/catalog.ts';
import { veilFormula } from '../catalog/veil-formula.ts';
import type { BoundQuery } from '../query/bound-query.ts';
import type { MetricQuery } from '../query/metric-query.ts';
import { namedCalendars } from '../query/own-grains.ts';
import type { StoredReceipt } from '../store/store.ts';
import type { Scope } from '../tenancy/scope.ts';
import type { Answer } from './answer.ts';
import type { SourceDescription } from './describe.ts';
import { describeMetricNamed, describeSource } from './describe-catalog.ts';
import { type PreparedQuery, statementsOf } from './prepare-query.ts';
import type { RuleOutcome } from './query-access.ts';
import { hashScope } from './scope-hash.ts';
import type { BenchmarkBeside } from './tell-benchmarks.ts';
import { veilWords } from './veil-words.ts';

interface ReceiptInput {
  readonly catalog: Catalog;
  readonly query: MetricQuery;
  readonly bound: BoundQuery;
  readonly prepared: PreparedQuery;
  readonly scope: Scope;
  readonly access: readonly RuleOutcome[];
  /** What was told of all tenants. */
  readonly told: readonly BenchmarkBeside[];
  readonly answer: Pick<Answer, 'columns' | 'rows' | 'totals' | 'range'>;
  /** Whether the keys of all its sources were proven on the real tables. */
  readonly keysProven: boolean;
}

/** Keys of a receipt that only those who may see SQL are shown. */
export const RESTRICTED_KEYS = ['sql'] as const;

/** Keys that nobody is shown: by them it is told who may read it. */
export const HIDDEN_KEYS = ['access'] as const;

export function makeReceipt(input: ReceiptInput): StoredReceipt {
  const { catalog, query, bound, prepared, scope, access, answer, keysProven } = input;
  const statements = statementsOf(prepared).map(({ statement }) => statement);
  const sql = statements.map(({ text }) => text);
  const result = hashOf([answer.columns, answer.rows, answer.totals]);
  const judged = access.length > 0 ? { access } : {};
  const made = { catalog: catalog.hash, sql, parameters: bound.parameters, scope, result, keysProven };
  const id = hashOf({ ...made, ...judged });
  const tellsSql = access.every(({ satisfied }) => satisfied);
  const body = {
    id,
    catalog: catalog.hash,
    metrics: bound.shape.outputs
      .filter(({ part }) => part === null)
      .map(({ column, metric }) => ({
        ...describeMetric(column, metric, catalog),
        sources: describeSources(metric, input),
      })),
    benchmarks: input.told.map(describeBenchmark),
    query: {
      by: query.by ?? [],
      where: query.where ?? [],
      having: query.having ?? [],
      top: query.top ?? null,
      bridges: bound.shape.bridged,
      divided: bound.shape.divided.map(({ date, ...divided }) => ({
        ...divided,
        date: veilWords(date, catalog, query),
      })),
      compare: query.compare ?? null,
      grain: query.time?.grain ?? null,
      range: answer.range,
      zone: bound.context.zone,
      currency: bound.context.currency,
      definitions: query.definitions ?? null,
      week_starts: catalog.project.weekStarts,
      fiscal_year_starts: catalog.project.fiscalYearStarts,
      order: bound.shape.order,
      limit: bound.context.limit,
    },
    scope: writeScope(scope),
    keys_proven: keysProven,
    result: { rows: answer.rows.length, hash: result },
    sql: tellsSql ? statements.map(({ text, hash }) => ({ text, hash })) : [],
    ...judged,
  };
  return { id, scopeHash: hashScope(scope, access), body: JSON.stringify(body) };
}

/** The cells are those of all who ask: what is asked for them has no value of anybody's. */
function describeBenchmark({ asked, question }: BenchmarkBeside): object {
  const { column, benchmark } = asked;
  const { name, metric, statistic, minTenants, entities, minEntities, value } = benchmark;
  return {
    column,
    benchmark: name,
    metric,
    version: value.version,
    hash: value.hash,
    statistic,
    formula: value.formula,
    owner: benchmark.owner,
    min_tenants: minTenants,
    entities,
    min_entities: minEntities,
    cells: { by: question.dimension, grain: benchmark.grain, buckets: question.buckets },
  };
}

/** Which rules hold, and what else narrows, is told by a hash of the scope alone. */
function writeScope(scope: Scope): object {
  const { rules: _rules, embedding: _embedding, recipient, ...told } = scope;
  return { ...told, ...(recipient ? { recipient: recipient.name } : {}), words: sayScope(scope) };
}

function sayScope({ tenants, rows = {}, recipient }: Scope): string {
  const chosen = Object.entries(rows).map(([name, values]) => `${name}: ${values.join(', ') || 'nothing'}`);
  const whose = `rows of ${tenants.length === 1 ? 'tenant' : 'tenants'} ${tenants.join(', ')}`;
  const pseudonyms = recipient ? [`pseudonyms of ${recipient.name}`] : [];
  return [whose, ...chosen, ...pseudonyms].join('; ');
}

function describeMetric(column: string, name: string, catalog: Catalog): object {
  const described = describeMetricNamed(name, catalog);
  const { name: metric, version, hash, formula, formula_in_words: words, owner } = described;
  const inputs = described.inputs.map((input) => {
    const found = findVersion(catalog.metrics, input.metric, input.version);
    return { ...input, hash: found?.hash, formula: found && veilFormula(found, catalog) };
  });
  return { column, metric, version, hash, formula, words, owner, inputs };
}

/** Those of a metric whose money was converted include the rates, and all those of calendars the query names. */
function describeSources(metric: string, input: ReceiptInput): readonly SourceDescription[] {
  const sources = describeConvertedSources(metric, input);
  const { catalog, query } = input;
  const models = namedCalendars(query, catalog).flatMap((name) => {
    const calendar = catalog.project.calendars.get(name);
    return calendar?.kind === 'days' ? [calendar.model] : [];
  });
  const further = [...new Set(models)].filter((name) => !sources.some(({ model }) => model === name));
  return [...sources, ...further.flatMap((model) => describeSource(model, catalog))];
}

function describeConvertedSources(
  metric: string,
  { bound, catalog }: ReceiptInput,
): readonly SourceDescription[] {
  const { sources } = describeMetricNamed(metric, catalog);
  const isConverted = bound.shape.withoutRate.some((output) => output.metric === metric);
  const { rates } = catalog.project;
  if (!isConverted || !rates || sources.some(({ model }) => model === rates.model)) return sources;
  return [...sources, ...describeSource(rates.model, catalog)];
}
