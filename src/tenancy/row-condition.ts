/**
 * Which rows of a source somebody sees, beside whose they are: those that have one of some values in a column, of
 * their own or of the row that their keys lead to. The values are a principal's own and stand in no plan.
 */
import type { ValueType } from '../base/value-type.ts';
import type { PhysicalSource, ScopeCondition } from './scope.ts';

/** A named list of values, which a principal brings along: `claim region`, `filter channel.name`. */
export interface RowValues {
  readonly name: string;
  /** Of each of the values. */
  readonly type: RowValueType;
}

/** How the list is called that a claim brings along. */
export function valuesOfClaim(claim: string): string {
  return `claim ${claim}`;
}

/** The claim whose list is called so. */
export function claimOf(values: string): string {
  return values.replace(/^claim /, '');
}

/** Types of columns whose values a claim or a fixed filter can spell. */
export const ROW_VALUE_TYPES = ['string', 'key', 'integer', 'boolean', 'date'] as const satisfies ValueType[];

export type RowValueType = (typeof ROW_VALUE_TYPES)[number];

export type RowCondition =
  | { readonly kind: 'column'; readonly column: string; readonly values: RowValues }
  | {
      readonly kind: 'through';
      /** Columns of this source, paired with `parentColumns` by position. */
      readonly columns: readonly string[];
      readonly parent: PhysicalSource;
      readonly parentColumns: readonly string[];
      /** Whose the parent's rows are. */
      readonly scope: ScopeCondition;
      readonly condition: RowCondition;
      /** Whether the columns could mean another tenant's row, so that they tell rows of one tenant only. */
      readonly ofOneTenant: boolean;
    };

/** The conditions on each source, by `schema.table`. */
export interface RowBook {
  /** Equal for equal conditions; empty where there are none. */
  readonly key: string;
  readonly bySource: ReadonlyMap<string, readonly RowCondition[]>;
}

export const ALL_ROWS: RowBook = Object.freeze({ key: '', bySource: new Map<string, never>() });

/** The values that a condition asks for. */
export function valuesIn(condition: RowCondition): RowValues {
  return condition.kind === 'column' ? condition.values : valuesIn(condition.condition);
}

/** Whether some step of the condition tells rows of one tenant only. */
export function isOfOneTenant(condition: RowCondition): boolean {
  return condition.kind === 'through' && (condition.ofOneTenant || isOfOneTenant(condition.condition));
}

/**
 * Whether rows are told by a look-up of a parent's: that becomes a join, before which a database may evaluate what
 * stands beside it, so nothing may stand there.
 */
export function isLookedUp(scope: ScopeCondition, rows: readonly RowCondition[]): boolean {
  return scope.kind === 'through' || rows.some(({ kind }) => kind === 'through');
}
