/** What a dimension is decided by that a query names, the way to it included. */
import { hashOf } from '../base/hash.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { usesOfJoin, usesOfMember } from '../catalog/content-hash.ts';
import { type FoundDimension, findDimension } from '../catalog/find-dimension.ts';
import { contextOf } from './used-parts.ts';

type Uses = ReadonlyMap<string, unknown>;

/** What a dimension of that name is decided by, as a hash; `null` where there is none. */
export function hashOfDimension(name: string, catalog: Catalog): string | null {
  const found = findDimension(name, catalog);
  return found ? hashOf([found.model, memberUses(found, catalog), joinUses(found, catalog)]) : null;
}

/** The same, part by part, as `content-hash` names them. */
export function usesOfDimension(found: FoundDimension, catalog: Catalog): Uses {
  return new Map([memberUses(found, catalog), ...joinUses(found, catalog)].flatMap((uses) => [...uses]));
}

function memberUses({ model, member }: FoundDimension, catalog: Catalog): Uses {
  return usesOfMember(model, member.name, contextOf(catalog));
}

/** Of each join behind the start of its name. */
function joinUses({ start, joins }: FoundDimension, catalog: Catalog): readonly Uses[] {
  const { models, project } = catalog;
  const uses: Uses[] = [];
  let at = project.roles.get(start.name) ?? start.name;
  for (const join of joins) {
    uses.push(usesOfJoin(at, join, contextOf(catalog)));
    const from = models.get(at);
    at = from?.joins.get(join)?.target ?? from?.bridges.get(join)?.target ?? at;
  }
  return uses;
}
