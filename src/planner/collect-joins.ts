/**
 * Members → stored columns, gathering on the way the joins and columns that they need: nothing that is
 * not used is joined or read.
 */
import { invariant } from '../base/invariant.ts';
import type { ValueType } from '../base/value-type.ts';
import type { Catalog, Join, Model } from '../catalog/catalog.ts';
import { namesTenantKey, parentJoin } from '../catalog/tenant-keys.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import { calendarsIn } from '../formula/calendar-argument.ts';
import {
  type MemberReference,
  mapLeaves,
  type Parameter,
  type RowExpression,
} from '../formula/expression.ts';
import { type BoundRowExpression, type RowTenant, TENANT_PROFILE } from '../query/bound-query.ts';
import type { TenantMode } from '../tenancy/scope.ts';
import { bindVersion } from './bind-version.ts';
import { buildHolidays } from './build-holidays.ts';
import { RateCollector, rateTable } from './build-rates.ts';
import { isNullWhenAbsent } from './is-null-when-absent.ts';
import type { Relation as JoinedRelation } from './nodes/join-rates.ts';
import {
  type JoinAtTime,
  type JoinedRows,
  type JoinPair,
  type JoinToOne,
  joinAtTime,
  joinToOne,
} from './nodes/join-to-one.ts';
import { type Scan, scan } from './nodes/scan.ts';
import type { RowPlanExpression, StoredColumn } from './plan-expression.ts';

interface Relation {
  readonly alias: string;
  readonly model: Model;
  readonly columns: Set<string>;
  /** `null` for the root. */
  readonly joined: {
    readonly from: Relation;
    readonly on: JoinToOne['on'];
    /** `null` where its key alone says which row is meant. */
    readonly version: Version | null;
  } | null;
}

/** Which of several rows of one key is meant. */
type Version = Pick<JoinAtTime, 'at' | 'validity' | 'ties'>;

interface CollectorContext {
  readonly catalog: Catalog;
  readonly tenants: TenantMode;
  /** What money is converted to, where it is. */
  readonly currency: Parameter | null;
}

/** Mutable while a leg is built only. */
export class JoinCollector {
  readonly catalog: Catalog;
  readonly tenants: TenantMode;
  private readonly currency: Parameter | null;
  /** By alias, each after the one it joins from. */
  private readonly relations = new Map<string, Relation>();
  private readonly root: Relation;
  /** Names of the calendars whose holidays some expression looks at. */
  private readonly calendars = new Set<string>();
  private readonly rates = new RateCollector();

  constructor(root: Model, { catalog, tenants, currency }: CollectorContext) {
    this.catalog = catalog;
    this.tenants = tenants;
    this.currency = currency;
    this.root = { alias: root.name, model: root, columns: new Set(), joined: null };
    this.relations.set(root.name, this.root);
  }

  /** The expression over stored columns; members defined by formulas are written out. */
  lower(expression: BoundRowExpression): RowPlanExpression {
    const lowered = mapLeaves<MemberReference | RowTenant, StoredColumn>(expression, (leaf) =>
      leaf.kind === 'member' ? this.lowerMember(leaf, []) : this.lowerTenant(),
    );
    for (const calendar of calendarsIn(lowered)) this.calendars.add(calendar);
    return this.currency ? this.rates.lower(lowered) : lowered;
  }

  /** A key within one tenant together with its tenant, in plans for several; `null` for any other value. */
  lowerEntity(expression: RowExpression): RowPlanExpression | null {
    if (this.tenants === 'one' || !namesTenantKey(expression, this.root.model, this.catalog.models))
      return null;
    const operands = [this.lowerTenant(), this.lower(expression)];
    return { kind: 'operation', operator: 'entity_key', operands, type: 'key' };
  }

  /** The scan of the root with every join that was needed. */
  build(): JoinedRelation {
    const table = this.currency && this.rates.isUsed ? rateTable(this.currency, this) : null;
    // Whose a row is may stand in a table that nothing else has joined.
    const tenant = table?.tenant ? this.lowerTenant() : null;
    let built: JoinedRows = buildScan(this.root);
    for (const relation of this.relations.values())
      if (relation.joined) built = buildJoin(built, relation, relation.joined);
    const relation = buildHolidays(built, [...this.calendars], this);
    return table ? this.rates.join(relation, table, tenant) : relation;
  }

  private lowerMember(reference: MemberReference, from: readonly string[]): RowPlanExpression {
    const path = [...from, ...reference.path];
    const relation = this.reach(path);
    const member = relation.model.members.get(reference.member);
    invariant(member, `member ${reference.member} of ${relation.model.name} was resolved`);
    const { value } = member;
    if (value.kind === 'formula') {
      const lowered = mapLeaves<MemberReference, StoredColumn>(value.expression, (leaf) =>
        this.lowerMember(leaf, path),
      );
      const guarded = relation.joined !== null && !isNullWhenAbsent(value.expression);
      return guarded ? onlyWhenPresent(lowered, relation, member.type) : lowered;
    }
    relation.columns.add(value.column);
    return {
      kind: 'stored_column',
      relation: relation.alias,
      column: value.column,
      type: member.type,
      zone: value.zone,
    };
  }

  private reach(path: readonly string[]): Relation {
    let relation = this.root;
    for (const name of path) relation = this.reachFrom(relation, name);
    return relation;
  }

  private reachFrom(from: Relation, join: string): Relation {
    const alias = `${from.alias}.${join}`;
    const known = this.relations.get(alias);
    if (known) return known;
    return join === TENANT_PROFILE ? this.joinProfile(alias) : this.join(from, join, alias);
  }

