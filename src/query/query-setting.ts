/** What a query means beside its own words: when it is asked. */
export interface QuerySetting {
  /** The clock, for ranges such as `last 30 days`. */
  readonly now: Date;
}
