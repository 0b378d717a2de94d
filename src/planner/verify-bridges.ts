/**
 * The part of the plan verifier that looks at bridges: they run along a join of the pairs, within one tenant, and
 * whatever they double is one row again in each of its groups. Knows nothing of how plans are built.
 */
import type { Catalog, Model } from '../catalog/catalog.ts';
import { parentJoin } from '../catalog/tenant-keys.ts';
import { forEachLeaf, isConstant, isOperation } from '../formula/expression.ts';
import type { TenantMode } from '../tenancy/scope.ts';
import type { PlanNode } from './node.ts';
import type { JoinBridge } from './nodes/join-bridge.ts';
import type { JoinPartners } from './nodes/join-partners.ts';
import { type Leg, type LegInput, rowValuesOf } from './nodes/leg.ts';
import type { JoinedRows, Relation } from './nodes/relation.ts';
import type { RowValues } from './nodes/row-values.ts';
import type { Scan } from './nodes/scan.ts';
import type { SumSlots } from './nodes/sum-slots.ts';
import type { RowPlanExpression, StoredColumn } from './plan-expression.ts';

interface BridgeContext {
  readonly catalog: Catalog;
  readonly tenants: TenantMode;
  /** The scans whose columns rows have, by alias. */
  readonly scans: ReadonlyMap<string, Scan>;
}

/** Why the join is none to pairs of the row and of its tenant; `null` where it is. */
export function faultOfBridge({ on, target }: JoinBridge<JoinedRows>, context: BridgeContext): string | null {
  const pairs = context.catalog.models.get(target.model);
  if (!pairs) return `${target.model} is not a model of the catalog`;
  if (context.scans.has(target.alias)) return `two scans are called ${target.alias}`;
  const join = [...pairs.joins.values()].find((each) =>
    each.on.every((pair) =>
      on.some(
        ({ relation, column, target: theirs }) =>
          theirs === pair.column &&
          column === pair.target &&
          modelOf(relation, context)?.name === each.target,
      ),
    ),
  );
  if (!join) return `${target.alias} is joined along no join of ${pairs.name}`;
  const byTenant = on.some(
    ({ relation, column, target: theirs }) =>
      theirs === pairs.tenantColumn && column === modelOf(relation, context)?.tenantColumn,
  );
  const home = context.catalog.models.get(join.target);
  const isApart = context.tenants === 'several' || home?.tenantColumn !== null;
  const ofParent = pairs.tenantColumn === null && parentJoin(pairs, context.catalog.models) === join;
  const ofOne = context.tenants === 'one' && pairs.tenantColumn === null;
  const isOwn = byTenant || ofParent || ofOne || pairs.scope.kind === 'shared';
  return isApart && !isOwn ? `${target.alias} may pair rows of another tenant` : null;
}

/** Why rows that are doubled could not be told apart; `null` where they can, or none is. */
export function faultOfRowKey(values: RowValues, context: BridgeContext): string | null {
  const { columns, rowKey, input } = values;
  if (rowKey.length === 0)
    return crossedRelations(values).size > 0 ? 'rows that a bridge doubles have no key' : null;
  const key = rowKey.map((name) => keyColumn(columns.find((column) => column.name === name)?.expression));
  return isKeyOf(rootOf(input), key, context) ? null : 'rows are told apart by something else than their key';
}

/** Why a row might be aggregated more than once in a group; `null` where it is not. */
export function faultOfRepeats(leg: Leg): string | null {
  if (leg.input.kind === 'group_values') return null;
  const values = rowValuesOf(leg);
  const crossed = crossedRelations(values);
  if (crossed.size === 0) return null;
  const allowed = new Set([...leg.groups.map(({ name }) => name), ...passedOver(leg.input)]);
  for (const { name, expression } of values.columns) {
    let reads = false;
    forEachLeaf(expression, ({ relation }) => {
      reads ||= crossed.has(relation);
    });
    if (reads && !allowed.has(name)) return `${name} would be aggregated once for each partner of a row`;
  }
  return null;
}

/** Why keys of partners are not those of the rows beside them; `null` where they are. */
export function faultOfPartners(node: JoinPartners<Relation>, context: BridgeContext): string | null {
  const { partners, input, name, key } = node;
  if (context.scans.has(name)) return `two relations are called ${name}`;
  const [own, theirs] = [rootOf(input), rootOf(partners)];
  if (own.model !== theirs.model) return `${name} has keys of other rows`;
  return isKeyOf(own, key, context) && own.alias === theirs.alias
    ? null
    : `${name} is joined by something else than the key of its rows`;
}

/** Columns of doubled rows that are gone, or one again, before anything is aggregated. */
function passedOver(input: LegInput | SumSlots): readonly string[] {
  if (input.kind === 'row_values' || input.kind === 'group_values') return [];
  const below = passedOver(input.input);
  if (input.kind === 'choose_rows' && input.where !== null) return [...below, input.where];
  return input.kind === 'keep_top' ? [...below, ...input.dropped] : below;
}

/** Relations of which a row may have several: pairs, and what is joined from those. */
function crossedRelations({ input }: RowValues): ReadonlySet<string> {
  const crossed = new Set<string>();
  const visit = (node: PlanNode): void => {
    if (node.kind === 'scan' || !('input' in node)) return;
    visit(node.input);
    if (node.kind === 'join_bridge') crossed.add(node.target.alias);
    const isBehind =
      (node.kind === 'join_to_one' || node.kind === 'join_at_time') &&
      node.on.some(({ relation }) => crossed.has(relation));
    if (isBehind) crossed.add(node.target.alias);
  };
  visit(input);
  return crossed;
}

/** The scan whose rows are read, each beside what is joined to it. */
function rootOf(node: RowValues['input']): Scan {
  return node.kind === 'scan' ? node : rootOf(node.input);
}

/** The column that a key is the text of. */
function keyColumn(expression: RowPlanExpression | undefined): StoredColumn | null {
  if (!expression || isConstant(expression) || !isOperation(expression)) return null;
  const [column] = expression.operands;
  const isKey = expression.operator === 'key_text' && column?.kind === 'stored_column';
  return isKey ? column : null;
}

/** Whether the columns have the whole primary key, and whose row it is where several tenants have rows. */
function isKeyOf(root: Scan, key: readonly (StoredColumn | null)[], context: BridgeContext): boolean {
  const model = context.catalog.models.get(root.model);
  if (!model || model.primaryKey.length === 0 || key.length === 0) return false;
  const has = (column: string): boolean =>
    key.some((part) => part?.relation === root.alias && part.column === column);
  const isWhose = (part: StoredColumn | null): boolean =>
    part !== null && part.column === modelOf(part.relation, context)?.tenantColumn;
  const isOwn = context.tenants === 'one' || model.scope.kind === 'shared' || key.some(isWhose);
  return isOwn && model.primaryKey.every((column) => column === model.tenantColumn || has(column));
}

function modelOf(alias: string, { catalog, scans }: BridgeContext): Model | undefined {
  return catalog.models.get(scans.get(alias)?.model ?? '');
}
