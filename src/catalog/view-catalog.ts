/** The part of a catalog that somebody may see. Everything in it is planned and hashed as in the whole. */
import type { Catalog } from './catalog.ts';

/** Nothing that stays rests on a draft, so leaving drafts out leaves no gap. */
const withoutDrafts = new WeakMap<Catalog, Catalog>();

/** The catalog, with or without its drafts; the same object every time. */
export function viewCatalog(catalog: Catalog, { drafts }: { readonly drafts: boolean }): Catalog {
  if (drafts) return catalog;
  const known = withoutDrafts.get(catalog);
  if (known) return known;
  const metrics = new Map([...catalog.metrics].filter(([, { isDraft }]) => !isDraft));
  const aliases = new Map([...catalog.aliases].filter(([, name]) => metrics.has(name)));
  const view = Object.freeze({ ...catalog, metrics, aliases });
  withoutDrafts.set(catalog, view);
  return view;
}
