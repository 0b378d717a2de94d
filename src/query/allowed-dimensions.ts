/** Metrics that list their `dimensions` are grouped and filtered by these alone, however a query spells them. */
import { canonicalJson } from '../base/hash.ts';
import type { Catalog, Metric } from '../catalog/catalog.ts';
import {
  type FoundDimension,
  findDimension,
  findDimensionPath,
  findMember,
} from '../catalog/find-dimension.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import type { PreparedCondition } from './bind-conditions.ts';
import type { NamedMember } from './bind-member.ts';

interface AskedDimensions {
  readonly outputs: readonly { readonly metric: string }[];
  readonly groups: readonly NamedMember[];
  readonly where: readonly PreparedCondition[];
}

/** @throws SemanticError QUERY_DIMENSION_NOT_ALLOWED */
export function refuseDimensions({ outputs, groups, where }: AskedDimensions, catalog: Catalog): void {
  const limited = outputs
    .map(({ metric }) => catalog.metrics.get(metric))
    .filter((metric) => metric !== undefined && metric.dimensions !== null);
  for (const metric of limited) {
    for (const named of [...groups, ...where.flatMap(conditionMembers)]) {
      const { kind, name } = named.start;
      // Whose rows they are is no dimension of a model.
      if (!metric || kind === 'tenant') continue;
      if (allowsDimension(metric, { ...named, start: { kind, name } }, catalog)) continue;
      const known = metric.dimensions?.filter((name) => findDimension(name, catalog) !== undefined) ?? [];
      const hint = `It allows ${known.join(', ') || 'none'}.`;
      throw new SemanticError(
        'QUERY_DIMENSION_NOT_ALLOWED',
        { metric: metric.name, member: named.written },
        { path: named.pointer, hint },
      );
    }
  }
}

/** Whether one of the metric's own dimensions is what `asked` is, from every model that it reads. */
export function allowsDimension(metric: Metric, asked: FoundDimension, catalog: Catalog): boolean {
  if (metric.dimensions === null) return true;
  const allowed = metric.dimensions.flatMap((written) => findMember(written, catalog) ?? []);
  return metric.models.every((root) => {
    const place = placeFrom(root, asked, catalog);
    return place !== null && allowed.some((dimension) => placeFrom(root, dimension, catalog) === place);
  });
}

function conditionMembers(condition: PreparedCondition): readonly NamedMember[] {
  return condition.kind === 'member' ? [condition.named] : condition.parts.flatMap(conditionMembers);
}

/** One text for each member of each path; `null` where no one way leads there. */
function placeFrom(root: string, dimension: FoundDimension, catalog: Catalog): string | null {
  const path = findDimensionPath(dimension, root, catalog);
  if (path.kind !== 'path') return null;
  return canonicalJson([...path.path, ...dimension.joins, dimension.member.name]);
}
