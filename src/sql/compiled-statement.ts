/** SQL text with numbered parameters, and what each of them stands for. */
import type { ValueType } from '../base/value-type.ts';
import type { PseudonymPad } from '../tenancy/recipient.ts';
import type { RowValues } from '../tenancy/row-condition.ts';

export type ParameterSlot =
  /** The only tenant of the scope, or the list of all of them. */
  | { readonly kind: 'tenant' }
  | { readonly kind: 'tenants' }
  /** A list of values that tells which rows whoever asks may see. */
  | { readonly kind: 'rows'; readonly values: RowValues }
  /** Half of what pseudonyms are keyed with, in hexadecimal digits. */
  | { readonly kind: 'pseudonym'; readonly pad: PseudonymPad }
  | { readonly kind: 'parameter'; readonly index: number }
  | { readonly kind: 'constant'; readonly value: string | boolean };

export interface StatementColumn {
  readonly name: string;
  readonly type: ValueType;
}

export interface CompiledStatement {
  readonly text: string;
  /** `slots[0]` fills `$1`. */
  readonly slots: readonly ParameterSlot[];
  readonly columns: readonly StatementColumn[];
  /** Whether the first row is the total, which one more column behind `columns` says of each row. */
  readonly totals: boolean;
}
