/** What a formula says before any name in it is known. */
import type { ValueType } from '../base/value-type.ts';
import type { Span } from './formula-fault.ts';
import type { OperatorName } from './operators.ts';

export type Syntax = LiteralSyntax | NameSyntax | OperationSyntax | CallSyntax | DurationSyntax;

export interface LiteralSyntax {
  readonly kind: 'literal';
  readonly type: ValueType | 'null';
  readonly value: string | boolean | null;
  readonly span: Span;
}

/** `orders.customer.country`, `revenue`, `revenue@1`, `revenue filter (where channel.is_paid)`. */
export interface NameSyntax {
  readonly kind: 'name';
  readonly segments: readonly string[];
  readonly version: number | null;
  /** The condition of `filter (where …)` behind it, which only metrics can have. */
  readonly filter: Syntax | null;
  readonly filterSpan: Span | null;
  readonly span: Span;
}

export interface OperationSyntax {
  readonly kind: 'operation';
  readonly operator: OperatorName;
  readonly operands: readonly Syntax[];
  readonly span: Span;
}

/** A function, aggregate or not, with its `filter (where …)`; its name in lower case. */
export interface CallSyntax {
  readonly kind: 'call';
  readonly name: string;
  readonly operands: readonly Syntax[];
  /** What stands among the arguments and is none: at most one in a call. */
  readonly clause: ClauseSyntax | null;
  readonly filter: Syntax | null;
  readonly filterSpan: Span | null;
  readonly span: Span;
}

/** `7 days`, `1 year`, `3 buckets`; a known unit in the singular, any other as written. */
export interface DurationSyntax {
  readonly kind: 'duration';
  /** Digits without a leading zero. */
  readonly count: string;
  readonly unit: string;
  readonly span: Span;
}

export type RowChoice = 'last' | 'first' | 'latest' | 'at_end';

export type ClauseSyntax =
  /** `balances.amount last by balances.account_id`: which rows are aggregated at all. */
  | {
      readonly kind: 'rows';
      readonly choice: RowChoice;
      readonly names: readonly NameSyntax[];
      readonly span: Span;
    }
  /** `balance per day`, `margin per product.sku`: groups to aggregate over. */
  | { readonly kind: 'per'; readonly names: readonly NameSyntax[]; readonly span: Span }
  /** `total(m, within channel.name)`: groupings that are kept. */
  | { readonly kind: 'within'; readonly names: readonly NameSyntax[]; readonly span: Span }
  /** `previous(opened_at by customer_id, topic)`: rows that follow one another. */
  | { readonly kind: 'by'; readonly names: readonly NameSyntax[]; readonly span: Span }
  /** `shift(m, to year)`: the grain at whose start a bucket is looked for; one name. */
  | { readonly kind: 'to'; readonly names: readonly NameSyntax[]; readonly span: Span };

/** The parts of a syntax, left to right. */
export function partsOf(syntax: Syntax): readonly Syntax[] {
  switch (syntax.kind) {
    case 'literal':
    case 'duration':
      return [];
    case 'name':
      return syntax.filter ? [syntax.filter] : [];
    case 'operation':
      return syntax.operands;
    case 'call':
      return [...syntax.operands, ...(syntax.clause?.names ?? []), ...(syntax.filter ? [syntax.filter] : [])];
  }
}

/** Calls `visit` on every name, left to right, those of clauses and filters included. */
export function forEachName(syntax: Syntax, visit: (name: NameSyntax) => void): void {
  if (syntax.kind === 'name') visit(syntax);
  for (const part of partsOf(syntax)) forEachName(part, visit);
}
