/**
 * Members → stored columns, gathering on the way the joins and columns that they need: nothing that is
 * not used is joined or read.
 */
import { assertNever } from '../base/assert-never.ts';
import { invariant } from '../base/invariant.ts';
import type { Bridge, Catalog, Join, Model } from '../catalog/catalog.ts';
import { primaryKeyMembers } from '../catalog/primary-key-members.ts';
import { namesTenantKey, parentJoin } from '../catalog/tenant-keys.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import type { AttributeLeaf } from '../formula/attribute-tree.ts';
import { calendarsIn } from '../formula/calendar-argument.ts';
import {
  forEachLeaf,
  type MemberReference,
  mapLeaves,
  type Parameter,
  type RowExpression,
} from '../formula/expression.ts';
import {
  type BoundRowExpression,
  type RowTenant,
  type SomePartner,
  TENANT_PROFILE,
} from '../query/bound-query.ts';
import { EACH_DAY } from '../query/spread-days.ts';
import type { TenantMode } from '../tenancy/scope.ts';
import type { WantedAttribute } from './attribute-keys.ts';
import { bindVersion } from './bind-version.ts';
import { buildHolidays } from './build-holidays.ts';
import { type Attach, PartnerCollector, refusePartnerAttribute } from './build-partners.ts';
import { RateCollector, rateTable } from './build-rates.ts';
import { buildScan } from './build-scan.ts';
import { AttributeCollector } from './collect-attributes.ts';
import { isNullWhenAbsent } from './is-null-when-absent.ts';
import { joinBridge } from './nodes/join-bridge.ts';
import type { JoinPair } from './nodes/join-pair.ts';
import type { Relation as JoinedRelation } from './nodes/relation.ts';
import { type JoinAtTime, type JoinedRows, type JoinToOne, joinAtTime, joinToOne } from './nodes/relation.ts';
import type { Scan } from './nodes/scan.ts';
import { dayColumn } from './nodes/spread-days.ts';
import { onlyWhenPresent } from './only-when-present.ts';
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
    /** What other rows say of the time at which a row is meant. */
    readonly reads?: readonly WantedAttribute[];
    /** Whether a row may have several there. */
    readonly many?: boolean;
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
  readonly currency: Parameter | null;
  /** By alias, each after the one it joins from. */
  private readonly relations = new Map<string, Relation>();
  private readonly root: Relation;
  /** Names of the calendars whose holidays some expression looks at. */
  private readonly calendars = new Set<string>();
  private readonly rates = new RateCollector();
  private readonly attributeCollector = new AttributeCollector();
  private readonly partners = new PartnerCollector();

  constructor(root: Model, { catalog, tenants, currency }: CollectorContext) {
    this.catalog = catalog;
    this.tenants = tenants;
    this.currency = currency;
    this.root = { alias: root.name, model: root, columns: new Set(), joined: null };
    this.relations.set(root.name, this.root);
  }

  /** The expression over stored columns; members defined by formulas are written out. */
  lower(expression: BoundRowExpression): RowPlanExpression {
    const lowered = mapLeaves<MemberReference | RowTenant | SomePartner, StoredColumn>(expression, (leaf) => {
      switch (leaf.kind) {
        case 'member':
          return this.lowerMember(leaf, []);
        case 'row_tenant':
          return this.lowerTenant();
        case 'some_partner':
          return this.lowerPartner(leaf);
        default:
          return assertNever(leaf);
      }
    });
    for (const calendar of calendarsIn(lowered)) this.calendars.add(calendar);
    return this.currency ? this.rates.lower(lowered) : lowered;
  }

  /** @throws SemanticError QUERY_INVALID where the partners are asked for what other rows say of them */
  private lowerPartner(partner: SomePartner): RowPlanExpression {
    const begun: JoinCollector[] = [];
    const lowered = this.partners.lower(partner, () => {
      const joins = new JoinCollector(this.root.model, this);
      begun.push(joins);
      return joins;
    });
    if (begun.some(({ attributes }) => attributes.length > 0)) refusePartnerAttribute();
    return lowered;
  }

  /** A key within one tenant together with its tenant, in plans for several; `null` for any other value. */
  lowerEntity(expression: RowExpression): RowPlanExpression | null {
    if (this.tenants === 'one' || !namesTenantKey(expression, this.root.model, this.catalog.models))
      return null;
    const operands = [this.lowerTenant(), this.lower(expression)];
    return { kind: 'operation', operator: 'entity_key', operands, type: 'key' };
  }

  /** The scan of the root with every join that was needed. */
  build(attach: Attach = refusePartnerAttribute): JoinedRelation {
    const table = this.currency && this.rates.isUsed ? rateTable(this.currency, this) : null;
    // Whose a row is may stand in a table that nothing else has joined.
    const tenant = table?.tenant ? this.lowerTenant() : null;
    const key = this.partners.isUsed ? this.lowerRowKey() : [];
    let built: JoinedRows = buildScan(this.root, this);
    for (const relation of this.relations.values())
      if (relation.joined)
        built = buildJoin(attach(built, relation.joined.reads ?? []), relation, buildScan(relation, this));
    const relation = buildHolidays(built, [...this.calendars], this);
    const rated = table ? this.rates.join(relation, table, tenant) : relation;
    return this.partners.join(rated, key);
  }

  /** Whether a row may come several times, once for each of its partners. */
  get doublesRows(): boolean {
    return [...this.relations.values()].some(({ joined }) => joined?.many);
  }

  /** What tells rows of the root apart: its primary key, and whose they are where several tenants have rows. */
  lowerRowKey(): readonly StoredColumn[] {
    const { model } = this.root;
    const members = primaryKeyMembers(model);
    invariant(members, `rows of ${model.name} are told apart by a key`);
    const columns = members.map((member) => {
      const column = this.lowerMember(member, []);
      invariant(column.kind === 'stored_column', `${member.member} of a key is a column`);
      return column;
    });
    const isShared = this.tenants === 'one' || model.scope.kind === 'shared';
    return isShared ? columns : [...columns, this.lowerTenant()];
  }

  /** What expressions read of other rows, to be joined to what {@link build} gives. */
  get attributes(): readonly WantedAttribute[] {
    return this.attributeCollector.wanted;
  }

  /** A column as it is stored, by which rows are told apart. */
  keyColumn(path: readonly string[], column: string): StoredColumn {
    const relation = this.reach(path);
    relation.columns.add(column);
    return { kind: 'stored_column', relation: relation.alias, column, type: 'key', zone: null };
  }

  private lowerMember(reference: MemberReference, from: readonly string[]): RowPlanExpression {
    const path = [...from, ...reference.path];
    if (path[0] === EACH_DAY) return dayColumn(reference);
    const relation = this.reach(path);
    const member = relation.model.members.get(reference.member);
    invariant(member, `member ${reference.member} of ${relation.model.name} was resolved`);
    const { value } = member;
    if (value.kind === 'formula') {
      let count = 0;
      const lowered = mapLeaves<AttributeLeaf, StoredColumn>(value.expression, (leaf) => {
        if (leaf.kind === 'member') return this.lowerMember(leaf, path);
        count += 1;
        const name = count === 1 ? reference.member : `${reference.member} ${count}`;
        // Whose rows it is about is asked for in plans for several tenants only.
        const tenantOf = () => (this.tenants === 'several' ? this.tenantOf(relation) : undefined);
        return this.attributeCollector.lower(leaf, { name, relation, tenantOf, models: this.catalog.models });
      });
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
    if (join === TENANT_PROFILE) return this.joinProfile(alias);
    const bridge = from.model.bridges.get(join);
    return bridge ? this.cross(from, bridge, alias) : this.join(from, join, alias);
  }

  /** First the rows of pairs, along the join that leads from them to here, then the one thing that each pairs with. */
  private cross(from: Relation, { through, from: back, to }: Bridge, alias: string): Relation {
    const model = this.catalog.models.get(through);
    const join = model?.joins.get(back);
    invariant(model && join, `bridge ${alias} was resolved`);
    const on = this.pairBack(from, join, model);
    this.addColumns(on);
    const columns = new Set(on.map(({ target }) => target));
    // With a space, which no join's name has.
    const pairs: Relation = {
      alias: `${alias} pairs`,
      model,
      columns,
      joined: { from, on, version: null, many: true },
    };
    this.relations.set(pairs.alias, pairs);
    return this.join(pairs, to, alias);
  }

  /** A join from its other end; pairs of one tenant are paired with that tenant's rows. */
  private pairBack(from: Relation, join: Join, pairs: Model): JoinToOne['on'] {
    const plain = join.on.map(({ column, target }) => ({
      relation: from.alias,
      column: target,
      target: column,
      byText: false,
    }));
    const isParent = join === parentJoin(pairs, this.catalog.models);
    if (pairs.scope.kind === 'shared' || (isParent && pairs.tenantColumn === null)) return plain;
    const theirs = pairs.tenantColumn;
    const own = this.tenants === 'one' ? ownTenant(from) : this.tenantOf(from);
    if (this.tenants === 'several' && (!own || theirs === null))
      throw new SemanticError('QUERY_TENANT_JOIN', { model: pairs.name });
    if (!own || theirs === null) return plain;
    const isTenant = (pair: JoinPair): boolean => own.column === pair.column && theirs === pair.target;
    if (own.relation === from && plain.some(isTenant))
      return plain.map((pair) => ({ ...pair, byText: isTenant(pair) }));
    return [...plain, { relation: own.relation.alias, column: own.column, target: theirs, byText: true }];
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
    const read = new Set<string>();
    if (at) forEachLeaf(at, (leaf) => read.add(leaf.relation));
    const reads = this.attributes.filter((wanted) => read.has(wanted.alias));
    const relation: Relation = { alias, model, columns, joined: { from, on, version, reads } };
    this.addColumns(on);
    this.relations.set(alias, relation);
    return relation;
  }

  /** What a join starts from: its own relation, and the one that says whose the row is. */
  private addColumns(on: JoinToOne['on']): void {
    for (const { relation, column } of on) this.relations.get(relation)?.columns.add(column);
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

  /** Whose a row of the root is. */
  lowerTenant(): StoredColumn {
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

function buildJoin(input: JoinAtTime['input'], relation: Relation, target: Scan): JoinedRows {
  const { joined } = relation;
  invariant(joined, `${relation.alias} is joined`);
  const { on, version, many } = joined;
  if (version) return joinAtTime({ input, target, on, ...version });
  invariant(input.kind !== 'join_attribute', 'other rows say at which time a row is meant, and nothing else');
  return many ? joinBridge({ input, target, on }) : joinToOne({ input, target, on });
}

/** The joins from the root that an alias spells. */
function pathTo({ alias }: Relation): readonly string[] {
  return alias.split('.').slice(1);
}
