/** Members of other rows → the values that stand beside a leg's rows, gathering which of them are needed. */
import type { Catalog, Model } from '../catalog/catalog.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import {
  ATTRIBUTE_VALUE,
  attributeKeys,
  keyName,
  lookedAt,
  type RowAttribute,
  TENANT_KEY,
  type WantedAttribute,
} from './attribute-keys.ts';
import type { AttributePair } from './nodes/relation.ts';
import type { RowPlanExpression, StoredColumn } from './plan-expression.ts';

/** A table among the joins, whose columns are read as they are needed. */
interface ReadTable {
  readonly alias: string;
  readonly model: Model;
  readonly columns: Set<string>;
}

interface TenantColumn {
  readonly relation: Pick<ReadTable, 'alias' | 'columns'>;
  readonly column: string;
}

interface AttributePlace {
  /** Of the member, and which of its attributes this is. */
  readonly name: string;
  /** Whose rows it is about. */
  readonly relation: ReadTable;
  readonly models: Catalog['models'];
  /** Where it stands whose those rows are, `null` if nowhere; `undefined` in plans for one tenant. */
  readonly tenantOf: () => TenantColumn | null | undefined;
}

/** Mutable while a leg is built only. */
export class AttributeCollector {
  private readonly byAlias = new Map<string, WantedAttribute>();

  get wanted(): readonly WantedAttribute[] {
    return [...this.byAlias.values()];
  }

  /** Counts and sums of no rows are 0. @throws SemanticError QUERY_TENANT_JOIN */
  lower(leaf: RowAttribute, place: AttributePlace): RowPlanExpression {
    const alias = `${place.relation.alias} ${place.name}`;
    if (!this.byAlias.has(alias)) this.byAlias.set(alias, wantAttribute(leaf, alias, place));
    const { type } = leaf;
    const value: StoredColumn = {
      kind: 'stored_column',
      relation: alias,
      column: ATTRIBUTE_VALUE,
      type,
      zone: null,
    };
    if (leaf.kind !== 'child_aggregate' || leaf.aggregate.empty === 'null') return value;
    const zero: RowPlanExpression = { kind: 'literal', type: 'integer', value: '0' };
    return { kind: 'operation', operator: 'coalesce', operands: [value, zero], type };
  }
}

function wantAttribute(leaf: RowAttribute, alias: string, place: AttributePlace): WantedAttribute {
  const { name, relation, models } = place;
  const { model, columns } = relation;
  const root = lookedAt(leaf, model, models);
  const keys = attributeKeys(leaf, model, models);
  const on = keys.map(({ column }, index): AttributePair => {
    columns.add(column);
    return { relation: relation.alias, column, key: keyName(index), byText: false };
  });
  const tenant = tenantAround(root, place);
  if (tenant) {
    tenant.relation.columns.add(tenant.column);
    on.push({ relation: tenant.relation.alias, column: tenant.column, key: TENANT_KEY, byText: true });
  }
  return { alias, name: `${model.name}.${name}`, leaf, model, root, keys, on, byTenant: tenant !== null };
}

/** Whose rows an attribute is about, where those that it looks at are of tenants. */
function tenantAround(root: Model, { relation: { model }, tenantOf }: AttributePlace): TenantColumn | null {
  const tenant = tenantOf();
  if (tenant === undefined) return null;
  const isShared = root.scope.kind === 'shared';
  if (isShared && model.scope.kind === 'shared') return null;
  if (tenant && !isShared) return tenant;
  throw new SemanticError('QUERY_TENANT_JOIN', { model: isShared ? root.name : model.name });
}
