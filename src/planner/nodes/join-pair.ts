/** See {@link JoinPair}. */

/** What is equal in a join: `relation.column` of the input, and `target` of the joined table. */
export interface JoinPair {
  readonly relation: string;
  readonly column: string;
  readonly target: string;
  /** Tenant columns may be of different types; they are equal by their text. */
  readonly byText: boolean;
}
