/** A plan made visible. */
export interface PlanExplanation {
  /** The plan as an indented tree. */
  readonly plan: string;
  readonly statements: readonly StatementExplanation[];
  /** Rules that changed the plan, in order. */
  readonly rules: readonly string[];
  /** For each leg, the joined models and the path of joins to them that was taken. */
  readonly paths: readonly {
    readonly leg: string;
    readonly model: string;
    readonly path: readonly string[];
  }[];
}

export interface StatementExplanation {
  readonly name: 'rows' | 'totals';
  readonly sql: string;
  /** What fills `$1 …`: `tenant`, or the value's text. */
  readonly parameters: readonly string[];
}
