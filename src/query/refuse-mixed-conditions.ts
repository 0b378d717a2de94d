/**
 * A condition compares money as it stands in each row, also where a query converts it: one number is no amount
 * for rows of several currencies.
 */
import { invariant } from '../base/invariant.ts';
import { findMoney } from '../catalog/find-money.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import type { PreparedCondition } from './bind-conditions.ts';
import { type NamedMember, reachMember } from './bind-member.ts';
import type { BoundLeg } from './bound-query.ts';
import { placeOf } from './member-place.ts';
import { type CurrencyContext, columnsOf, isOne } from './refuse-mixed-currencies.ts';

/** @throws SemanticError QUERY_MIXED_CONDITION */
export function refuseMixedConditions(
  where: readonly PreparedCondition[],
  leg: BoundLeg,
  context: CurrencyContext,
): void {
  for (const condition of where) {
    if (condition.kind !== 'member') refuseMixedConditions(condition.parts, leg, context);
    else if (condition.parameter && condition.named.member.kind === 'fact')
      refuseMixedFact(condition.named, leg, context);
  }
}

function refuseMixedFact(named: NamedMember, leg: BoundLeg, context: CurrencyContext): void {
  const { models } = context.catalog;
  const root = models.get(leg.root);
  invariant(root, `model ${leg.root} was resolved`);
  const fact = reachMember(named, { root: leg.root, metrics: [] }, context.catalog);
  if (fact.kind !== 'member') return;
  const money = findMoney(fact, root, models);
  const sources = money.kind === 'of' ? [...money.over, ...money.under] : [];
  const columns = money.kind === 'of' ? columnsOf(sources) : money.columns;
  const mixed = columns.find((column) => !isOne(column, leg, context));
  const ofTenants = context.tenantsDiffer && sources.some(({ kind }) => kind === 'tenant');
  if (!mixed && !ofTenants) return;
  const dimension = mixed ? placeOf(leg.root, mixed) : 'tenant';
  const hint = mixed
    ? `Filter to one currency by "${dimension}" as well.`
    : 'Ask for tenants of one currency.';
  throw new SemanticError(
    'QUERY_MIXED_CONDITION',
    { member: named.written, dimension },
    { path: named.pointer, hint },
  );
}
