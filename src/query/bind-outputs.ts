/** The metrics of a query → its columns of numbers, over aggregates that are collected on the way. */
import { versionKey } from '../base/version-key.ts';
import type { Catalog, Metric } from '../catalog/catalog.ts';
import { describeUnit, isSameUnit } from '../catalog/unit.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import type { Expression } from '../formula/expression.ts';
import { type ComparedVersion, type Comparison, compareOutput } from './bind-compare.ts';
import type { AggregateReference, BoundOutput, OutputExpression } from './bound-query.ts';
import type { LegCollector } from './collect-legs.ts';
import type { CollectedMetric } from './collected-metrics.ts';
import { refuseWrittenMoney } from './convert-money.ts';
import { type DefinitionsOfDay, definitionsOf, findDefinition } from './definitions-of-day.ts';
import { askMetric } from './find-metric.ts';
import type { MetricItem, MetricQuery } from './metric-query.ts';
import { refuseSunset } from './refuse-sunset.ts';
import type { Window } from './window.ts';

export interface BoundOutputs {
  readonly outputs: readonly BoundOutput[];
  /** For those of converted money, how many rows lack a rate. */
  readonly withoutRate: readonly BoundOutput[];
}

interface OutputContext {
  /** The clock; `null` where nobody asks for a number. */
  readonly now: Date | null;
  readonly collector: LegCollector;
  readonly comparisons: readonly Comparison[];
}

/** @throws SemanticError QUERY_UNKNOWN_METRIC, QUERY_UNKNOWN_VERSION, QUERY_NO_MONEY, and those of collecting */
export function bindOutputs(
  query: MetricQuery,
  catalog: Catalog,
  { collector, comparisons, now }: OutputContext,
): BoundOutputs {
  const outputs: BoundOutput[] = [];
  const withoutRate: BoundOutput[] = [];
  const definitions = query.definitions === undefined ? null : definitionsOf(query.definitions, catalog);
  for (const [index, item] of (query.metrics ?? []).entries()) {
    const { column, metric } = nameOutput(item, index, { catalog, definitions });
    refuseSunset(metric, { now, path: metricPath(item, index) }, catalog);
    const collect = (asked: Metric, window: Window, { part, to }: Target): BoundOutput => {
      const { key, version, type } = asked;
      const collected = collector.collect(asked, window);
      const missing = addUp(collected);
      const output = { column: to, metric: key, part, version };
      if (!missing) {
        const { expression } = collected;
        // Divided over days, whole numbers are no longer those.
        return { ...output, expression, type: expression.type === 'null' ? type : expression.type };
      }
      refuseWrittenMoney([key, ...asked.inputs], catalog);
      withoutRate.push({ ...output, expression: missing, type: 'integer' });
      return { ...output, ...whereNoneMisses(missing, collected.expression, type) };
    };
    const output = collect(metric, [], { part: null, to: column });
    const compare = ({ with: other, path }: Comparison, to: string): BoundOutput => {
      if (other.kind === 'compared_range') return collect(metric, [other], { part: 'value', to });
      const version = findOtherVersion(metric, other, { catalog, path });
      refuseSunset(version, { now, path }, catalog);
      return collect(version, [], { part: 'value', to });
    };
    outputs.push(output, ...compareOutput(output, { comparisons, collect: compare }));
  }
  if (query.currency !== undefined && withoutRate.length === 0) {
    const hint = 'Leave "currency" out, or ask for a metric of money as well.';
    throw new SemanticError('QUERY_NO_MONEY', {}, { path: '/currency', hint });
  }
  return { outputs, withoutRate };
}

/** A column, and which part of a comparison it is. */
interface Target {
  readonly part: BoundOutput['part'];
  readonly to: string;
}

/** Numbers of different units have no difference. */
function findOtherVersion(
  metric: Metric,
  { version }: ComparedVersion,
  { catalog, path }: { readonly catalog: Catalog; readonly path: string },
): Metric {
  const other = askMetric(versionKey(metric.name, version), catalog, path);
  if (isSameUnit(other.unit, metric.unit)) return other;
  const [is, was] = [metric, other].map(({ unit }) => describeUnit(unit));
  const problem = `${metric.name}@${version} is ${was ?? ''}, and ${metric.name}@${metric.version} ${is ?? ''}`;
  const hint = 'Ask for both in "metrics", side by side.';
  throw new SemanticError('QUERY_INVALID', { problem }, { path, hint });
}

function nameOutput(
  item: MetricItem,
  index: number,
  { catalog, definitions }: { readonly catalog: Catalog; readonly definitions: DefinitionsOfDay | null },
): { readonly column: string; readonly metric: Metric } {
  const asked = typeof item === 'string' ? { metric: item } : item;
  if (asked.version !== undefined && asked.metric.includes('@')) {
    const problem = 'The version is given twice, in "metric" and in "version"';
    const place = { path: `/metrics/${index}/version`, hint: 'Leave one of them out.' };
    throw new SemanticError('QUERY_INVALID', { problem }, place);
  }
  const written = asked.version === undefined ? asked.metric : `${asked.metric}@${asked.version}`;
  const named = askMetric(written, catalog, metricPath(item, index));
  const isPinned = written.includes('@');
  const metric = definitions && !isPinned ? findDefinition(named, definitions, catalog) : named;
  return { column: asked.as ?? withoutVersion(written), metric };
}

function metricPath(item: MetricItem, index: number): string {
  if (typeof item === 'string') return `/metrics/${index}`;
  return `/metrics/${index}/${item.version === undefined ? 'metric' : 'version'}`;
}

/** What the column of a metric is called: `revenue@2` becomes `revenue`. */
export function withoutVersion(written: string): string {
  return written.split('@')[0] ?? written;
}

function addUp({ withoutRate }: CollectedMetric): OutputExpression | null {
  return withoutRate.reduce<OutputExpression | null>(
    (sum, count) =>
      sum ? { kind: 'operation', operator: 'add', operands: [sum, count], type: 'integer' } : count,
    null,
  );
}

/** Null where a rate is missing, whatever the formula makes of nulls. */
function whereNoneMisses(
  missing: OutputExpression,
  expression: OutputExpression,
  fallback: BoundOutput['type'],
): Pick<BoundOutput, 'expression' | 'type'> {
  const zero: Expression<AggregateReference> = { kind: 'literal', type: 'integer', value: '0' };
  const none: OutputExpression = {
    kind: 'operation',
    operator: 'equal',
    operands: [missing, zero],
    type: 'boolean',
  };
  const type = expression.type === 'null' ? fallback : expression.type;
  const nothing: OutputExpression = { kind: 'literal', type: 'null', value: null };
  return {
    expression: { kind: 'operation', operator: 'case', operands: [none, expression, nothing], type },
    type,
  };
}
