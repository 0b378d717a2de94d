/**
 * Which currencies a row-level value is in, and where its rows say so. A value is converted as a whole, by its
 * unit: what its formula rounds or compares, and the amounts written in it, are in its own currency.
 */

import type { AttributeLeaf } from '../formula/attribute-tree.ts';
import type { MemberReference, RowExpression } from '../formula/expression.ts';
import { findJoined } from '../formula/find-joined.ts';
import { FormulaFault } from '../formula/formula-fault.ts';
import type { Syntax } from '../formula/syntax.ts';
import type { Member, Model } from './catalog.ts';
import { attributeUnit, inferRowUnit, inferUnitBy } from './infer-unit.ts';
import { isSameUnit, PLAIN, type Unit, type UnitFactor } from './unit.ts';

type Models = ReadonlyMap<string, Model>;

/** Where the currency of some money stands. */
export type MoneySource =
  | { readonly kind: 'code'; readonly code: string }
  /** In the tenant's profile. */
  | { readonly kind: 'tenant' }
  /** In each row, as the value's root reaches it. */
  | { readonly kind: 'column'; readonly column: MemberReference };

export type Money =
  /** One for each factor of the unit that is money; what cancels out, as in a share of money, is none. */
  | { readonly kind: 'of'; readonly over: readonly MoneySource[]; readonly under: readonly MoneySource[] }
  /** Reached by ways that meet in one sum: each row may have several currencies, by these columns. */
  | { readonly kind: 'mixed'; readonly columns: readonly MemberReference[] };

export function findMoney(expression: RowExpression, root: Model, models: Models): Money {
  const columns = new Map<string, MemberReference>();
  try {
    const { over, under } = inferUnitBy(expression, (leaf, at) =>
      unitAt(leaf, at, { root, path: [], models, columns }),
    );
    return { kind: 'of', over: over.flatMap(sourceOf), under: under.flatMap(sourceOf) };
  } catch (error) {
    if (!(error instanceof FormulaFault)) throw error;
    return { kind: 'mixed', columns: [...columns.values()] };
  }
}

interface Place {
  readonly root: Model;
  /** Joins from the value's own root to this one. */
  readonly path: readonly string[];
  readonly models: Models;
  /** Of currencies, as found. */
  readonly columns: Map<string, MemberReference>;
}

/**
 * The unit of a member, in which currency columns are told apart by the way to them. Money of other rows is in
 * no currency that a column says.
 */
function unitAt(leaf: AttributeLeaf, at: Syntax, { root, models, ...place }: Place): Unit {
  if (leaf.kind !== 'member') return attributeUnit(leaf, at, { root, models });
  const { home, member } = findMember(leaf, root, models);
  if (!home || !member) return PLAIN;
  const path = [...place.path, ...leaf.path];
  const here = { root: home, models, path, columns: place.columns };
  if (member.value.kind === 'formula') {
    const { expression } = member.value;
    // A unit that was declared otherwise holds, whatever the formula is made of.
    const inferred = inferRowUnit(expression, at, { root: home, models });
    if (isSameUnit(inferred, member.unit))
      return inferUnitBy(expression, (inner, place) => unitAt(inner, place, here));
  }
  const placed = (factor: UnitFactor): UnitFactor => placeFactor(factor, here);
  return { over: member.unit.over.map(placed), under: member.unit.under.map(placed) };
}

function findMember(
  { path, member }: MemberReference,
  root: Model,
  models: Models,
): { readonly home: Model | undefined; readonly member: Member | undefined } {
  const home = findJoined(root, path, models);
  return { home, member: home?.members.get(member) };
}

/** Names of joins have no dots, so the way to a column is its model's name here. */
function placeFactor(factor: UnitFactor, { path, columns }: Place): UnitFactor {
  if (factor.kind !== 'currency_column') return factor;
  const { member } = factor;
  const model = path.join('.');
  columns.set(`${model}.${member}`, { kind: 'member', path, member, type: 'string' });
  return { kind: 'currency_column', model, member };
}

function sourceOf(factor: UnitFactor): readonly MoneySource[] {
  switch (factor.kind) {
    case 'currency':
      return [{ kind: 'code', code: factor.code }];
    case 'tenant_currency':
      return [{ kind: 'tenant' }];
    case 'currency_column': {
      const path = factor.model === '' ? [] : factor.model.split('.');
      return [{ kind: 'column', column: { kind: 'member', path, member: factor.member, type: 'string' } }];
    }
    case 'label':
    case 'counted':
      return [];
  }
}
