/** Faults put between the random questions and the product, each of a kind that a product could have. */
import type { Answer } from '../../../src/engine/answer.ts';
import type { MetricFormula } from '../oracle/metric-formula.ts';
import type { Query } from '../oracle/query.ts';
import type { Schema } from '../oracle/schema.ts';

/** What the faulty product does otherwise; each part defaults to what the right one does. */
export interface PlantedFault {
  /** As one would report it: `takes the first of two equal hours for both`. */
  readonly name: string;
  /** Other definitions in the place of those that were written. */
  readonly schema?: (schema: Schema) => Schema;
  /** Other text in the place of a formula's. */
  readonly text?: (file: string) => string;
  readonly query?: (query: Query) => Query;
  readonly answer?: (answer: Answer, query: Query) => Answer;
  readonly now?: (now: string) => string;
}

/** The schema with every metric's formula changed, part by part from the leaves up. */
export function changeFormulas(schema: Schema, change: (part: MetricFormula) => MetricFormula): Schema {
  const rebuild = (formula: MetricFormula): MetricFormula => {
    switch (formula.kind) {
      case 'arithmetic':
        return change({ ...formula, left: rebuild(formula.left), right: rebuild(formula.right) });
      case 'call':
        return change({ ...formula, operands: formula.operands.map(rebuild) });
      case 'case': {
        const [left, right, yes, no] = formula.operands;
        return change({ ...formula, operands: [rebuild(left), rebuild(right), rebuild(yes), rebuild(no)] });
      }
      default:
        return change(formula);
    }
  };
  const metrics = [...schema.metrics].map(
    ([name, metric]) => [name, { ...metric, formula: rebuild(metric.formula) }] as const,
  );
  return { ...schema, metrics: new Map(metrics) };
}
