/** The rules of access on all that a query rests on, and which of them whoever asks does not satisfy. */
import { canonicalJson } from '../base/hash.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { findDimension } from '../catalog/find-dimension.ts';
import type { MetricQuery } from '../query/metric-query.ts';
import { namedDimensions } from '../query/named-dimensions.ts';
import { type AccessRule, satisfiesRule } from '../tenancy/access-rule.ts';
import type { Principal } from '../tenancy/principal.ts';

export interface RuleOutcome {
  readonly rule: AccessRule;
  readonly satisfied: boolean;
}

interface AccessOfQuery {
  readonly query: MetricQuery;
  /** Those that it asks for. */
  readonly metrics: readonly string[];
  readonly catalog: Catalog;
}

/** Each rule once, in an order of their own; none where the query rests on what everybody may see. */
export function judgeAccess(asked: AccessOfQuery, principal: Principal): readonly RuleOutcome[] {
  const { access } = asked.catalog;
  if ([access.members, access.under].every(({ size }) => size === 0)) return [];
  const rules = new Map(rulesOf(asked).map((rule) => [canonicalJson(rule), rule]));
  return [...rules]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, rule]) => ({ rule, satisfied: satisfiesRule(principal, rule) }));
}

function rulesOf({ query, metrics, catalog }: AccessOfQuery): readonly AccessRule[] {
  const { access } = catalog;
  const dimensions = namedDimensions(query).flatMap((name) => {
    const found = findDimension(name, catalog);
    return found ? (access.members.get(`${found.model}.${found.member.name}`) ?? []) : [];
  });
  return [...dimensions, ...metrics.flatMap((name) => access.under.get(name) ?? [])];
}
