/** What members may not say of other rows: rows without an order, facts counted twice, money of many currencies. */
import { assertNever } from '../base/assert-never.ts';
import { AGGREGATES } from '../formula/aggregates.ts';
import {
  type AttributeLeaf,
  type AttributeTree,
  type ChildAggregate,
  partsUnder,
} from '../formula/attribute-tree.ts';
import { forEachLeaf } from '../formula/expression.ts';
import { bridgesAlong } from '../formula/find-joined.ts';
import { FormulaFault } from '../formula/formula-fault.ts';
import type { FormulaModel, FormulaNames } from '../formula/formula-names.ts';
import { refuseFanOut } from '../formula/refuse-fan-out.ts';
import type { Syntax } from '../formula/syntax.ts';
import type { CarryingModel } from './carried-members.ts';
import { attributeUnit, type UnitModel } from './infer-unit.ts';
import { type KeyedModel, primaryKeyMembers } from './primary-key-members.ts';
import { refuseOnly } from './refuse-aggregates.ts';
import { forEachPlacedLeaf } from './walk-syntax.ts';

type AttributeModel = FormulaModel & KeyedModel & UnitModel & CarryingModel;

interface AttributePlace {
  readonly root: AttributeModel;
  /** Whose models have the formulas of their members. */
  readonly names: FormulaNames & { readonly models: ReadonlyMap<string, AttributeModel> };
}

/** @throws FormulaFault FORMULA_ROW_ORDER, FORMULA_FAN_OUT, FORMULA_ONLY, FORMULA_NOT_PLANNED */
export function refuseAttributes(tree: AttributeTree, syntax: Syntax, place: AttributePlace): void {
  forEachPlacedLeaf<AttributeLeaf>(tree, syntax, (leaf, at) => {
    switch (leaf.kind) {
      case 'member':
        return;
      case 'child_aggregate':
        refuseChild(leaf, at, place);
        refuseBridges(leaf, at, place);
        return refuseCurrencies(leaf, at, place);
      case 'previous':
      case 'ordinal':
        refuseOrder(leaf.kind, at, place.root);
        return refuseCurrencies(leaf, at, place);
      default:
        assertNever(leaf);
    }
  });
}

function refuseChild({ aggregate, choice }: ChildAggregate, syntax: Syntax, { names }: AttributePlace): void {
  const root = names.models.get(aggregate.root);
  const { function: name, argument } = aggregate;
  if (!root || !argument) return;
  if (AGGREGATES[name].fansOut) refuseFanOut({ function: name, argument, root, names, span: syntax.span });
  refuseOnly({ aggregate, choice: choice?.order ?? null }, syntax, names.models);
}

/** Along its own rows a model needs an order in which no two of them are alike. */
function refuseOrder(choice: string, { span }: Syntax, model: AttributeModel): void {
  const refusal = (lacking: string, hint: string): FormulaFault =>
    new FormulaFault('FORMULA_ROW_ORDER', { choice, model: model.name, lacking }, { span, hint });
  if (!model.time) throw refusal('time', `Give ${model.name} a "time".`);
  if (!primaryKeyMembers(model))
    throw refusal('primary key', 'Of rows of one moment, nobody could say which comes first.');
}

/** Rows that each name a currency have no smallest amount and no sum, and no other row could say theirs. */
function refuseCurrencies(
  leaf: AttributeLeaf,
  syntax: Syntax,
  { root, names: { models } }: AttributePlace,
): void {
  const { over, under } = attributeUnit(leaf, syntax, { root, models });
  if (![...over, ...under].some(({ kind }) => kind === 'currency_column')) return;
  const hint = 'Count the rows, or aggregate a fact in one currency.';
  const params = { feature: 'An attribute of money whose currency each row names' };
  throw new FormulaFault('FORMULA_NOT_PLANNED', params, { span: syntax.span, hint });
}

/** Across a bridge rows are many, and would be aggregated once for each of their partners. */
function refuseBridges(leaf: ChildAggregate, { span }: Syntax, { names: { models } }: AttributePlace): void {
  for (const { root, expression } of partsUnder(leaf)) {
    forEachLeaf(expression, ({ path }) => {
      if (bridgesAlong(models.get(root ?? ''), path, models).length === 0) return;
      const params = { feature: 'An attribute across a bridge' };
      const hint = 'Aggregate rows by what their joins lead to.';
      throw new FormulaFault('FORMULA_NOT_PLANNED', params, { span, hint });
    });
  }
}
