/** A view of the catalog narrowed to what its principal is for: what a token lists, or what is public. */
import type { Principal } from '../tenancy/principal.ts';
import type { Catalog } from './catalog.ts';
import { type Confinement, confineCatalog } from './confine-catalog.ts';
import { dimensionNames, findDimension } from './find-dimension.ts';

const published = new WeakMap<Catalog, Confinement>();

/** The view itself for everybody else; the same object for all who see the same. */
export function confineFor(view: Catalog, principal: Principal): Catalog {
  const confinement = principal.kind === 'public' ? publishedIn(view) : principal.embedding;
  return confinement ? confineCatalog(view, confinement) : view;
}

/** What is for the public, by the names that lists of dimensions have for it. */
function publishedIn(view: Catalog): Confinement {
  const known = published.get(view) ?? listPublished(view);
  published.set(view, known);
  return known;
}

function listPublished(view: Catalog): Confinement {
  const { metrics, members: all } = view.access.published;
  const members = new Set(all);
  const dimensions = dimensionNames(view).filter((name) => {
    const found = findDimension(name, view);
    return found && members.has(`${found.model}.${found.member.name}`);
  });
  return { metrics, dimensions: [...new Set(dimensions)].sort(), filters: [] };
}
