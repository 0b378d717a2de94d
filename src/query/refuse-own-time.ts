/** A window over other times than its bucket cannot be grouped by another part of the same time. */

import { canonicalJson } from '../base/hash.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import type { AttributeLeaf } from '../formula/attribute-tree.ts';
import { type Expression, forEachLeaf, type MemberReference } from '../formula/expression.ts';
import { findJoined } from '../formula/find-joined.ts';
import type { NamedMember } from './bind-member.ts';
import type { BoundRowExpression, RowTenant, SomePartner } from './bound-query.ts';
import type { CollectedLeg } from './collected-metrics.ts';

interface Grouping {
  /** One for each of `named`. */
  readonly groups: readonly (BoundRowExpression | null)[];
  /** `null` for buckets of the leg's own time. */
  readonly named: readonly (NamedMember | null)[];
  readonly catalog: Catalog;
}

/** Which of its own times a window keeps, nobody could say. @throws SemanticError QUERY_WINDOW_GROUP */
export function refuseOwnTime(leg: CollectedLeg, { groups, named, catalog }: Grouping): void {
  for (const [place, group] of groups.entries()) {
    const member = named[place];
    if (!leg.time || !member || !group || !reads(group, leg.time, { root: leg.root, catalog })) continue;
    const [metric = leg.root] = leg.metrics;
    const hint = 'Leave it out, or ask for a metric without windows.';
    const params = { metric, dimension: member.written };
    throw new SemanticError('QUERY_WINDOW_GROUP', params, { path: member.pointer, hint });
  }
}

/** Whether the expression is about the member, be it by way of formulas of dimensions. */
function reads(
  expression: Expression<AttributeLeaf | RowTenant | SomePartner>,
  wanted: MemberReference,
  { root, catalog }: { readonly root: string; readonly catalog: Catalog },
): boolean {
  let found = false;
  forEachLeaf(expression, (leaf) => {
    // What another row says is a time of that row.
    if (found || leaf.kind !== 'member' || !isOnTheWay(leaf.path, wanted.path)) return;
    const path = wanted.path.slice(leaf.path.length);
    if (path.length === 0 && leaf.member === wanted.member) found = true;
    const home = findJoined(catalog.models.get(root), leaf.path, catalog.models);
    const value = home?.members.get(leaf.member)?.value;
    if (home && value?.kind === 'formula')
      found ||= reads(value.expression, { ...wanted, path }, { root: home.name, catalog });
  });
  return found;
}

function isOnTheWay(path: readonly string[], whole: readonly string[]): boolean {
  return canonicalJson(path) === canonicalJson(whole.slice(0, path.length));
}
