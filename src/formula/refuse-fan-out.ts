/** S1 inside one aggregate: a joined model's fact is never added up once per row of another. */

import type { AttributeLeaf, AttributeTree } from './attribute-tree.ts';
import { type AggregateFunction, isConstant, isOperation, type MemberReference } from './expression.ts';
import { findJoined } from './find-joined.ts';
import { FormulaFault, type Span } from './formula-fault.ts';
import type { FormulaModel, FormulaNames } from './formula-names.ts';

interface FanOutCheck {
  readonly function: AggregateFunction;
  readonly argument: AttributeTree;
  readonly root: FormulaModel;
  readonly names: FormulaNames;
  readonly span: Span;
}

/** A joined fact, by the member that the formula itself names. */
interface JoinedFact {
  readonly reference: MemberReference;
  readonly model: FormulaModel;
}

/** What the factors of one additive term are. */
interface Term {
  readonly own: boolean;
  readonly joined: JoinedFact | null;
}

const PLAIN: Term = { own: false, joined: null };

/**
 * A joined fact may weight a fact of the root (`items.quantity * items.product.cost`), but no additive
 * term may have joined facts alone for factors (`sum(items.order.amount)`), however it is wrapped.
 * @throws FormulaFault FORMULA_FAN_OUT
 */
export function refuseFanOut({ function: name, argument, root, names, span }: FanOutCheck): void {
  const term = new TermReader(root, names).read(argument).find(({ own, joined }) => joined && !own);
  if (!term?.joined) return;
  const { reference, model } = term.joined;
  const member = [root.name, ...reference.path, reference.member].join('.');
  const params = { function: name, member, model: model.name, root: root.name };
  const hint = `Aggregate it at its own model: ${name}(${model.name}.${reference.member}).`;
  throw new FormulaFault('FORMULA_FAN_OUT', params, { span, hint });
}

/** Multiplies out what adds or chooses between values; members defined by formulas are seen through. */
class TermReader {
  private readonly root: FormulaModel;
  private readonly names: FormulaNames;

  constructor(root: FormulaModel, names: FormulaNames) {
    this.root = root;
    this.names = names;
  }

  /** At most one term of each of the four kinds. */
  read(tree: AttributeTree): readonly Term[] {
    // What other rows come to is a fact of the row that it is about.
    return this.termsOf(tree, (leaf) =>
      leaf.kind === 'member' ? this.factTerms(leaf, leaf) : [{ own: true, joined: null }],
    );
  }

  private termsOf(
    expression: AttributeTree,
    leafTerms: (leaf: AttributeLeaf) => readonly Term[],
  ): readonly Term[] {
    if (isConstant(expression)) return [PLAIN];
    if (!isOperation(expression)) return leafTerms(expression);
    const { operator, operands } = expression;
    const terms = (operand: AttributeTree): readonly Term[] => this.termsOf(operand, leafTerms);
    switch (operator) {
      case 'add':
      case 'subtract':
        return unique(operands.flatMap(terms));
      case 'multiply':
        return operands.map(terms).reduce(multiply);
      case 'divide':
        return divide(operands.map(terms));
      case 'coalesce':
      case 'greatest':
      case 'least':
        return choose(operands, terms);
      case 'case':
        return choose(
          operands.filter((_, index) => index % 2 === 1 || index === operands.length - 1),
          terms,
        );
      case 'negate':
      case 'abs':
      case 'round':
      case 'floor':
      case 'ceil':
      case 'nullif':
        return operands.slice(0, 1).flatMap(terms);
      default:
        return [PLAIN];
    }
  }

  /** `named` is what the formula says; `reference` what a member that it names is made of. */
  private factTerms(reference: MemberReference, named: MemberReference): readonly Term[] {
    const model = this.modelAt(reference.path);
    const member = model?.members.get(reference.member);
    if (!model || !member) return [PLAIN];
    const fact: Term =
      reference.path.length === 0
        ? { own: true, joined: null }
        : { own: false, joined: { reference: named, model: this.modelAt(named.path) ?? model } };
    const isFact = member.kind === 'fact';
    if (member.value?.kind !== 'formula') return [isFact ? fact : PLAIN];
    const terms = this.termsOf(member.value.expression, (leaf) =>
      leaf.kind === 'member'
        ? this.factTerms({ ...leaf, path: [...reference.path, ...leaf.path] }, named)
        : [fact],
    );
    return isFact ? unique(terms.map((term) => (term.own || term.joined ? term : fact))) : terms;
  }

  private modelAt(path: readonly string[]): FormulaModel | undefined {
    return findJoined<FormulaModel>(this.root, path, this.names.models);
  }
}

/** A constant takes the meaning of the value it stands in for: `coalesce(quantity, 0)` is a quantity. */
function choose(
  operands: readonly AttributeTree[],
  terms: (operand: AttributeTree) => readonly Term[],
): readonly Term[] {
  const varying = operands.filter((operand) => !isConstant(operand));
  return varying.length === 0 ? [PLAIN] : unique(varying.flatMap(terms));
}

function multiply(left: readonly Term[], right: readonly Term[]): readonly Term[] {
  return unique(
    left.flatMap((a) => right.map((b) => ({ own: a.own || b.own, joined: a.joined ?? b.joined }))),
  );
}

/** A share of an order's amount is still the order's: a divisor counts only where the dividend has no fact. */
function divide([dividend = [PLAIN], divisor = [PLAIN]]: readonly (readonly Term[])[]): readonly Term[] {
  const below: Term = {
    own: divisor.some(({ own }) => own),
    joined: divisor.find(({ joined }) => joined)?.joined ?? null,
  };
  return unique(dividend.map((term) => (term.own || term.joined ? term : below)));
}

function unique(terms: readonly Term[]): readonly Term[] {
  return [...new Map(terms.map((term) => [`${term.own} ${term.joined !== null}`, term])).values()];
}
