/** What the typing of formulas needs to know of a project; the catalog's models satisfy it. */
import type { ValueType } from '../base/value-type.ts';
import type { MemberReference, RowExpression } from './expression.ts';

export interface FormulaMember {
  readonly kind: 'dimension' | 'fact' | 'key';
  readonly type: ValueType;
  /** Absent while formulas of members are still being typed. */
  readonly value?:
    | { readonly kind: 'column' }
    | { readonly kind: 'formula'; readonly expression: RowExpression };
}

export interface FormulaModel {
  readonly name: string;
  readonly members: ReadonlyMap<string, FormulaMember>;
  readonly joins: ReadonlyMap<string, { readonly target: string }>;
  readonly time: MemberReference | null;
}

export interface FormulaNames {
  readonly models: ReadonlyMap<string, FormulaModel>;
  readonly metrics: ReadonlyMap<string, { readonly type: ValueType; readonly version: number }>;
  /**
   * Names of models and metrics that are at fault themselves, which is reported elsewhere: a formula that
   * needs one of them is not judged.
   */
  readonly faulty: ReadonlySet<string>;
}
