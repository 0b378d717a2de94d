/**
 * Money of different currencies is never added up: where rows name their own currency, a query groups by it
 * or filters to one; where tenants have currencies of their own, it groups by tenants that differ.
 */
import { canonicalJson } from '../base/hash.ts';
import { invariant } from '../base/invariant.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { findMoney, type MoneySource } from '../catalog/find-money.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import { isCounting } from '../formula/aggregates.ts';
import {
  type Aggregate,
  type Expression,
  isConstant,
  isOperation,
  type MemberReference,
  type RowExpression,
  type TypedLeaf,
} from '../formula/expression.ts';
import type { BoundAggregate, BoundLeg, ParameterValue, QueryShape, RowTenant } from './bound-query.ts';
import { legsUnder } from './legs-under.ts';
import { placeOf } from './member-place.ts';

export interface CurrencyContext {
  readonly catalog: Catalog;
  readonly parameters: readonly ParameterValue[];
  /** Whether the tenants of the scope have different currencies. */
  readonly tenantsDiffer: boolean;
}

type Shape = Pick<QueryShape, 'legs' | 'regrouped' | 'groups' | 'top' | 'totals'>;

/** @throws SemanticError QUERY_MIXED_CURRENCIES */
export function refuseMixedCurrencies(shape: Shape, context: CurrencyContext): void {
  for (const leg of legsUnder(shape)) {
    const root = context.catalog.models.get(leg.root);
    invariant(root, `model ${leg.root} was resolved`);
    for (const { name, aggregate } of leg.aggregates) {
      const argument = moneyArgument(aggregate);
      const money = argument && findMoney(argument, root, context.catalog.models);
      if (!money) continue;
      if (money.kind === 'mixed') throw mixedRow(name, leg.root, money.columns);
      const sources = [...money.over, ...money.under];
      for (const column of columnsOf(sources)) {
        const dimension = placeOf(leg.root, column);
        if (!isOne(column, leg, context) && !isOneIn(aggregate, column))
          requireGroup({ metric: name, dimension }, groupOf(leg, column), shape);
      }
      if (context.tenantsDiffer && sources.some(({ kind }) => kind === 'tenant'))
        requireGroup({ metric: name, dimension: 'tenant' }, groupOf(leg, TENANT), shape);
    }
  }
}

/** What an aggregate makes money of; `null` where it counts, and gives none whatever it counts. */
export function moneyArgument({
  function: name,
  argument,
}: Pick<Aggregate, 'function' | 'argument'>): RowExpression | null {
  return isCounting(name) ? null : argument;
}

/** Money within one row that lies on several ways, of which each has a currency of its own. */
export function mixedRow(metric: string, root: string, columns: readonly MemberReference[]): SemanticError {
  const dimension = columns.map((column) => placeOf(root, column)).join('" and its "');
  return refusal({ metric, dimension }, 'Ask for a metric that adds up one of them alone.');
}

/** Those of money whose currency each row names. */
export function columnsOf(sources: readonly MoneySource[]): readonly MemberReference[] {
  return sources.flatMap((source) => (source.kind === 'column' ? [source.column] : []));
}

const TENANT: RowTenant = { kind: 'row_tenant', type: 'string' };

function groupOf(leg: BoundLeg, wanted: MemberReference | RowTenant): number {
  return leg.groups.findIndex((group) => canonicalJson(group) === canonicalJson(wanted));
}

/** Neither the total nor the groups beside the best may add up what the groups keep apart. */
function requireGroup(
  fault: { readonly metric: string; readonly dimension: string },
  group: number,
  { groups, top, totals }: Shape,
): void {
  const column = groups[group]?.column;
  const only = fault.dimension === 'tenant' ? 'ask for tenants of one currency' : 'filter to one currency';
  if (column === undefined) throw refusal(fault, `Group by "${fault.dimension}", or ${only}.`);
  if (totals) throw refusal(fault, `A total would add them up: leave "totals" out, or ${only}.`, '/totals');
  if (!top) return;
  if (!top.of.includes(column))
    throw refusal(
      fault,
      `Groups are chosen over all of them: add "${column}" to "of", or ${only}.`,
      '/top/of',
    );
  if (top.others)
    throw refusal(fault, `The others would add them up: leave "others" out, or ${only}.`, '/top/others');
}

function refusal(
  params: { readonly metric: string; readonly dimension: string },
  hint: string,
  path = '/metrics',
): SemanticError {
  return new SemanticError('QUERY_MIXED_CURRENCIES', params, { path, hint });
}

/** Whether all rows of the leg have one value there, by a condition that must hold. */
export function isOne(
  column: MemberReference,
  { conditions, choice }: BoundLeg,
  { parameters }: CurrencyContext,
): boolean {
  return [...conditions, ...(choice?.where ?? [])].some((condition) =>
    someConjunct(condition, (member, value) => {
      if (canonicalJson(member) !== canonicalJson(column)) return false;
      if (value.kind !== 'parameter') return false;
      const bound = parameters[value.index];
      return !value.list || (Array.isArray(bound) && new Set(bound).size === 1);
    }),
  );
}

function isOneIn({ filter }: BoundAggregate['aggregate'], column: MemberReference): boolean {
  if (!filter) return false;
  return someConjunct(
    filter,
    (member, value) => canonicalJson(member) === canonicalJson(column) && value.kind === 'literal',
  );
}

/** Whether `test` holds for a comparison by equality that the whole condition implies. */
function someConjunct<Leaf extends TypedLeaf>(
  condition: Expression<Leaf>,
  test: (member: Expression<Leaf>, value: Expression<Leaf>) => boolean,
): boolean {
  if (isConstant(condition) || !isOperation(condition)) return false;
  const { operator, operands } = condition;
  if (operator === 'and') return operands.some((operand) => someConjunct(operand, test));
  const [member, value, ...others] = operands;
  if (!member || !value || others.length > 0) return false;
  return (operator === 'equal' || operator === 'in' || operator === 'in_list') && test(member, value);
}