  /** The profile of the row's own tenant, who is the key of that model. */
  private joinProfile(alias: string): Relation {
    const model = this.catalog.models.get(this.catalog.project.tenants?.model ?? '');
    const own = this.tenantOf(this.root);
    invariant(model && model.tenantColumn !== null && own, 'tenants have profiles, and rows have tenants');
    own.relation.columns.add(own.column);
    const pair = {
      relation: own.relation.alias,
      column: own.column,
      target: model.tenantColumn,
      byText: true,
    };
    const joined = { from: own.relation, on: [pair], version: null };
    const relation: Relation = { alias, model, columns: new Set([model.tenantColumn]), joined };
    this.relations.set(alias, relation);
    return relation;
  }

  private join(from: Relation, name: string, alias: string): Relation {
    const join = from.model.joins.get(name);
    const model = this.catalog.models.get(join?.target ?? '');
    invariant(join && model, `join ${name} of ${from.model.name} was resolved`);
    const on = this.pairColumns(from, join, model);
    const columns = new Set(on.map(({ target }) => target));
    // What a join's time is reached through is joined before.
    const at = join.at && this.lower({ ...join.at, path: [...pathTo(from), ...join.at.path] });
    const version = at && bindVersion(at, { alias, model, columns });
    const relation: Relation = { alias, model, columns, joined: { from, on, version } };
    for (const { column } of on) from.columns.add(column);
    this.relations.set(alias, relation);
    return relation;
  }

  /** Keys are unique within a tenant: a join to rows of tenants equates those of both sides too. */
  private pairColumns(from: Relation, join: Join, model: Model): JoinToOne['on'] {
    const plain = join.on.map(({ column, target }) => ({
      relation: from.alias,
      column,
      target,
      byText: false,
    }));
    const theirs = model.tenantColumn;
    const own = this.tenants === 'one' ? ownTenant(from) : this.tenantBeside(from, join, model);
    if (!own || theirs === null) return plain;
    const isTenant = (pair: JoinPair): boolean =>
      own.relation === from && own.column === pair.column && theirs === pair.target;
    if (plain.some(isTenant)) return plain.map((pair) => ({ ...pair, byText: isTenant(pair) }));
    own.relation.columns.add(own.column);
    return [...plain, { relation: own.relation.alias, column: own.column, target: theirs, byText: true }];
  }

  /**
   * Whose rows a join starts from, in a plan for several tenants; `null` where its key is unique over all of
   * them: that of shared data, and that of the parent by which rows are scoped.
   * @throws SemanticError QUERY_TENANT_JOIN
   */
  private tenantBeside(from: Relation, join: Join, model: Model): TenantColumn | null {
    const isParent = join === parentJoin(from.model, this.catalog.models);
    if (isParent || model.scope.kind === 'shared') return null;
    const own = this.tenantOf(from);
    if (own && model.tenantColumn !== null) return own;
    throw new SemanticError('QUERY_TENANT_JOIN', { model: model.name });
  }

  private lowerTenant(): StoredColumn {
    const tenant = this.tenantOf(this.root);
    invariant(tenant, `rows of ${this.root.alias} belong to tenants`);
    tenant.relation.columns.add(tenant.column);
    const { alias } = tenant.relation;
    return { kind: 'stored_column', relation: alias, column: tenant.column, type: 'string', zone: null };
  }

  /** Where it stands whose a row is: in itself, in the parent that scopes it, or where a join came from. */
  private tenantOf(relation: Relation): TenantColumn | null {
    const own = ownTenant(relation);
    if (own) return own;
    const parent = parentJoin(relation.model, this.catalog.models);
    if (parent) return this.tenantOf(this.reachFrom(relation, parent.name));
    return relation.joined && this.tenantOf(relation.joined.from);
  }
}

interface TenantColumn {
  readonly relation: Relation;
  readonly column: string;
}

function ownTenant(relation: Relation): TenantColumn | null {
  const column = relation.model.tenantColumn;
  return column === null ? null : { relation, column };
}

/** `else 'small'` is said of rows that exist: a missing join partner gives null, whatever the formula (S2). */
function onlyWhenPresent(
  expression: RowPlanExpression,
  relation: Relation,
  type: ValueType,
): RowPlanExpression {
  const { joined, model } = relation;
  // Of a join at a time, the columns that it equates are no key of the target, and perhaps no members.
  const own = joined?.version ? model.primaryKey.find((key) => key !== model.tenantColumn) : undefined;
  const column = own ?? joined?.on[0]?.target;
  invariant(column !== undefined, 'a join has a pair of columns');
  const key: StoredColumn = {
    kind: 'stored_column',
    relation: relation.alias,
    column,
    type: 'key',
    zone: null,
  };
  const present: RowPlanExpression = {
    kind: 'operation',
    operator: 'is_not_null',
    operands: [key],
    type: 'boolean',
  };
  const absent: RowPlanExpression = { kind: 'literal', type: 'null', value: null };
  return { kind: 'operation', operator: 'case', operands: [present, expression, absent], type };
}

function buildJoin(
  input: JoinedRows,
  relation: Relation,
  { on, version }: NonNullable<Relation['joined']>,
): JoinedRows {
  const join = { input, target: buildScan(relation), on };
  return version ? joinAtTime({ ...join, ...version }) : joinToOne(join);
}

/** The joins from the root that an alias spells. */
function pathTo({ alias }: Relation): readonly string[] {
  return alias.split('.').slice(1);
}

function buildScan({ alias, model, columns }: Relation): Scan {
  const { name, source, scope } = model;
  return scan({ model: name, source, alias, columns: [...columns].sort(), scope, conditions: [] });
}
