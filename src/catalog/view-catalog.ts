/** The catalog as one principal may see it: everything is planned and hashed as in the whole, under a veil. */
import { LRUCache } from 'lru-cache';
import { canonicalJson, hashOf } from '../base/hash.ts';
import { type AccessRule, satisfiesRule } from '../tenancy/access-rule.ts';
import type { Principal } from '../tenancy/principal.ts';
import type { Catalog } from './catalog.ts';
import { bookRows, isUnder } from './row-rule.ts';
import { bookShown } from './showing.ts';
import { NO_VEIL, type Veil } from './veil.ts';

/** More combinations of groups than a project has. */
const MOST_VIEWS = 100;

/** What a catalog's views are drawn by. */
interface Views {
  /** Each rule of the catalog once. */
  readonly rules: readonly AccessRule[];
  /** By the rules on rows that a principal is under, and the others that it does not satisfy. */
  readonly drawn: LRUCache<string, Catalog>;
}

const known = new WeakMap<Catalog, Views>();

/** The same object for all who satisfy the same rules. */
export function viewCatalog(catalog: Catalog, principal: Principal): Catalog {
  const { rules, drawn } = viewsOf(catalog);
  const failed = rules.filter((rule) => !satisfiesRule(principal, rule)).map(canonicalJson);
  const under = catalog.rowRules.flatMap((rule, place) => (isUnder(rule, principal) ? [place] : []));
  if (failed.length === 0 && under.length === 0) return catalog;
  const key = [...under, ...failed].join(' ');
  const view = drawn.get(key) ?? drawView(catalog, new Set(failed), new Set(under));
  drawn.set(key, view);
  return view;
}

function drawView(catalog: Catalog, failed: ReadonlySet<string>, under: ReadonlySet<number>): Catalog {
  const rows = bookRows(catalog.rowRules.filter((_, place) => under.has(place)));
  const shown = bookShown(catalog.showings.filter(({ to }) => to === null || !failed.has(canonicalJson(to))));
  return Object.freeze({ ...catalog, veil: drawVeil(catalog, failed), rows, shown });
}

function viewsOf(catalog: Catalog): Views {
  const views = known.get(catalog) ?? createViews(catalog);
  known.set(catalog, views);
  return views;
}

function createViews({ access, showings }: Catalog): Views {
  const { published: _published, ...ruled } = access;
  const seen = Object.values(ruled).flatMap((rules) => [...rules.values()].flat());
  const all = [...seen, ...showings.flatMap(({ to }) => to ?? [])];
  const byText = new Map(all.map((rule) => [canonicalJson(rule), rule]));
  return { rules: [...byText.values()], drawn: new LRUCache({ max: MOST_VIEWS }) };
}

function drawVeil({ access }: Catalog, failed: ReadonlySet<string>): Veil {
  const hidden = (rules: ReadonlyMap<string, readonly AccessRule[]>): ReadonlySet<string> =>
    new Set(
      [...rules]
        .filter(([, all]) => all.some((rule) => failed.has(canonicalJson(rule))))
        .map(([name]) => name),
    );
  const { metrics, models, members } = access;
  const parts = { metrics: hidden(metrics), models: hidden(models), members: hidden(members) };
  if (Object.values(parts).every(({ size }) => size === 0)) return NO_VEIL;
  const key = hashOf(Object.values(parts).map((names) => [...names].sort()));
  return Object.freeze({ key, ...parts, dimensions: null });
}
