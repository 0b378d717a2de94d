/** Where a formula compares with `<>` or `not in`, which nulls fall out of. Knows syntax, not columns. */
import type { Span } from '../formula/formula-fault.ts';
import { parseFormula } from '../formula/parse-formula.ts';
import type { NameSyntax, Syntax } from '../formula/syntax.ts';

export interface NullComparison {
  readonly segments: readonly string[];
  readonly operator: '<>' | 'not in';
  readonly span: Span;
}

/** Left to right. A name that the formula asks about with `is null`, or gives to `coalesce`, is looked after. */
export function findNullComparisons(text: string): readonly NullComparison[] {
  const syntax = parseFormula(text);
  const nodes = [...walk(syntax)];
  const guarded = new Set(nodes.flatMap(namesLookedAfter).map(({ segments }) => segments.join('.')));
  return nodes.flatMap(comparisonsIn).filter(({ segments }) => !guarded.has(segments.join('.')));
}

function* walk(syntax: Syntax): Generator<Syntax> {
  yield syntax;
  if (syntax.kind === 'operation' || syntax.kind === 'call')
    for (const operand of syntax.operands) yield* walk(operand);
  if (syntax.kind === 'call' && syntax.filter) yield* walk(syntax.filter);
}

function comparisonsIn(syntax: Syntax): readonly NullComparison[] {
  if (syntax.kind !== 'operation') return [];
  const { operator, operands, span } = syntax;
  if (operator === 'not_equal')
    return namesIn(operands).map(({ segments }) => ({ segments, operator: '<>', span }));
  const [negated] = operands;
  if (operator !== 'not' || negated?.kind !== 'operation' || negated.operator !== 'in') return [];
  return namesIn(negated.operands.slice(0, 1)).map(({ segments }) => ({
    segments,
    operator: 'not in',
    span,
  }));
}

function namesLookedAfter(syntax: Syntax): readonly NameSyntax[] {
  if (syntax.kind === 'operation' && (syntax.operator === 'is_null' || syntax.operator === 'is_not_null'))
    return namesIn(syntax.operands);
  if (syntax.kind === 'call' && syntax.name.toLowerCase() === 'coalesce') return namesIn(syntax.operands);
  return [];
}

function namesIn(operands: readonly Syntax[]): readonly NameSyntax[] {
  return operands.filter((operand) => operand.kind === 'name');
}
