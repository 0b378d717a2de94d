/** What the typing of formulas needs to know of a project; the catalog's models satisfy it. */
import type { ValueType } from '../base/value-type.ts';
import type { MemberReference } from './expression.ts';

export interface FormulaModel {
  readonly name: string;
  readonly members: ReadonlyMap<
    string,
    { readonly kind: 'dimension' | 'fact' | 'key'; readonly type: ValueType }
  >;
  readonly joins: ReadonlyMap<string, { readonly target: string }>;
  readonly time: MemberReference | null;
}

export interface FormulaNames {
  readonly models: ReadonlyMap<string, FormulaModel>;
  readonly metrics: ReadonlyMap<string, { readonly type: ValueType; readonly version: number }>;
}
