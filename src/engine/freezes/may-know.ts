/**
 * Who may read what was published: whoever asks for the same rows, and may see all that it names today. Where a metric is
 * another number now, all that it rested on as well: what a number was made of is nobody's to give out again.
 */
import type { Catalog } from '../../catalog/catalog.ts';
import { findDimension } from '../../catalog/find-dimension.ts';
import { TENANT_COLUMN } from '../../query/tenant-mode.ts';
import { satisfiesRule } from '../../tenancy/access-rule.ts';
import { hasCapability, type Principal } from '../../tenancy/principal.ts';
import { rulesOnParts } from '../../versions/add-rules.ts';
import { mayRead } from '../may-read.ts';
import type { FreezeHead, QueryHead } from './freeze-content.ts';

interface Knowing {
  readonly principal: Principal;
  /** The catalog, and what of it the principal may see. */
  readonly whole: Catalog;
  readonly view: Catalog;
  readonly secret: string;
}

export function mayKnow({ queries }: FreezeHead, knowing: Knowing): boolean {
  const { principal, view, secret } = knowing;
  return queries.every(
    (query) =>
      mayRead(query, { principal, catalog: view, secret }) &&
      query.metrics.every((metric) => mayKnowMetric(metric, knowing)) &&
      query.dimensions.every((name) => mayKnowDimension(name, knowing)),
  );
}

function mayKnowMetric(
  { metric: name, hash, parts }: QueryHead['metrics'][number],
  { principal, whole, view }: Knowing,
): boolean {
  if (whole.metrics.get(name)?.hash === hash) return !view.veil.metrics.has(name);
  return rulesOnParts(whole, parts).every((rule) => satisfiesRule(principal, rule));
}

/** Whose a dimension is that the project does not have any more, no rule says. */
function mayKnowDimension(name: string, { principal, whole, view }: Knowing): boolean {
  if (name === TENANT_COLUMN || findDimension(name, view)) return true;
  return !findDimension(name, whole) && hasCapability(principal, 'admin');
}
