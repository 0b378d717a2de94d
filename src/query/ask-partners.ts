/**
 * Conditions on what lies across a bridge. One asks whether a row has some partner that meets it, and what is denied,
 * whether it has none, whatever the answer is grouped by; where that is the bridge, it also says which of the row's
 * partners show. Knows nothing of how partners are found.
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
import { lowerCondition, membersOf, type PreparedCondition } from './bind-conditions.ts';
import type { NamedMember, ReachedMember } from './bind-member.ts';
import type { BoundPairs, BoundRowExpression, RowTenant, SomePartner } from './bound-query.ts';

/** The rows that conditions are asked of. */
export interface AskedRows {
  readonly root: string;
  readonly reach: (named: NamedMember) => ReachedMember;
}

/** A column that the answer is grouped by, and the way from the root to the bridge before it. */
interface GroupAcross {
  readonly column: string;
  readonly way: string;
}

/** Names what partners are asked for, alike wherever it is the same; mutable while binding only. */
export class PartnerBinder {
  private readonly catalog: Catalog;
  private readonly known = new Map<string, SomePartner>();

  constructor(catalog: Catalog) {
    this.catalog = catalog;
  }

  /** Whether the row is meant. */
  bindCondition(condition: PreparedCondition, rows: AskedRows): BoundRowExpression {
    if (this.waysOf(condition, rows).length === 0) return lowerCondition(condition, rows.reach);
    if (condition.kind === 'member') {
      const some = this.ask(lowerCondition({ ...condition, negated: false }, rows.reach), rows.root);
      return condition.negated ? not(some) : some;
    }
    // What was written is asked of partners and denied as a whole. The rest keeps its own complement: a comparison
    // with null is false, and `not` around SQL's unknown would lose the row.
    const { kind, negated } = condition;
    const parts = condition.parts.map((part) => ({ part, written: negated ? complement(part) : part }));
    const asked = parts.filter(({ written }) => this.isAsked(written, rows));
    const rest = parts.filter((each) => !asked.includes(each));
    const bound = rest.map(({ part }) => this.bindCondition(part, rows));
    if (asked.length === 0) return join(kind, bound);
    const together: PreparedCondition = {
      kind: negated ? flip(kind) : kind,
      negated: false,
      parts: asked.map(({ written }) => written),
    };
    const some = this.ask(lowerCondition(together, rows.reach), rows.root);
    return join(kind, [negated ? not(some) : some, ...bound]);
  }

  /**
   * Which pairs of a row and a partner show: those for which the condition itself is true.
   * @throws SemanticError QUERY_MIXED_BRIDGES
   */
  bindPairs(
    conditions: readonly PreparedCondition[],
    { grouped, ...rows }: AskedRows & { readonly grouped: readonly GroupAcross[] },
  ): readonly BoundPairs[] {
    return conditions.flatMap((condition) => {
      const ways = new Set(this.waysOf(condition, rows));
      const columns = grouped.filter(({ way }) => ways.has(way)).map(({ column }) => column);
      if (columns.length === 0) return [];
      if (ways.size > 1) this.refuseMixed(condition, rows);
      return [{ columns, condition: lowerCondition(condition, rows.reach) }];
    });
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

  /** Whether all of it can be asked of one partner: it is about partners, and nothing about them is denied. */
  private isAsked(condition: PreparedCondition, rows: AskedRows): boolean {
    const isAcross = (part: PreparedCondition): boolean => this.waysOf(part, rows).length > 0;
    if (!isAcross(condition) || condition.negated) return false;
    return (
      condition.kind === 'member' ||
      condition.parts.every((part) => !isAcross(part) || this.isAsked(part, rows))
    );
  }

  private refuseMixed(condition: PreparedCondition, rows: AskedRows): never {
    const across = membersOf(condition).flatMap((named) =>
      this.waysIn(rows.reach(named), rows.root).map((way) => ({ named, way })),
    );
    const [first] = across;
    const other = across.find(({ way }) => way !== first?.way);
    const params = { member: first?.named.written ?? '', other: other?.named.written ?? '' };
    const hint = 'Ask for them in conditions of their own, or group by neither.';
    throw new SemanticError('QUERY_MIXED_BRIDGES', params, { path: other?.named.pointer ?? '/where', hint });
  }

  private waysOf(condition: PreparedCondition, { root, reach }: AskedRows): readonly string[] {
    return membersOf(condition).flatMap((named) => this.waysIn(reach(named), root));
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

/** What `not` was written around, with what stands in it as it was written. */
function complement(condition: PreparedCondition): PreparedCondition {
  const negated = !condition.negated;
  if (condition.kind === 'member') return { ...condition, negated };
  return { kind: flip(condition.kind), negated, parts: condition.parts.map(complement) };
}

function flip(kind: 'all' | 'any'): 'all' | 'any' {
  return kind === 'all' ? 'any' : 'all';
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
