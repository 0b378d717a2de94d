/**
 * Conditions on what lies across a bridge. Where the answer groups by the bridge, they are about each pair of a row
 * and a partner; elsewhere a condition asks whether the row has some partner that meets it, and what is denied,
 * whether it has none. Knows nothing of how partners are found.
 */
import { canonicalJson } from '../base/hash.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import {
  type Expression,
  forEachLeaf,
  isConstant,
  isOperation,
  type MemberReference,
  type RowExpression,
} from '../formula/expression.ts';
import { bridgesAlong } from '../formula/find-joined.ts';
import { lowerCondition, type PreparedCondition } from './bind-conditions.ts';
import type { NamedMember } from './bind-member.ts';
import type { BoundRowExpression, RowTenant, SomePartner } from './bound-query.ts';

/** The rows that conditions are asked of. */
export interface AskedRows {
  readonly root: string;
  readonly reach: (named: NamedMember) => MemberReference | RowTenant;
  /** Ways from the root to the bridges that the answer groups by, joined by dots. */
  readonly grouped: ReadonlySet<string>;
}

/** Names what partners are asked for, alike wherever it is the same; mutable while binding only. */
export class PartnerBinder {
  private readonly catalog: Catalog;
  private readonly known = new Map<string, SomePartner>();

  constructor(catalog: Catalog) {
    this.catalog = catalog;
  }

  /** @throws SemanticError QUERY_MIXED_BRIDGES */
  bindCondition(condition: PreparedCondition, rows: AskedRows): BoundRowExpression {
    if (!this.isOpen(condition, rows)) return lowerCondition(condition, rows.reach);
    if (condition.kind === 'member') {
      const some = this.ask(lowerCondition({ ...condition, negated: false }, rows.reach), rows.root);
      return condition.negated ? not(some) : some;
    }
    if (condition.negated) return not(this.bindCondition(complement(condition), rows));
    const asked = condition.parts.filter((part) => this.isAsked(part, rows));
    const others = condition.parts.filter((part) => !asked.includes(part));
    const rest = others.map((part) => this.bindCondition(part, rows));
    if (asked.length === 0) return join(condition.kind, rest);
    this.refuseMixed(asked, rows);
    const some = this.ask(lowerCondition({ ...condition, parts: asked }, rows.reach), rows.root);
    return join(condition.kind, [some, ...rest]);
  }

  /** The filter of an aggregate, in which each comparison asks for itself. */
  bindFilter(filter: RowExpression, root: string): BoundRowExpression {
    if (this.waysIn(filter, root).length === 0) return filter;
    if (isConstant(filter) || !isOperation(filter)) return this.ask(filter, root);
    const { operator, operands } = filter;
    if (operator !== 'and' && operator !== 'or' && operator !== 'not') return this.ask(filter, root);
    return { ...filter, operands: operands.map((operand) => this.bindFilter(operand, root)) };
  }

  private ask(condition: BoundRowExpression, root: string): SomePartner {
    const key = canonicalJson([root, condition]);
    const known = this.known.get(key);
    if (known) return known;
    const bridges = new Set(this.waysIn(condition, root).map((way) => way.replaceAll('.', ' ')));
    const wanted = `${root} with some ${[...bridges].sort().join(' and ')}`;
    const taken = [...this.known.values()].filter(({ name }) => name.replace(/ \d+$/, '') === wanted);
    const name = taken.length === 0 ? wanted : `${wanted} ${taken.length + 1}`;
    const some: SomePartner = { kind: 'some_partner', name, condition, type: 'boolean' };
    this.known.set(key, some);
    return some;
  }

  /** Whether some of it is about partners that the answer does not tell apart. */
  private isOpen(condition: PreparedCondition, rows: AskedRows): boolean {
    return membersOf(condition).some((named) => this.isAcross(named, rows, false));
  }

  /** Whether all of it can be asked of one partner: nothing about partners is denied. */
  private isAsked(condition: PreparedCondition, rows: AskedRows): boolean {
    if (!this.isOpen(condition, rows)) return false;
    if (condition.negated) return false;
    return (
      condition.kind === 'member' ||
      condition.parts.every((part) => !this.isOpen(part, rows) || this.isAsked(part, rows))
    );
  }

  private isAcross(named: NamedMember, { root, reach, grouped }: AskedRows, isGrouped: boolean): boolean {
    return this.waysIn(reach(named), root).some((way) => grouped.has(way) === isGrouped);
  }

  private refuseMixed(asked: readonly PreparedCondition[], rows: AskedRows): void {
    const members = asked.flatMap(membersOf);
    const pair = members.find((named) => this.isAcross(named, rows, true));
    const other = members.find((named) => this.isAcross(named, rows, false));
    if (!pair || !other) return;
    const hint = 'Ask for them in conditions of their own, or group by neither.';
    const params = { member: pair.written, other: other.written };
    throw new SemanticError('QUERY_MIXED_BRIDGES', params, { path: pair.pointer, hint });
  }

  private waysIn(expression: BoundRowExpression, root: string): readonly string[] {
    const { models } = this.catalog;
    const ways: string[] = [];
    forEachLeaf(expression, (leaf) => {
      if (leaf.kind !== 'member') return;
      for (const way of bridgesAlong(models.get(root), leaf.path, models)) ways.push(way.join('.'));
    });
    return ways;
  }
}

function membersOf(condition: PreparedCondition): readonly NamedMember[] {
  return condition.kind === 'member' ? [condition.named] : condition.parts.flatMap(membersOf);
}

/** What `not` was written around, with what stands in it as it was written. */
function complement(condition: PreparedCondition): PreparedCondition {
  if (condition.kind === 'member') return { ...condition, negated: !condition.negated };
  return {
    kind: condition.kind === 'all' ? 'any' : 'all',
    negated: !condition.negated,
    parts: condition.parts.map(complement),
  };
}

function not(condition: BoundRowExpression): BoundRowExpression {
  return { kind: 'operation', operator: 'not', operands: [condition], type: 'boolean' };
}

function join(kind: 'all' | 'any', parts: readonly BoundRowExpression[]): Expression<Leaf> {
  const [only, ...others] = parts;
  if (only && others.length === 0) return only;
  return { kind: 'operation', operator: kind === 'all' ? 'and' : 'or', operands: parts, type: 'boolean' };
}

type Leaf = MemberReference | RowTenant | SomePartner;
