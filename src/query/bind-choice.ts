/** The choice of a leg's rows, with the keys that rows are told apart by. */
import { invariant } from '../base/invariant.ts';
import type { Catalog, Period } from '../catalog/catalog.ts';
import { primaryKeyMembers } from '../catalog/primary-key-members.ts';
import type { MemberReference, RowExpression } from '../formula/expression.ts';
import type { TenantMode } from '../tenancy/scope.ts';
import type { BoundChoice, RowTenant } from './bound-query.ts';
import type { CollectedLeg } from './collected-metrics.ts';

interface ChoiceContext extends Pick<BoundChoice, 'where'> {
  readonly catalog: Catalog;
  readonly tenants: TenantMode;
  /** What the leg's time stands for: dates of one period are one moment. */
  readonly period: Period | null;
}

const TENANT: RowTenant = { kind: 'row_tenant', type: 'string' };

/** Keys are those of one tenant, and so is the last moment. */
export function bindChoice({ root, choice }: CollectedLeg, context: ChoiceContext): BoundChoice | null {
  if (!choice) return null;
  const { catalog, tenants, where, period } = context;
  const model = catalog.models.get(root);
  invariant(model, `model ${root} was resolved`);
  const { order, by } = choice;
  const hasTenants = tenants === 'several' && model.scope.kind !== 'shared';
  const ties = by.length > 0 ? primaryKeyMembers(model) : [];
  invariant(ties, `rows of ${root} are told apart by a key`);
  return { order, keys: hasTenants ? [TENANT, ...by] : by, ties, where, period };
}

/** Rows without a time are never chosen; a range says so by itself. */
export function requireTime(time: MemberReference): RowExpression {
  return { kind: 'operation', operator: 'is_not_null', operands: [time], type: 'boolean' };
}
