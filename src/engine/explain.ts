/** A plan made visible. */
import type { PathReason } from '../catalog/path-index.ts';
import type { PlanTree } from '../planner/describe-plan.ts';

export interface PlanExplanation {
  /** The plan of the rows as an indented tree. */
  readonly plan: string;
  /** The same as data. */
  readonly plan_tree: PlanTree;
  /** The same as a Mermaid flowchart. */
  readonly plan_mermaid: string;
  readonly statements: readonly StatementExplanation[];
  /** Rules that changed the plan, in order. */
  readonly rules: readonly RuleExplanation[];
  /** For each leg, the joined models and the path of joins to them that was taken. */
  readonly paths: readonly {
    readonly leg: string;
    readonly model: string;
    readonly path: readonly string[];
  }[];
  /** For each leg and each dimension that the query groups or filters by, the way there and why it is the one. */
  readonly dimensions: readonly DimensionExplanation[];
  readonly additions: Additions;
}

/** `without_rate` counts the rows of money that have no rate to the currency asked for. */
export const STATEMENT_NAMES = ['rows', 'totals', 'without_rate'] as const;

export type StatementName = (typeof STATEMENT_NAMES)[number];

export interface StatementExplanation {
  readonly name: StatementName;
  readonly sql: string;
  /** What fills `$1 …`: `tenant`, or the value's text. */
  readonly parameters: readonly string[];
}

export interface RuleExplanation {
  readonly name: string;
  /** One sentence on what it did. */
  readonly description: string;
}

export interface DimensionExplanation {
  readonly leg: string;
  /** As the query writes it, without a grain. */
  readonly dimension: string;
  /** Joins from the leg's root to the model that has the dimension. */
  readonly path: readonly string[];
  /** The models that it leads through, the root first. */
  readonly models: readonly string[];
  /** Why the path to the role or model with which the name begins is the one. */
  readonly reason: PathReason;
  /** The joins at the path's end that the query itself spells. */
  readonly spelled: readonly string[];
  /** Paths to the same role that were passed over; six at most. */
  readonly instead: readonly (readonly string[])[];
  /** All this in a sentence. */
  readonly because: string;
}

/** Sorted and complete: what the query could ask for beside what it asks for already. */
export interface Additions {
  /** For `by`; times need a grain. */
  readonly dimensions: readonly string[];
  readonly metrics: readonly string[];
}
