/** S1 inside one aggregate: a joined model's fact is never added up once per row of another. */
import {
  type AggregateFunction,
  forEachLeaf,
  isOperation,
  type MemberReference,
  type RowExpression,
} from './expression.ts';
import { FormulaFault } from './formula-fault.ts';
import type { FormulaModel, FormulaNames } from './formula-names.ts';
import type { Syntax } from './syntax.ts';

interface FanOutCheck {
  readonly function: AggregateFunction;
  readonly argument: RowExpression;
  readonly root: FormulaModel;
  readonly names: FormulaNames;
  readonly syntax: Syntax;
}

/**
 * A joined fact may weight a fact of the root (`items.quantity * items.product.cost`), but no additive
 * term may consist of joined facts alone (`sum(items.order.amount)`).
 * @throws FormulaFault FORMULA_FAN_OUT
 */
export function refuseFanOut(check: FanOutCheck): void {
  for (const term of additiveTerms(check.argument)) {
    const facts: { reference: MemberReference; model: FormulaModel }[] = [];
    forEachLeaf(term, (reference) => {
      const model = modelAt(reference, check);
      if (model?.members.get(reference.member)?.kind === 'fact') facts.push({ reference, model });
    });
    const [joined] = facts;
    if (!joined || facts.some(({ reference }) => reference.path.length === 0)) continue;
    const member = [check.root.name, ...joined.reference.path, joined.reference.member].join('.');
    const params = { function: check.function, member, model: joined.model.name, root: check.root.name };
    const hint = `Aggregate it at its own model: ${check.function}(${joined.model.name}.${joined.reference.member}).`;
    throw new FormulaFault('FORMULA_FAN_OUT', params, { span: check.syntax.span, hint });
  }
}

/** Splits at every operator that adds or chooses between values, so that each part stands for itself. */
function additiveTerms(expression: RowExpression): readonly RowExpression[] {
  if (!isOperation(expression)) return [expression];
  switch (expression.operator) {
    case 'add':
    case 'subtract':
    case 'negate':
    case 'coalesce':
    case 'greatest':
    case 'least':
      return expression.operands.flatMap(additiveTerms);
    case 'case': {
      const last = expression.operands.length - 1;
      return expression.operands
        .filter((_, index) => index % 2 === 1 || index === last)
        .flatMap(additiveTerms);
    }
    default:
      return [expression];
  }
}

function modelAt(reference: MemberReference, { root, names }: FanOutCheck): FormulaModel | undefined {
  let model: FormulaModel | undefined = root;
  for (const join of reference.path) model = names.models.get(model?.joins.get(join)?.target ?? '');
  return model;
}
