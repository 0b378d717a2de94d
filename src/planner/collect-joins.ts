/**
 * Members → stored columns, gathering on the way the joins and columns that they need: nothing that is
 * not used is joined or read.
 */
import { invariant } from '../base/invariant.ts';
import type { ValueType } from '../base/value-type.ts';
import type { Catalog, Join, Model } from '../catalog/catalog.ts';
import { type MemberReference, mapLeaves, type RowExpression } from '../formula/expression.ts';
import { isNullWhenAbsent } from './is-null-when-absent.ts';
import { type JoinToOne, joinToOne } from './nodes/join-to-one.ts';
import { type Scan, scan } from './nodes/scan.ts';
import type { RowPlanExpression, StoredColumn } from './plan-expression.ts';

interface Relation {
  readonly alias: string;
  readonly model: Model;
  readonly columns: Set<string>;
  /** `null` for the root. */
  readonly joined: { readonly from: Relation; readonly on: JoinToOne['on'] } | null;
}

/** Mutable while a leg is built only. */
export class JoinCollector {
  private readonly catalog: Catalog;
  /** By alias, each after the one it joins from. */
  private readonly relations = new Map<string, Relation>();
  private readonly root: Relation;

  constructor(root: Model, catalog: Catalog) {
    this.catalog = catalog;
    this.root = { alias: root.name, model: root, columns: new Set(), joined: null };
    this.relations.set(root.name, this.root);
  }

  /** The expression over stored columns; members defined by formulas are written out. */
  lower(expression: RowExpression): RowPlanExpression {
    return mapLeaves<MemberReference, StoredColumn>(expression, (leaf) => this.lowerMember(leaf, []));
  }

  /** The scan of the root with every join that was needed. */
  build(): Scan | JoinToOne {
    let built: Scan | JoinToOne = buildScan(this.root);
    for (const relation of this.relations.values()) {
      if (relation.joined)
        built = joinToOne({ input: built, target: buildScan(relation), on: relation.joined.on });
    }
    return built;
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
    for (const [index, name] of path.entries()) {
      const alias = [this.root.alias, ...path.slice(0, index + 1)].join('.');
      const known = this.relations.get(alias);
      relation = known ?? this.join(relation, name, alias);
    }
    return relation;
  }

  private join(from: Relation, name: string, alias: string): Relation {
    const join = from.model.joins.get(name);
    const model = this.catalog.models.get(join?.target ?? '');
    invariant(join && model, `join ${name} of ${from.model.name} was resolved`);
    const on = pairColumns(from, join, model);
    const relation: Relation = {
      alias,
      model,
      columns: new Set(on.map(({ target }) => target)),
      joined: { from, on },
    };
    for (const { column } of on) from.columns.add(column);
    this.relations.set(alias, relation);
    return relation;
  }
}

/** `else 'small'` is said of rows that exist: a missing join partner gives null, whatever the formula (S2). */
function onlyWhenPresent(
  expression: RowPlanExpression,
  relation: Relation,
  type: ValueType,
): RowPlanExpression {
  const column = relation.joined?.on[0]?.target;
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

/** Keys are unique within a tenant: where both tables have a tenant column, the join equates those too. */
function pairColumns(from: Relation, join: Join, model: Model): JoinToOne['on'] {
  const [own, theirs] = [from.model.tenantColumn, model.tenantColumn];
  const isTenant = (column: string, target: string): boolean => column === own && target === theirs;
  const on = join.on.map(({ column, target }) => ({
    relation: from.alias,
    column,
    target,
    byText: isTenant(column, target),
  }));
  if (own === null || theirs === null || on.some(({ byText }) => byText)) return on;
  return [...on, { relation: from.alias, column: own, target: theirs, byText: true }];
}

function buildScan({ alias, model, columns }: Relation): Scan {
  const { name, source, scope } = model;
  return scan({ model: name, source, alias, columns: [...columns].sort(), scope, conditions: [] });
}
