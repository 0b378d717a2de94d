/** What a formula says before any name in it is known. */
import type { ValueType } from '../base/value-type.ts';
import type { Span } from './formula-fault.ts';
import type { OperatorName } from './operators.ts';

export type Syntax = LiteralSyntax | NameSyntax | OperationSyntax | CallSyntax;

export interface LiteralSyntax {
  readonly kind: 'literal';
  readonly type: ValueType | 'null';
  readonly value: string | boolean | null;
  readonly span: Span;
}

/** `orders.customer.country`, `revenue`, `revenue@1`. */
export interface NameSyntax {
  readonly kind: 'name';
  readonly segments: readonly string[];
  readonly version: number | null;
  /** Where `filter (where …)` stands behind it, which only aggregates can have. */
  readonly filterSpan: Span | null;
  readonly span: Span;
}

export interface OperationSyntax {
  readonly kind: 'operation';
  readonly operator: OperatorName;
  readonly operands: readonly Syntax[];
  readonly span: Span;
}

/** A function, aggregate or not, with its `filter (where …)`. */
export interface CallSyntax {
  readonly kind: 'call';
  readonly name: string;
  readonly operands: readonly Syntax[];
  readonly filter: Syntax | null;
  readonly filterSpan: Span | null;
  readonly span: Span;
}

/** Calls `visit` on every name, left to right, filters included. */
export function forEachName(syntax: Syntax, visit: (name: NameSyntax) => void): void {
  if (syntax.kind === 'name') visit(syntax);
  if (syntax.kind === 'operation' || syntax.kind === 'call')
    for (const operand of syntax.operands) forEachName(operand, visit);
  if (syntax.kind === 'call' && syntax.filter) forEachName(syntax.filter, visit);
}
