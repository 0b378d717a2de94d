/** What the things that formulas name are called in words; the catalog knows. */
import type { Aggregate, DimensionReference, MemberReference } from './expression.ts';
import type { ConditionSubject } from './metric-tree.ts';

/** What things are called. */
export interface FormulaWords {
  /** `order amount`, or `amount` where the model goes without saying; joins before the member. */
  member(root: string, reference: MemberReference, place: 'alone' | 'within model'): string;
  dimension(reference: DimensionReference): string;
  /** What conditions are about: a dimension, or all of a role or model. */
  subject(subject: ConditionSubject): string;
  metric(name: string): string;
  /** Rows of a model, in the plural: `orders`. */
  rows(model: string): string;
  /** Whether the aggregate goes by another time than its model's own. */
  isOtherTime(aggregate: Aggregate): boolean;
}
