/**
 * Names by the expressions that they stand for. Expressions are equal where they say the same; they are compared in full
 * only where they begin with the same column, because a leg may have a hundred of them.
 */
import { canonicalJson } from '../base/hash.ts';
import { isConstant, isOperation } from '../formula/expression.ts';
import type { RowPlanExpression } from './plan-expression.ts';

interface NamedExpression {
  readonly expression: RowPlanExpression;
  readonly name: string;
}

/** Mutable while a leg is built only. */
export class ExpressionNames {
  private readonly byColumn = new Map<string, NamedExpression[]>();

  /** The name that an equal expression was given last. */
  find(expression: RowPlanExpression): string | undefined {
    const alike = this.byColumn.get(firstColumn(expression));
    if (!alike) return undefined;
    const text = canonicalJson(expression);
    return alike.findLast((each) => canonicalJson(each.expression) === text)?.name;
  }

  add(expression: RowPlanExpression, name: string): void {
    const column = firstColumn(expression);
    const alike = this.byColumn.get(column);
    if (alike) alike.push({ expression, name });
    else this.byColumn.set(column, [{ expression, name }]);
  }
}

/** Equal of equal expressions; empty of those that begin with no column. */
function firstColumn(expression: RowPlanExpression): string {
  if (isConstant(expression)) return '';
  if (!isOperation(expression)) return `${expression.relation} ${expression.column}`;
  const [first] = expression.operands;
  return first ? firstColumn(first) : '';
}
