/** What a metric may be an input of: by its type, its size and the dimensions that it knows. */
import { forEachInput, type MetricFormula, typeOfFormula } from '../oracle/metric-formula.ts';
import { resolveName } from '../oracle/paths.ts';
import { rootsOf } from '../oracle/request.ts';
import type { Metric, Schema } from '../oracle/schema.ts';
import { isNumericType } from '../oracle/value.ts';
import { dimensionNames } from './draw-names.ts';

/** A metric that says nothing but its formula. */
export const PLAIN = { filter: null, time: null, emptyIsNull: false, allowed: null, isPrivate: false };

/** The dimensions and keys that all models of a metric know. */
export function namesKnownTo(schema: Schema, metric: Metric): ReturnType<typeof dimensionNames> {
  const roots = [...rootsOf(schema, metric)];
  return dimensionNames(schema).filter(
    ({ text, kind }) =>
      kind !== 'fact' && roots.every((root) => resolveName(schema, root, text).kind === 'member'),
  );
}

/** Aggregates under a formula, those of the metrics it names included. */
export function countAggregates(formula: MetricFormula, metrics: ReadonlyMap<string, Metric>): number {
  let count = 0;
  forEachInput(formula, (input) => {
    const named = input.kind === 'metric' ? metrics.get(input.name)?.formula : undefined;
    count += named ? countAggregates(named, metrics) : 1;
  });
  return count;
}

export function isNumericFormula(formula: MetricFormula): boolean {
  return isNumericType(typeOfFormula(formula));
}
